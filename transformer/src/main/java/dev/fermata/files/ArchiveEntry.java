package dev.fermata.files;

/**
 * One entry of an {@link Archive}, as the central directory and the entry's own header tell of it.
 * All positions are absolute in the file, all lengths in bytes.
 *
 * @param name the name, with slashes
 * @param index the place in the central directory, from 0
 * @param flags the general purpose flags
 * @param method how the data are packed: {@link #STORED}, {@link #DEFLATED} or another
 * @param crc the CRC-32 of the unpacked data
 * @param packedSize the length of the data in the file
 * @param size the length of the unpacked data, as declared
 * @param headerPosition where the entry's own header starts
 * @param dataPosition where the entry's data start
 * @param record where the entry's record starts in the central directory, counted from the
 *     directory's start
 * @param recordLength the length of that record
 */
record ArchiveEntry(
    String name,
    int index,
    int flags,
    int method,
    long crc,
    long packedSize,
    long size,
    long headerPosition,
    long dataPosition,
    int record,
    int recordLength) {

  /** The method of data that are not compressed. */
  static final int STORED = 0;

  /** The method of compressed data. */
  static final int DEFLATED = 8;

  /** Set in the flags of an entry whose data are encrypted. */
  static final int ENCRYPTED = 1;

  /**
   * Set in the flags where checksum and sizes follow the data instead of standing in the entry's
   * own header.
   */
  static final int SIZES_AFTER_DATA = 1 << 3;

  /** The name for messages of one line. */
  String shownName() {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  /** Where the entry's data end. */
  long dataEnd() {
    return dataPosition + packedSize;
  }

  /** Whether this should be a class file. */
  boolean isClass() {
    return name.endsWith(".class");
  }
}
