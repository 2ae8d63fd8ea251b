package dev.fermata.files;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip or jar file that is open for reading, checked for sound structure.
 *
 * <p>{@code java.util.zip} is not used here because what it reads and writes again loses much: the
 * packed form of untouched entries, alignment, a launcher script before the entries, and several
 * entries of one name. This reader keeps all positions, so that {@link ArchiveWriter} can copy
 * untouched parts as they are.
 */
final class Archive implements Closeable {
  private final FileChannel channel;
  private final ArchiveEnd end;
  private final ByteBuffer directory;
  private final List<ArchiveEntry> entries;

  private Archive(FileChannel channel) throws IOException, InputException {
    this.channel = channel;
    this.end = ArchiveEnd.find(this);
    this.directory = bytes(end.directoryPosition(), end.directorySize());
    this.entries = List.copyOf(readDirectory());
    checkOrder();
  }

  /** Opens a file and reads its table of contents. */
  static Archive open(Path file) throws IOException, InputException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      Archive archive = new Archive(channel);
      ArchiveLimits.check(archive);
      return archive;
    } catch (EOFException e) {
      channel.close();
      throw damaged("it ends too early");
    } catch (IOException | InputException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The entries in the central directory's order. */
  List<ArchiveEntry> entries() {
    return entries;
  }

  /** The entries in the order in which they lie in the file. */
  List<ArchiveEntry> entriesByPosition() {
    return entries.stream().sorted(Comparator.comparingLong(ArchiveEntry::headerPosition)).toList();
  }

  /** The end of the archive: where the central directory is. */
  ArchiveEnd end() {
    return end;
  }

  /** A copy of the central directory. */
  ByteBuffer directory() {
    byte[] copy = new byte[directory.limit()];
    directory.get(0, copy);
    return Zip.buffer(copy);
  }

  /** The length of the file. */
  long length() throws IOException {
    return channel.size();
  }

  /** The whole file, for copying parts of it. */
  FileChannel channel() {
    return channel;
  }

  /** The bytes of a part of the file. */
  ByteBuffer bytes(long position, long length) throws IOException, InputException {
    if (position < 0 || length < 0 || length > channel.size() - position) {
      throw damaged("a part of it lies beyond its end");
    }
    if (length > Integer.MAX_VALUE - 8) {
      throw new InputException("its central directory is too large");
    }
    ByteBuffer buffer = Zip.buffer(new byte[(int) length]);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip();
  }

  /** Unpacks an entry. */
  byte[] read(ArchiveEntry entry) throws IOException, InputException {
    ArchiveLimits.checkClass(entry);
    if ((entry.flags() & ArchiveEntry.ENCRYPTED) != 0) {
      throw new InputException("the entry " + entry.shownName() + " is encrypted");
    }
    byte[] packed = bytes(entry.dataPosition(), entry.packedSize()).array();
    byte[] data =
        switch (entry.method()) {
          case ArchiveEntry.STORED -> packed;
          case ArchiveEntry.DEFLATED -> inflate(entry, packed);
          default ->
              throw new InputException(
                  "the entry "
                      + entry.shownName()
                      + " is packed by the unknown method "
                      + entry.method());
        };
    CRC32 crc = new CRC32();
    crc.update(data);
    if (data.length != entry.size() || crc.getValue() != entry.crc()) {
      throw damagedEntry(entry);
    }
    return data;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The error of a file that is not a sound archive. */
  static InputException damaged(String how) {
    return new InputException("not a readable zip or jar file: " + how);
  }

  private static InputException damagedEntry(ArchiveEntry entry) {
    return damaged("the entry " + entry.shownName() + " is damaged");
  }

  /** Unpacks no more than the declared size, which {@link ArchiveLimits} has checked. */
  private static byte[] inflate(ArchiveEntry entry, byte[] packed) throws InputException {
    byte[] data = new byte[(int) entry.size()];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      int length = 0;
      while (length < data.length) {
        int step = inflater.inflate(data, length, data.length - length);
        if (step == 0) {
          throw damagedEntry(entry);
        }
        length += step;
      }
      if (!inflater.finished() && inflater.inflate(new byte[1]) != 0) {
        throw damagedEntry(entry);
      }
      return data;
    } catch (DataFormatException e) {
      throw damagedEntry(entry);
    } finally {
      inflater.end();
    }
  }

  private List<ArchiveEntry> readDirectory() throws IOException, InputException {
    List<ArchiveEntry> found = new ArrayList<>();
    int at = 0;
    while (at < directory.limit()) {
      if (directory.limit() - at < Zip.Listing.LENGTH
          || directory.getInt(at) != Zip.Listing.SIGNATURE) {
        throw damaged("its central directory is damaged");
      }
      ArchiveEntry entry = readRecord(at, found.size());
      found.add(entry);
      at += entry.recordLength();
    }
    if (found.size() != end.count()) {
      throw damaged("its central directory does not have as many entries as it says");
    }
    return found;
  }

  private ArchiveEntry readRecord(int at, int index) throws IOException, InputException {
    int nameLength = Zip.u16(directory, at + Zip.Listing.NAME_LENGTH);
    int extraFrom = at + Zip.Listing.LENGTH + nameLength;
    int extraTo = extraFrom + Zip.u16(directory, at + Zip.Listing.EXTRA_LENGTH);
    int recordEnd = extraTo + Zip.u16(directory, at + Zip.Listing.COMMENT_LENGTH);
    if (recordEnd > directory.limit()) {
      throw damaged("its central directory is damaged");
    }
    ZipNumbers numbers = recordNumbers(directory, at);
    long headerPosition = numbers.get(2) + end.shift();
    ByteBuffer header = bytes(headerPosition, Zip.Header.LENGTH);
    if (header.getInt(0) != Zip.Header.SIGNATURE) {
      throw damaged("an entry is not where its central directory says");
    }
    return new ArchiveEntry(
        name(at + Zip.Listing.LENGTH, nameLength),
        index,
        Zip.u16(directory, at + Zip.Listing.FLAGS),
        Zip.u16(directory, at + Zip.Listing.METHOD),
        Zip.u32(directory, at + Zip.Listing.CRC),
        numbers.get(1),
        numbers.get(0),
        headerPosition,
        headerPosition + headerLength(header),
        at,
        recordEnd - at);
  }

  /** The size, packed size and header position in the record at {@code at}. */
  static ZipNumbers recordNumbers(ByteBuffer directory, int at) {
    int extraFrom = at + Zip.Listing.LENGTH + Zip.u16(directory, at + Zip.Listing.NAME_LENGTH);
    return new ZipNumbers(
        directory,
        extraFrom,
        extraFrom + Zip.u16(directory, at + Zip.Listing.EXTRA_LENGTH),
        at + Zip.Listing.SIZE,
        at + Zip.Listing.PACKED_SIZE,
        at + Zip.Listing.HEADER_POSITION);
  }

  private static int headerLength(ByteBuffer header) {
    return Zip.Header.LENGTH
        + Zip.u16(header, Zip.Header.NAME_LENGTH)
        + Zip.u16(header, Zip.Header.EXTRA_LENGTH);
  }

  /**
   * Names that are not UTF-8, from old tools, are only shown and looked at, and are written back as
   * they were.
   */
  private String name(int at, int length) {
    ByteBuffer bytes = directory.duplicate().position(at).limit(at + length).slice();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
  }

  /** Entries that share bytes would be unpacked several times over: a known form of zip bomb. */
  private void checkOrder() throws InputException {
    long free = 0;
    for (ArchiveEntry entry : entriesByPosition()) {
      boolean sound = entry.size() >= 0 && entry.dataEnd() >= entry.dataPosition();
      if (entry.headerPosition() < free || !sound) {
        throw damaged("entries overlap");
      }
      free = entry.dataEnd();
    }
    if (free > end.directoryPosition()) {
      throw damaged("entries overlap its central directory");
    }
  }
}
