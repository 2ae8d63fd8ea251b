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
  public static final int NEWEST = Opcodes.V27;

  private static final int MAGIC = 0xCAFEBABE;
  private static final byte[] ASYNC = ascii(RuntimeNames.ASYNC_DESC);
  private static final byte[] FERMATA = ascii(RuntimeNames.FERMATA);

  /** Both names are that long, so that one comparison tells that a text is neither. */
  private static final int LENGTH = FERMATA.length;

  private static final int UTF8 = 1;

  /** The sizes of the entries by their tags (JVMS 4.4); 0 where it varies or there are none. */
  private static final byte[] SIZES = {
    0, 0, 0, 5, 5, 9, 9, 3, 3, 5, 5, 5, 5, 0, 0, 4, 3, 5, 5, 3, 3
  };

  /** Entries of this size take two indices (JVMS 4.4.5). */
  private static final int WIDE = 9;

  private final byte[] bytes;
  private final int version;
  private boolean mentionsAsync;
  private boolean mentionsFermata;
  private int end;

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

  /**
   * Most entries are texts and references to them: nearly all that is done is to pass them over.
   */
  private void readEntries() {
    int count = u2(8);
    int offset = 10;
    for (int index = 1; index < count; index++) {
      int tag = bytes[offset];
      if (tag == UTF8) {
        int length = u2(offset + 1);
        if (length == LENGTH) {
          text(offset + 3);
        }
        offset += 3 + length;
      } else {
        int size = tag > 0 && tag < SIZES.length ? SIZES[tag] : 0;
        if (size == 0) {
          throw new IllegalArgumentException("its constant pool has an entry of kind " + tag);
        }
        offset += size;
        index += size / WIDE;
      }
    }
    end = offset;
    if (end > bytes.length) {
      throw new IndexOutOfBoundsException("the file ends in its constant pool");
    }
  }

  /** A newer version may have entries of unknown kinds, so its bytes are searched as they are. */
  private void searchText() {
    for (int offset = 10; offset < bytes.length; offset++) {
      text(offset);
    }
  }

  private void text(int offset) {
    mentionsAsync |= matches(ASYNC, offset);
    mentionsFermata |= matches(FERMATA, offset);
  }

  private boolean matches(byte[] text, int offset) {
    if (offset + LENGTH > bytes.length) {
      return false;
    }
    // From the end: most names that have the length share the beginning.
    for (int i = LENGTH - 1; i >= 0; i--) {
      if (bytes[offset + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks that the rest of the class file is there, by the lengths in it.
   *
   * @throws IndexOutOfBoundsException where it ends too early
   * @throws IllegalArgumentException where it goes on
   */
  public void checkWhole() {
    if (version <= NEWEST) {
      ClassLayout.check(bytes, end);
    }
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
