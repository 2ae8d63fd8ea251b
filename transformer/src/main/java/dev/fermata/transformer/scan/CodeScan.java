package dev.fermata.transformer.scan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * Goes through the methods of a class by the lengths of their instructions only (JVMS 6.5), to find
 * out which of them have to be read and which constants their code uses. All others can be copied
 * as they are, which costs next to nothing.
 */
public final class CodeScan {
  private static final int FLAGS_AND_NAMES = 6;

  /** Added to the length of an instruction that begins with a constant's index. */
  private static final int CONSTANT = 8;

  /** The lengths of the instructions by their opcodes; 0 where it varies or there are none. */
  private static final byte[] LENGTHS = lengths();

  private static final int WIDE = 196;

  private final byte[] bytes;
  private final ClassReader reader;
  private final char[] buffer;
  private final BitSet concerned = new BitSet();
  private final BitSet used = new BitSet();
  private final BitSet concerning = new BitSet();
  private UsedConstants constants;
  private int offset;
  private boolean concerns;

  private CodeScan(byte[] bytes, ClassReader reader) {
    this.bytes = bytes;
    this.reader = reader;
    this.buffer = new char[reader.getMaxStringLength()];
  }

  private static byte[] lengths() {
    byte[] lengths = new byte[256];
    Arrays.fill(lengths, Opcodes.NOP, Opcodes.MONITOREXIT + 1, (byte) 1);
    fill(lengths, 2, Opcodes.BIPUSH, Opcodes.BIPUSH);
    fill(lengths, 3, Opcodes.SIPUSH, Opcodes.SIPUSH);
    fill(lengths, 2 + CONSTANT, Opcodes.LDC, Opcodes.LDC);
    fill(lengths, 3 + CONSTANT, Opcodes.LDC + 1, Opcodes.LDC + 2);
    fill(lengths, 2, Opcodes.ILOAD, Opcodes.ALOAD);
    fill(lengths, 2, Opcodes.ISTORE, Opcodes.ASTORE);
    fill(lengths, 3, Opcodes.IINC, Opcodes.IINC);
    fill(lengths, 3, Opcodes.IFEQ, Opcodes.JSR);
    fill(lengths, 2, Opcodes.RET, Opcodes.RET);
    fill(lengths, 0, Opcodes.TABLESWITCH, Opcodes.LOOKUPSWITCH);
    fill(lengths, 3 + CONSTANT, Opcodes.GETSTATIC, Opcodes.INVOKESTATIC);
    fill(lengths, 5 + CONSTANT, Opcodes.INVOKEINTERFACE, Opcodes.INVOKEDYNAMIC);
    fill(lengths, 3 + CONSTANT, Opcodes.NEW, Opcodes.NEW);
    fill(lengths, 2, Opcodes.NEWARRAY, Opcodes.NEWARRAY);
    fill(lengths, 3 + CONSTANT, Opcodes.ANEWARRAY, Opcodes.ANEWARRAY);
    fill(lengths, 3 + CONSTANT, Opcodes.CHECKCAST, Opcodes.INSTANCEOF);
    fill(lengths, 4 + CONSTANT, Opcodes.MULTIANEWARRAY, Opcodes.MULTIANEWARRAY);
    fill(lengths, 3, Opcodes.IFNULL, Opcodes.IFNONNULL);
    fill(lengths, 5, Opcodes.IFNONNULL + 1, Opcodes.IFNONNULL + 2);
    return lengths;
  }

  private static void fill(byte[] lengths, int length, int first, int last) {
    Arrays.fill(lengths, first, last + 1, (byte) length);
  }

  /**
   * Scans a class.
   *
   * @param reader a reader of the whole of {@code classFile}
   * @throws RuntimeException where the class file is not sound
   */
  public static CodeScan of(byte[] classFile, ClassReader reader) {
    CodeScan scan = new CodeScan(classFile, reader);
    scan.run();
    return scan;
  }

  /**
   * Whether a method may be asynchronous, or may have an await or a call whose coroutine it may
   * drop.
   *
   * @param method its number in the class file, from 0
   */
  public boolean concerns(int method) {
    return concerned.get(method);
  }

