package dev.fermata.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes an archive again with some entries' data replaced or some entries left out. Everything
 * else is copied byte for byte, in its order: data, times, comments, extra fields, and what stands
 * before the first entry.
 */
final class ArchiveWriter {
  private final Archive source;
  private final FileChannel target;
  private final ByteBuffer directory;
  private long written;

  private ArchiveWriter(Archive source, FileChannel target) {
    this.source = source;
    this.target = target;
    this.directory = source.directory();
  }

  /**
   * Writes the new archive.
   *
   * @param target an empty file, open for writing
   * @param replaced the new data by the entry's index
   * @param removed the indexes of the entries to leave out
   */
  static void write(
      Archive source, FileChannel target, Map<Integer, byte[]> replaced, Set<Integer> removed)
      throws IOException, InputException {
    new ArchiveWriter(source, target).writeAll(replaced, removed);
  }

  private void writeAll(Map<Integer, byte[]> replaced, Set<Integer> removed)
      throws IOException, InputException {
    List<ArchiveEntry> entries = source.entriesByPosition();
    long directoryPosition = source.end().directoryPosition();
    copy(0, entries.isEmpty() ? directoryPosition : entries.get(0).headerPosition());
    for (int i = 0; i < entries.size(); i++) {
      ArchiveEntry entry = entries.get(i);
      long next = i + 1 < entries.size() ? entries.get(i + 1).headerPosition() : directoryPosition;
      if (removed.contains(entry.index())) {
        continue;
      }
      Archive.recordNumbers(directory, entry.record()).set(2, written - source.end().shift());
      byte[] data = replaced.get(entry.index());
      if (data == null) {
        copy(entry.headerPosition(), next);
      } else {
        writeEntry(entry, data, next);
      }
    }
    writeEnd(removed);
  }

  private void copy(long from, long to) throws IOException {
    long at = from;
    while (at < to) {
      long step = source.channel().transferTo(at, to - at, target);
      if (step <= 0) {
        throw new EOFException();
      }
      at += step;
    }
    written += to - from;
  }

  private void write(ByteBuffer bytes) throws IOException {
    written += bytes.remaining();
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }

  /** Writes new data; the sizes now stand in the header, where they are easiest to read. */
  private void writeEntry(ArchiveEntry entry, byte[] data, long next)
      throws IOException, InputException {
    byte[] packed = entry.method() == ArchiveEntry.DEFLATED ? deflate(data) : data;
    CRC32 crc = new CRC32();
    crc.update(data);
    int headerLength = Math.toIntExact(entry.dataPosition() - entry.headerPosition());
    ByteBuffer header = source.bytes(entry.headerPosition(), headerLength);
    patch(header, Zip.Header.FLAGS, Zip.Header.CRC, entry.flags(), crc);
    int extraFrom = Zip.Header.LENGTH + Zip.u16(header, Zip.Header.NAME_LENGTH);
    ZipNumbers sizes =
        new ZipNumbers(header, extraFrom, headerLength, Zip.Header.SIZE, Zip.Header.PACKED_SIZE);
    sizes.set(0, data.length);
    sizes.set(1, packed.length);
    int record = entry.record();
    patch(directory, record + Zip.Listing.FLAGS, record + Zip.Listing.CRC, entry.flags(), crc);
    ZipNumbers recorded = Archive.recordNumbers(directory, record);
    recorded.set(0, data.length);
    recorded.set(1, packed.length);
    write(header);
    write(ByteBuffer.wrap(packed));
    copy(Math.min(next, entry.dataEnd() + descriptorLength(entry, next)), next);
  }

  private static void patch(ByteBuffer buffer, int flagsAt, int crcAt, int flags, CRC32 crc) {
    buffer.putShort(flagsAt, (short) (flags & ~ArchiveEntry.SIZES_AFTER_DATA));
    buffer.putInt(crcAt, (int) crc.getValue());
  }

  /**
   * The length of the descriptor after an entry's old data. Its signature is optional, and nothing
   * tells whether its sizes have 32 or 64 bits but that they then agree with the directory.
   */
  private int descriptorLength(ArchiveEntry entry, long next) throws IOException, InputException {
    if ((entry.flags() & ArchiveEntry.SIZES_AFTER_DATA) == 0) {
      return 0;
    }
    int available = (int) Math.min(24, next - entry.dataEnd());
    ByteBuffer bytes = source.bytes(entry.dataEnd(), available);
    boolean signed = available >= 4 && bytes.getInt(0) == Zip.Descriptor.SIGNATURE;
    int sizes = signed ? 8 : 4;
    boolean wide =
        available >= sizes + 16
            && bytes.getLong(sizes) == entry.packedSize()
            && bytes.getLong(sizes + 8) == entry.size();
    return sizes + (wide ? 16 : 8);
  }

  private static byte[] deflate(byte[] data) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(data);
      deflater.finish();
      byte[] packed = new byte[data.length / 2 + 64];
      int length = 0;
      while (!deflater.finished()) {
        if (length == packed.length) {
          packed = Arrays.copyOf(packed, length * 2);
        }
        length += deflater.deflate(packed, length, packed.length - length);
      }
      return Arrays.copyOf(packed, length);
    } finally {
      deflater.end();
    }
  }

  private void writeEnd(Set<Integer> removed) throws IOException, InputException {
    ArchiveEnd end = source.end();
    long directoryPosition = written;
    for (ArchiveEntry entry : source.entries()) {
      if (!removed.contains(entry.index())) {
        write(directory.slice(entry.record(), entry.recordLength()));
      }
    }
    long size = written - directoryPosition;
    int count = source.entries().size() - removed.size();
    long start = directoryPosition - end.shift();
    if (end.end64() >= 0) {
      writeEnd64(start, size, count);
    }
    ByteBuffer bytes = source.bytes(end.position(), source.length() - end.position());
    if (Zip.u16(bytes, Zip.End.COUNT) != Zip.ELSEWHERE_16) {
      bytes.putShort(Zip.End.COUNT, (short) count);
      bytes.putShort(Zip.End.DISK_COUNT, (short) count);
    }
    ZipNumbers numbers =
        new ZipNumbers(bytes, 0, 0, Zip.End.DIRECTORY_SIZE, Zip.End.DIRECTORY_POSITION);
    if (numbers.get(0) != Zip.ELSEWHERE_32 || end.end64() < 0) {
      numbers.set(0, size);
    }
    if (numbers.get(1) != Zip.ELSEWHERE_32 || end.end64() < 0) {
      numbers.set(1, start);
    }
    write(bytes);
  }

  /**
   * Writes the 64-bit end record, and what follows up to the other end record: its own extra data
   * and the locator.
   */
  private void writeEnd64(long start, long size, long count) throws IOException, InputException {
    ArchiveEnd end = source.end();
    ByteBuffer bytes = source.bytes(end.end64(), end.position() - end.end64());
    bytes.putLong(Zip.End64.DISK_COUNT, count);
    bytes.putLong(Zip.End64.COUNT, count);
    bytes.putLong(Zip.End64.DIRECTORY_SIZE, size);
    bytes.putLong(Zip.End64.DIRECTORY_POSITION, start);
    int locator = bytes.limit() - Zip.Locator.LENGTH;
    bytes.putLong(locator + Zip.Locator.END64_POSITION, written - end.shift());
    write(bytes);
  }
}
