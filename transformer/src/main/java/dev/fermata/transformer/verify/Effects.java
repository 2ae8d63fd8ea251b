package dev.fermata.transformer.verify;

import java.nio.charset.StandardCharsets;
import org.objectweb.asm.Opcodes;

/**
 * What the instructions do to the operand stack whose opcode alone tells it (JVMS 6.5): the types
 * that they take, the topmost last, and after a {@code >} the type that they push.
 */
final class Effects {
  private static final byte[][] TAKEN = new byte[256][];
  private static final byte[] PUSHED = new byte[256];

  private static final String NUMBERS = "IJFD";

  static {
    constants();
    arrays();
    arithmetic();
    conversions();
    jumpsAndReturns();
    objects();
  }

  private Effects() {}

  /** The types that an opcode takes, the topmost last; null where more than the opcode tells it. */
  static byte[] taken(int opcode) {
    return TAKEN[opcode];
  }

  /** The type that an opcode pushes; none where it pushes nothing. */
  static byte pushed(int opcode) {
    return PUSHED[opcode];
  }

  private static void set(String effect, int first, int last) {
    for (int opcode = first; opcode <= last; opcode++) {
      set(effect, opcode);
    }
  }

  private static void set(String effect, int opcode) {
    int end = effect.indexOf('>');
    TAKEN[opcode] = effect.substring(0, end).getBytes(StandardCharsets.US_ASCII);
    PUSHED[opcode] = end + 1 < effect.length() ? (byte) effect.charAt(end + 1) : Types.NONE;
  }

  private static void constants() {
    set(">", Opcodes.NOP);
    set(">A", Opcodes.ACONST_NULL);
    set(">I", Opcodes.ICONST_M1, Opcodes.ICONST_5);
    set(">J", Opcodes.LCONST_0, Opcodes.LCONST_1);
    set(">F", Opcodes.FCONST_0, Opcodes.FCONST_2);
    set(">D", Opcodes.DCONST_0, Opcodes.DCONST_1);
    set(">I", Opcodes.BIPUSH, Opcodes.SIPUSH);
  }

  private static void arrays() {
    String elements = "IJFDAIII";
    for (int i = 0; i < elements.length(); i++) {
      set("AI>" + elements.charAt(i), Opcodes.IALOAD + i);
      set("AI" + elements.charAt(i) + ">", Opcodes.IASTORE + i);
    }
    set("I>A", Opcodes.NEWARRAY, Opcodes.ANEWARRAY);
    set("A>I", Opcodes.ARRAYLENGTH);
  }

  private static void arithmetic() {
    for (int i = 0; i < NUMBERS.length(); i++) {
      char type = NUMBERS.charAt(i);
      for (int opcode = Opcodes.IADD; opcode <= Opcodes.IREM; opcode += NUMBERS.length()) {
        set("" + type + type + ">" + type, opcode + i);
      }
      set(type + ">" + type, Opcodes.INEG + i);
    }
    for (int opcode = Opcodes.ISHL; opcode <= Opcodes.IUSHR; opcode += 2) {
      set("II>I", opcode);
      set("JI>J", opcode + 1);
    }
    for (int opcode = Opcodes.IAND; opcode <= Opcodes.IXOR; opcode += 2) {
      set("II>I", opcode);
      set("JJ>J", opcode + 1);
    }
    set("JJ>I", Opcodes.LCMP);
    set("FF>I", Opcodes.FCMPL, Opcodes.FCMPG);
    set("DD>I", Opcodes.DCMPL, Opcodes.DCMPG);
  }

  private static void conversions() {
    int opcode = Opcodes.I2L;
    for (int from = 0; from < NUMBERS.length(); from++) {
      for (int to = 0; to < NUMBERS.length(); to++) {
        if (from != to) {
          set(NUMBERS.charAt(from) + ">" + NUMBERS.charAt(to), opcode++);
        }
      }
    }
    set("I>I", Opcodes.I2B, Opcodes.I2S);
  }

  private static void jumpsAndReturns() {
    set("I>", Opcodes.IFEQ, Opcodes.IFLE);
    set("II>", Opcodes.IF_ICMPEQ, Opcodes.IF_ICMPLE);
    set("AA>", Opcodes.IF_ACMPEQ, Opcodes.IF_ACMPNE);
    set("A>", Opcodes.IFNULL, Opcodes.IFNONNULL);
    set(">", Opcodes.GOTO);
    set("I>", Opcodes.TABLESWITCH, Opcodes.LOOKUPSWITCH);
    for (int i = 0; i < NUMBERS.length(); i++) {
      set(NUMBERS.charAt(i) + ">", Opcodes.IRETURN + i);
    }
    set("A>", Opcodes.ARETURN);
    set(">", Opcodes.RETURN);
    set("A>", Opcodes.ATHROW);
  }

  private static void objects() {
    set(">A", Opcodes.NEW);
    set("A>A", Opcodes.CHECKCAST);
    set("A>I", Opcodes.INSTANCEOF);
    set("A>", Opcodes.MONITORENTER, Opcodes.MONITOREXIT);
  }
}
