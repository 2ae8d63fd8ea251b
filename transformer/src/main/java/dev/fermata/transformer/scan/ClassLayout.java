package dev.fermata.transformer.scan;

/**
 * Goes through what follows the constant pool (JVMS 4.1) by lengths only, to tell a whole class
 * file from one that was cut off: most classes are never read any further.
 */
final class ClassLayout {
  private static final int FLAGS_AND_NAMES = 6;

  private final byte[] bytes;
  private int offset;

  private ClassLayout(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.offset = offset;
  }

  /**
   * Checks that a class file ends where it says.
   *
   * @param poolEnd where its constant pool ends
   * @throws IndexOutOfBoundsException where it ends too early
   * @throws IllegalArgumentException where it goes on
   */
  static void check(byte[] bytes, int poolEnd) {
    ClassLayout layout = new ClassLayout(bytes, poolEnd);
    layout.skip(FLAGS_AND_NAMES);
    layout.skip(2 * layout.u2());
    layout.skipMembers();
    layout.skipMembers();
    layout.skipAttributes();
    if (layout.offset < bytes.length) {
      throw new IllegalArgumentException("it goes on after its end");
    }
  }

  private void skipMembers() {
    for (int left = u2(); left > 0; left--) {
      skip(FLAGS_AND_NAMES);
      skipAttributes();
    }
  }

  private void skipAttributes() {
    for (int left = u2(); left > 0; left--) {
      skip(2);
      int high = u2();
      skip(high << 16 | u2());
    }
  }

  private int u2() {
    skip(2);
    return (bytes[offset - 2] & 0xFF) << 8 | (bytes[offset - 1] & 0xFF);
  }

  private void skip(int length) {
    if (length < 0 || length > bytes.length - offset) {
      throw new IndexOutOfBoundsException("the file ends too early");
    }
    offset += length;
  }
}
