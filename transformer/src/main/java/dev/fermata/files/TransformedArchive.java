package dev.fermata.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** An archive whose classes have been transformed; only what changed is held in memory. */
final class TransformedArchive {
  private final Path file;
  private final long length;
  private final FileTime time;
  private final Map<Integer, byte[]> replaced = new HashMap<>();
  private final Map<Integer, byte[]> manifests = new HashMap<>();
  private final Set<Integer> signatures = new HashSet<>();

  private TransformedArchive(Path file) throws IOException {
    this.file = file;
    this.length = Files.size(file);
    this.time = Files.getLastModifiedTime(file);
  }

  /**
   * Reads and transforms an archive.
   *
   * @param warnings takes a line about each entry that only has the name of a class file
   */
  static <F extends Finding> TransformedArchive read(
      Path file, ClassTransform<F> transform, Consumer<String> warnings)
      throws IOException, InputException {
    TransformedArchive result = new TransformedArchive(file);
    try (Archive archive = Archive.open(file)) {
      for (ArchiveEntry entry : archive.entries()) {
        if (entry.isClass()) {
          result.addClass(entry, archive.read(entry), transform, warnings);
        }
      }
      if (result.isChanged()) {
        result.readSignatures(archive);
      }
    }
    return result;
  }

  private void addClass(
      ArchiveEntry entry, byte[] bytes, ClassTransform<?> transform, Consumer<String> warnings) {
    String name = file + "!/" + entry.shownName();
    if (!Oddity.isAskedFor(entry.name()) && !Oddity.isClassFile(bytes)) {
      warnings.accept(Oddity.warning(name));
      return;
    }
    Outcome<?> transformed = transform.transform(bytes, name);
    if (transformed.changed()) {
      replaced.put(entry.index(), transformed.bytes());
    }
  }

  private void readSignatures(Archive archive) throws IOException, InputException {
    signatures.addAll(Signatures.find(archive));
    for (ArchiveEntry entry : archive.entries()) {
      if (!signatures.isEmpty() && Signatures.isManifest(entry)) {
        manifests.put(entry.index(), Signatures.withoutDigests(archive.read(entry)));
      }
    }
  }

  /** Whether a class in it has changed. */
  boolean isChanged() {
    return !replaced.isEmpty();
  }

  /** The new archive. */
  PendingFile.Content content(boolean stripSignatures) throws InputException {
    if (!signatures.isEmpty() && !stripSignatures) {
      throw new InputException(
          "signed, and transformed classes would not fit the signature;"
              + " --strip-signatures removes it");
    }
    replaced.putAll(manifests);
    return this::writeTo;
  }

  private void writeTo(Path target) throws IOException, InputException {
    try (Archive archive = Archive.open(file);
        FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      if (archive.length() != length || !Files.getLastModifiedTime(file).equals(time)) {
        throw new InputException("changed by somebody else meanwhile");
      }
      ArchiveWriter.write(archive, channel, replaced, signatures);
    }
  }
}