  /** The methods of the class itself of which its code makes lambdas, by name and descriptor. */
  public Set<String> lambdaBodies() {
    return constants.lambdaBodies();
  }

  /** Tells all that the code mentions. */
  public void mentions(Mentions mentions) {
    for (int index = used.nextSetBit(0); index >= 0; index = used.nextSetBit(index + 1)) {
      constants.mentions(index, mentions);
    }
  }

  // ------------------------------------------------------------------ members

  private void run() {
    offset = reader.header + FLAGS_AND_NAMES;
    offset += 2 + 2 * u2(offset);
    skipMembers();
    int methods = offset;
    skipMembers();
    constants = new UsedConstants(reader, buffer, bootstrapMethods());
    offset = methods;
    int count = next();
    for (int method = 0; method < count; method++) {
      offset += FLAGS_AND_NAMES;
      concerns = false;
      scanAttributes();
      concerned.set(method, concerns);
    }
  }

  private void skipMembers() {
    for (int left = next(); left > 0; left--) {
      offset += FLAGS_AND_NAMES;
      for (int attributes = next(); attributes > 0; attributes--) {
        offset += 6 + reader.readInt(offset + 2);
      }
    }
  }

  /** Where the class's table of bootstrap methods begins; 0 where it has none. */
  private int bootstrapMethods() {
    for (int left = next(); left > 0; left--) {
      if ("BootstrapMethods".equals(reader.readUTF8(offset, buffer))) {
        return offset + 6;
      }
      offset += 6 + reader.readInt(offset + 2);
    }
    return 0;
  }

  private void scanAttributes() {
    for (int left = next(); left > 0; left--) {
      String name = reader.readUTF8(offset, buffer);
      int length = reader.readInt(offset + 2);
      offset += 6;
      if ("Code".equals(name)) {
        scanCode(offset + 8, reader.readInt(offset + 4));
      } else if (name.endsWith("visibleAnnotations") || name.endsWith("VisibleAnnotations")) {
        scanAnnotations(offset + length);
      }
      offset += length;
    }
  }

  /** Any two bytes that are the index of the annotation's name may be that. */
  private void scanAnnotations(int end) {
    for (int at = offset; at < end - 1; at++) {
      concerns |= constants.isAsync(u2(at));
    }
  }

  // ------------------------------------------------------------------ code

  private void scanCode(int start, int length) {
    int end = start + length;
    int at = start;
    while (at < end) {
      int opcode = bytes[at] & 0xFF;
      int size = LENGTHS[opcode];
      if (size > CONSTANT) {
        use(opcode == Opcodes.LDC ? bytes[at + 1] & 0xFF : u2(at + 1));
        size -= CONSTANT;
      }
      at += size > 0 ? size : variableLength(opcode, at, start);
    }
    int handlers = u2(end);
    for (int i = 0; i < handlers; i++) {
      int type = u2(end + 8 + 8 * i);
      if (type != 0) {
        use(type);
      }
    }
  }

  private int variableLength(int opcode, int at, int start) {
    if (opcode == WIDE) {
      return bytes[at + 1] == (byte) Opcodes.IINC ? 6 : 4;
    }
    int operands = at + 4 - ((at - start) & 3);
    long cases =
        switch (opcode) {
          case Opcodes.TABLESWITCH ->
              2L + (long) reader.readInt(operands + 8) - reader.readInt(operands + 4);
          case Opcodes.LOOKUPSWITCH -> 2L * reader.readInt(operands + 4);
          default ->
              throw new IllegalArgumentException("its code has an instruction of kind " + opcode);
        };
    if (cases < 0 || cases > bytes.length) {
      throw new IllegalArgumentException("its code has a switch of a wrong size");
    }
    return operands + 8 + 4 * (int) cases - at;
  }

  private void use(int constant) {
    if (!used.get(constant)) {
      used.set(constant);
      concerning.set(constant, constants.concerns(constant));
    }
    concerns |= concerning.get(constant);
  }

  private int next() {
    offset += 2;
    return u2(offset - 2);
  }

  private int u2(int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }
}
