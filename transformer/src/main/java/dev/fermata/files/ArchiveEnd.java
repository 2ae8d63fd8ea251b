package dev.fermata.files;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The end of an {@link Archive}, which tells where its central directory is.
 *
 * @param directoryPosition where the central directory starts in the file
 * @param directorySize its length in bytes
 * @param count how many entries it has
 * @param shift what must be added to the positions that stand in the archive, for they do not count
 *     what somebody put before the archive
 * @param end64 where the end record with 64-bit numbers is, or -1
 * @param position where the end record is
 */
record ArchiveEnd(
    long directoryPosition, long directorySize, long count, long shift, long end64, long position) {

  private static final int MAX_COMMENT = 0xFFFF;

  /** Reads the end of an archive. */
  static ArchiveEnd find(Archive archive) throws IOException, InputException {
    long tailLength = Math.min(archive.length(), Zip.End.LENGTH + MAX_COMMENT);
    ByteBuffer tail = archive.bytes(archive.length() - tailLength, tailLength);
    for (int at = tail.limit() - Zip.End.LENGTH; at >= 0; at--) {
      if (tail.getInt(at) == Zip.End.SIGNATURE
          && at + Zip.End.LENGTH + Zip.u16(tail, at + Zip.End.COMMENT_LENGTH) == tail.limit()) {
        return read(archive, tail, at);
      }
    }
    throw Archive.damaged("it has no end record");
  }

  private static ArchiveEnd read(Archive archive, ByteBuffer tail, int at)
      throws IOException, InputException {
    if (Zip.u16(tail, at + Zip.End.DISK) != 0
        || Zip.u16(tail, at + Zip.End.DISK_COUNT) != Zip.u16(tail, at + Zip.End.COUNT)) {
      throw new InputException("archives in several parts are not supported");
    }
    long position = archive.length() - tail.limit() + at;
    long size = Zip.u32(tail, at + Zip.End.DIRECTORY_SIZE);
    long start = Zip.u32(tail, at + Zip.End.DIRECTORY_POSITION);
    int count = Zip.u16(tail, at + Zip.End.COUNT);
    long end64 = -1;
    if (size == Zip.ELSEWHERE_32 || start == Zip.ELSEWHERE_32 || count == Zip.ELSEWHERE_16) {
      end64 = findEnd64(archive, position);
    }
    if (end64 < 0) {
      return at(position, start, size, count, -1, position);
    }
    ByteBuffer record = archive.bytes(end64, Zip.End64.LENGTH);
    return at(
        end64,
        record.getLong(Zip.End64.DIRECTORY_POSITION),
        record.getLong(Zip.End64.DIRECTORY_SIZE),
        record.getLong(Zip.End64.COUNT),
        end64,
        position);
  }

  /** The central directory ends where the first end record starts. */
  private static ArchiveEnd at(
      long directoryEnd, long declaredStart, long size, long count, long end64, long position)
      throws InputException {
    long start = directoryEnd - size;
    if (size < 0 || start < 0 || declaredStart < 0 || declaredStart > start) {
      throw Archive.damaged("its central directory is not where it says");
    }
    return new ArchiveEnd(start, size, count, start - declaredStart, end64, position);
  }

  private static long findEnd64(Archive archive, long end) throws IOException, InputException {
    if (end < Zip.Locator.LENGTH + Zip.End64.LENGTH) {
      return -1;
    }
    ByteBuffer locator = archive.bytes(end - Zip.Locator.LENGTH, Zip.Locator.LENGTH);
    if (locator.getInt(0) != Zip.Locator.SIGNATURE) {
      return -1;
    }
    long usual = end - Zip.Locator.LENGTH - Zip.End64.LENGTH;
    for (long place : new long[] {locator.getLong(Zip.Locator.END64_POSITION), usual}) {
      if (place >= 0
          && place <= usual
          && archive.bytes(place, 4).getInt(0) == Zip.End64.SIGNATURE) {
        return place;
      }
    }
    throw Archive.damaged("its end record is damaged");
  }
}
