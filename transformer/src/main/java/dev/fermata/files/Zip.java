package dev.fermata.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of zip files, as far as it is used here.
 *
 * <pre>
 * anything (a launcher script, say)
 * for each entry:     header, name, extra fields, data, perhaps a descriptor with the sizes
 * central directory:  for each entry a record, name, extra fields, comment
 * perhaps:            zip64 end record, zip64 locator
 * end record, comment
 * </pre>
 *
 * Numbers are little endian. A 32-bit field of all ones means that the 64-bit number stands in the
 * extra field {@link #EXTRA_ZIP64}, where only such numbers stand, in the order size, packed size,
 * header position.
 */
final class Zip {
  /** A 32-bit field whose value stands elsewhere, in 64 bits. */
  static final long ELSEWHERE_32 = 0xFFFF_FFFFL;

  /** A 16-bit field whose value stands elsewhere, in 64 bits. */
  static final int ELSEWHERE_16 = 0xFFFF;

  /** The extra field of 64-bit numbers. */
  static final int EXTRA_ZIP64 = 1;

  private Zip() {}

  /**
   * The header before an entry's data: signature, length of the fixed part, and offsets of fields.
   */
  static final class Header {
    static final int SIGNATURE = 0x04034b50;
    static final int LENGTH = 30;
    static final int FLAGS = 6;
    static final int CRC = 14;
    static final int PACKED_SIZE = 18;
    static final int SIZE = 22;
    static final int NAME_LENGTH = 26;
    static final int EXTRA_LENGTH = 28;

    private Header() {}
  }

  /** An entry's record in the central directory. */
  static final class Listing {
    static final int SIGNATURE = 0x02014b50;
    static final int LENGTH = 46;
    static final int FLAGS = 8;
    static final int METHOD = 10;
    static final int CRC = 16;
    static final int PACKED_SIZE = 20;
    static final int SIZE = 24;
    static final int NAME_LENGTH = 28;
    static final int EXTRA_LENGTH = 30;
    static final int COMMENT_LENGTH = 32;
    static final int HEADER_POSITION = 42;

    private Listing() {}
  }

  /** The end record. */
  static final class End {
    static final int SIGNATURE = 0x06054b50;
    static final int LENGTH = 22;
    static final int DISK = 4;
    static final int DISK_COUNT = 8;
    static final int COUNT = 10;
    static final int DIRECTORY_SIZE = 12;
    static final int DIRECTORY_POSITION = 16;
    static final int COMMENT_LENGTH = 20;

    private End() {}
  }

  /** The end record with 64-bit numbers. */
  static final class End64 {
    static final int SIGNATURE = 0x06064b50;
    static final int LENGTH = 56;
    static final int DISK_COUNT = 24;
    static final int COUNT = 32;
    static final int DIRECTORY_SIZE = 40;
    static final int DIRECTORY_POSITION = 48;

    private End64() {}
  }

  /** What tells where the end record with 64-bit numbers is. */
  static final class Locator {
    static final int SIGNATURE = 0x07064b50;
    static final int LENGTH = 20;
    static final int END64_POSITION = 8;

    private Locator() {}
  }

  /** The sizes after an entry's data; its signature may be missing. */
  static final class Descriptor {
    static final int SIGNATURE = 0x08074b50;

    private Descriptor() {}
  }

  /** Makes a buffer over the whole array that reads and writes little endian numbers. */
  static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads an unsigned 16-bit number. */
  static int u16(ByteBuffer buffer, int position) {
    return Short.toUnsignedInt(buffer.getShort(position));
  }

  /** Reads an unsigned 32-bit number. */
  static long u32(ByteBuffer buffer, int position) {
    return Integer.toUnsignedLong(buffer.getInt(position));
  }

  /**
   * Finds an extra field.
   *
   * @param from where the extra fields start
   * @param to where they end
   * @return where the data of the field start, or -1 if it is not there or its length goes beyond
   *     {@code to}
   */
  static int extra(ByteBuffer buffer, int from, int to, int id) {
    for (int at = from; at + 4 <= to; at += 4 + u16(buffer, at + 2)) {
      if (u16(buffer, at) == id) {
        return at + 4 + u16(buffer, at + 2) <= to ? at + 4 : -1;
      }
    }
    return -1;
  }
}
