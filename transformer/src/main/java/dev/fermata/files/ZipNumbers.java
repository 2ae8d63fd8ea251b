package dev.fermata.files;

import java.nio.ByteBuffer;

/**
 * The numbers of a header or record that stand in 32-bit fields or, if too large, in the zip64
 * extra field.
 */
final class ZipNumbers {
  private final ByteBuffer buffer;
  private final int[] fields;
  private final int[] wideFields;

  /**
   * Finds out which of the numbers stand where.
   *
   * @param extraFrom where the extra fields start
   * @param extraTo where they end
   * @param fields where the 32-bit fields are, in the order that zip64 prescribes
   */
  ZipNumbers(ByteBuffer buffer, int extraFrom, int extraTo, int... fields) {
    this.buffer = buffer;
    this.fields = fields;
    this.wideFields = new int[fields.length];
    int next = Zip.extra(buffer, extraFrom, extraTo, Zip.EXTRA_ZIP64);
    int end = next < 0 ? 0 : next + Zip.u16(buffer, next - 2);
    for (int i = 0; i < fields.length; i++) {
      boolean wide = Zip.u32(buffer, fields[i]) == Zip.ELSEWHERE_32 && next >= 0 && next + 8 <= end;
      wideFields[i] = wide ? next : -1;
      next += wide ? 8 : 0;
    }
  }

  /** The number of the field that was given as the {@code index}-th. */
  long get(int index) {
    return wideFields[index] >= 0
        ? buffer.getLong(wideFields[index])
        : Zip.u32(buffer, fields[index]);
  }

  /** Replaces that number. */
  void set(int index, long value) throws InputException {
    if (wideFields[index] >= 0) {
      buffer.putLong(wideFields[index], value);
    } else if (value < Zip.ELSEWHERE_32) {
      buffer.putInt(fields[index], (int) value);
    } else {
      throw new InputException("the result would be larger than this archive's format allows");
    }
  }
}
