package dev.fermata.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes files with a known time, and looks at what became of them. */
final class FilesFixture {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  private final Path root;

  FilesFixture(Path root) {
    this.root = root;
  }

  /** Writes a class file that was last changed long ago. */
  Path classFile(String name, String text) throws IOException {
    return file(name, TextTransform.classFile(text));
  }

  /** Writes a text file that was last changed long ago. */
  Path file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Writes a file that was last changed long ago. */
  Path file(String name, byte[] content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, LONG_AGO);
    return file;
  }

  /**
   * All files' names with their texts, those that were not written since {@link #file} with a star
   * before.
   */
  Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean untouched = Files.getLastModifiedTime(file).equals(LONG_AGO);
        contents.put(
            root.relativize(file).toString(),
            (untouched ? "*" : "") + text(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  /** A class file's text without the first four bytes. */
  static String text(byte[] content) {
    return new String(content, java.nio.charset.StandardCharsets.ISO_8859_1)
        .replaceAll("^Êþº¾", "");
  }

  /** Transforms in place. */
  static Plan<TextTransform.Found> inPlace(Path... inputs) throws InputException {
    return written(transformer().planInPlace(List.of(inputs)));
  }

  /** Transforms into another place. */
  static Plan<TextTransform.Found> into(Path output, Path... inputs) throws InputException {
    return written(transformer().planInto(List.of(inputs), output));
  }

  private static FileTransformer<TextTransform.Found> transformer() {
    return new FileTransformer<>(new TextTransform(), false);
  }

  private static Plan<TextTransform.Found> written(Plan<TextTransform.Found> plan)
      throws InputException {
    if (!plan.hasErrors()) {
      plan.write();
    }
    return plan;
  }
}
