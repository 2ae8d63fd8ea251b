package dev.fermata.transformer.scan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;

/**
 * Reads the lengths of the methods' code from a class file, which no visitor tells (JVMS 4.7.3).
 */
public final class CodeSizes {
  /** HotSpot's HugeMethodLimit: longer methods stay in the interpreter. */
  public static final int MOST_COMPILED = 8000;

  private final ClassReader reader;
  private final char[] buffer;
  private int offset;

  private CodeSizes(byte[] classFile) {
    reader = new ClassReader(classFile);
    buffer = new char[reader.getMaxStringLength()];
    offset = reader.header;
  }

  /**
   * The length in bytes of each method with code, by name and descriptor, in the order of the class
   * file.
   */
  public static Map<String, Integer> of(byte[] classFile) {
    return new CodeSizes(classFile).read();
  }

  private Map<String, Integer> read() {
    offset += 6;
    offset += 2 + 2 * reader.readUnsignedShort(offset);
    int fields = u2();
    for (int i = 0; i < fields; i++) {
      offset += 6;
      skipAttributes();
    }
    Map<String, Integer> sizes = new LinkedHashMap<>();
    int methods = u2();
    for (int i = 0; i < methods; i++) {
      String method = reader.readUTF8(offset + 2, buffer) + reader.readUTF8(offset + 4, buffer);
      offset += 6;
      int size = skipAttributes();
      if (size >= 0) {
        sizes.put(method, size);
      }
    }
    return sizes;
  }

  /**
   * Skips a table of attributes; returns the length of the code where one of them is {@code Code},
   * or -1.
   */
  private int skipAttributes() {
    int size = -1;
    int count = u2();
    for (int i = 0; i < count; i++) {
      if ("Code".equals(reader.readUTF8(offset, buffer))) {
        size = reader.readInt(offset + 10);
      }
      offset += 6 + reader.readInt(offset + 2);
    }
    return size;
  }

  private int u2() {
    int value = reader.readUnsignedShort(offset);
    offset += 2;
    return value;
  }
}
