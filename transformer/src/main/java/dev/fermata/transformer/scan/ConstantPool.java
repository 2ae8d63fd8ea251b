package dev.fermata.transformer.scan;

import dev.fermata.transformer.model.RuntimeNames;
import java.nio.charset.StandardCharsets;
import org.objectweb.asm.Opcodes;

/**
 * Finds out from a class file's constant pool alone whether the class may concern the transformer:
 * most classes do not, and for them nothing else is read.
 */
public final class ConstantPool {
  /** The newest class file version that can be read. */
  public static final int NEWEST = Opcodes.V28;

  private static final int MAGIC = 0xCAFEBABE;
  private static final byte[] ASYNC = ascii(RuntimeNames.ASYNC_DESC);
  private static final byte[] FERMATA = ascii(RuntimeNames.FERMATA);

  private final byte[] bytes;
  private final int version;
  private boolean mentionsAsync;
  private boolean mentionsFermata;

  private ConstantPool(byte[] bytes) {
    this.bytes = bytes;
    this.version = u2(6);
  }

  /**
   * Scans a class file.
   *
   * @throws IndexOutOfBoundsException where the bytes end before the constant pool does
   * @throws IllegalArgumentException where they are no class file
   */
  public static ConstantPool scan(byte[] bytes) {
    if (bytes.length < 10 || (u2(bytes, 0) << 16 | u2(bytes, 2)) != MAGIC) {
      throw new IllegalArgumentException("it does not begin as a class file does");
    }
    ConstantPool pool = new ConstantPool(bytes);
    if (pool.version > NEWEST) {
      pool.searchText();
    } else {
      pool.readEntries();
    }
    return pool;
  }

  private void readEntries() {
    int count = u2(8);
    int offset = 10;
    for (int index = 1; index < count; index++) {
      int tag = bytes[offset];
      switch (tag) {
        case 1 -> {
          int length = u2(offset + 1);
          text(offset + 3, length);
          offset += 3 + length;
        }
        case 3, 4, 9, 10, 11, 12, 17, 18 -> offset += 5;
        case 5, 6 -> {
          offset += 9;
          index++;
        }
        case 7, 8, 16, 19, 20 -> offset += 3;
        case 15 -> offset += 4;
        default ->
            throw new IllegalArgumentException("its constant pool has an entry of kind " + tag);
      }
    }
    ClassLayout.check(bytes, offset);
  }

  /** A newer version may have entries of unknown kinds, so its bytes are searched as they are. */
  private void searchText() {
    for (int offset = 10; offset < bytes.length; offset++) {
      mentionsAsync |= matches(ASYNC, offset, ASYNC.length);
      mentionsFermata |= matches(FERMATA, offset, FERMATA.length);
    }
  }

  private void text(int offset, int length) {
    mentionsAsync |= matches(ASYNC, offset, length);
    mentionsFermata |= matches(FERMATA, offset, length);
  }

  private boolean matches(byte[] text, int offset, int length) {
    if (length != text.length || offset + length > bytes.length) {
      return false;
    }
    // From the end: most names that have the length share the beginning.
    for (int i = length - 1; i >= 0; i--) {
      if (bytes[offset + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  /** The class file's major version. */
  public int version() {
    return version;
  }

  /** Whether the class may have asynchronous methods or awaits. */
  public boolean mayConcernUs() {
    return mentionsAsync || mentionsFermata;
  }

  private int u2(int offset) {
    return u2(bytes, offset);
  }

  private static int u2(byte[] bytes, int offset) {
    return (bytes[offset] & 0xFF) << 8 | (bytes[offset + 1] & 0xFF);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
