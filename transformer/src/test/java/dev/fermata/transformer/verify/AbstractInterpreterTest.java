package dev.fermata.transformer.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.BasicVerifier;
import org.objectweb.asm.tree.analysis.Frame;

/** ASM's verifier is the reference: for any types, both find the same. */
class AbstractInterpreterTest {
  private static final int STATES = 1_000;
  private static final int LOCALS = 4;
  private static final Handle HANDLE = new Handle(Opcodes.H_INVOKESTATIC, "A", "b", "()V", false);

  private static final Object[] TYPES = {
    Opcodes.INTEGER, Opcodes.FLOAT, Opcodes.LONG, Opcodes.DOUBLE, "java/lang/Object"
  };

  private static final List<Type> RETURNS =
      List.of(
          Type.VOID_TYPE,
          Type.INT_TYPE,
          Type.FLOAT_TYPE,
          Type.LONG_TYPE,
          Type.DOUBLE_TYPE,
          Type.getObjectType("A"));

  private final Random random = new Random(1);

  @Test
  void everyInstructionIsAcceptedExactlyWhereTheReferenceAcceptsIt() {
    int accepted = 0;
    List<AbstractInsnNode> instructions = instructions();
    for (AbstractInsnNode insn : instructions) {
      int before = accepted;
      for (int i = 0; i < STATES; i++) {
        accepted += compare(insn, state()) ? 1 : 0;
      }
      assertTrue(accepted > before, "never accepted: " + insn.getOpcode());
    }
  }

  private boolean compare(AbstractInsnNode insn, FrameNode state) {
    Type returned = RETURNS.get(random.nextInt(RETURNS.size()));
    Frame<BasicValue> reference = reference(state, returned);
    AbstractInterpreter machine =
        new AbstractInterpreter("m", Types.of(returned.getDescriptor().charAt(0)));
    machine.set(
        Types.of(
            state.local.size(), state.local.toArray(), state.stack.size(), state.stack.toArray()));
    boolean expected =
        accepts(() -> reference.execute(insn, new BasicVerifier()))
            && !storesIntoNoArray(insn, state);
    boolean found = accepts(() -> insn.accept(machine));
    String what = "opcode " + insn.getOpcode() + " on " + state.local + state.stack + returned;
    assertEquals(expected, found, what);
    if (found) {
      assertEquals(text(reference), text(machine), what);
    }
    return found;
  }

  /** The reference lets {@code aastore} store into anything. */
  private static boolean storesIntoNoArray(AbstractInsnNode insn, FrameNode state) {
    int array = state.stack.size() - 3;
    return insn.getOpcode() == Opcodes.AASTORE && !(state.stack.get(array) instanceof String);
  }

  // ------------------------------------------------------------------ states

  private FrameNode state() {
    List<Object> locals = new ArrayList<>();
    for (int slots = 0; slots < LOCALS; slots++) {
      Object type = random.nextInt(4) == 0 ? Opcodes.TOP : TYPES[random.nextInt(TYPES.length)];
      boolean wide = type == Opcodes.LONG || type == Opcodes.DOUBLE;
      if (wide && slots == LOCALS - 1) {
        type = Opcodes.TOP;
      }
      locals.add(type);
      slots += wide ? 1 : 0;
    }
    List<Object> stack = new ArrayList<>();
    Object usual = TYPES[random.nextInt(TYPES.length)];
    if (random.nextInt(3) == 0) {
      stack.addAll(List.of("[I", Opcodes.INTEGER, usual).subList(0, 1 + random.nextInt(3)));
    }
    for (int i = random.nextInt(6) - stack.size(); i > 0; i--) {
      stack.add(random.nextInt(3) > 0 ? usual : TYPES[random.nextInt(TYPES.length)]);
    }
    return new FrameNode(
        Opcodes.F_NEW, locals.size(), locals.toArray(), stack.size(), stack.toArray());
  }

  private static Frame<BasicValue> reference(FrameNode state, Type returned) {
    BasicVerifier verifier = new BasicVerifier();
    Frame<BasicValue> frame = new Frame<>(LOCALS, -1);
    frame.setReturn(verifier.newReturnTypeValue(returned));
    int slot = 0;
    for (Object type : state.local) {
      frame.setLocal(slot++, value(type));
      if (frame.getLocal(slot - 1).getSize() == 2) {
        frame.setLocal(slot++, BasicValue.UNINITIALIZED_VALUE);
      }
    }
    while (slot < LOCALS) {
      frame.setLocal(slot++, BasicValue.UNINITIALIZED_VALUE);
    }
    state.stack.forEach(type -> frame.push(value(type)));
    return frame;
  }

  private static BasicValue value(Object type) {
    if (type == Opcodes.TOP) {
      return BasicValue.UNINITIALIZED_VALUE;
    }
    if (type == Opcodes.INTEGER) {
      return BasicValue.INT_VALUE;
    }
    if (type == Opcodes.FLOAT) {
      return BasicValue.FLOAT_VALUE;
    }
    if (type == Opcodes.LONG) {
      return BasicValue.LONG_VALUE;
    }
    return type == Opcodes.DOUBLE ? BasicValue.DOUBLE_VALUE : BasicValue.REFERENCE_VALUE;
  }

  /** What runs on types. */
  private interface Execution {
    void run() throws AnalyzerException;
  }

  private static boolean accepts(Execution execution) {
    try {
      execution.run();
      return true;
    } catch (AnalyzerException | IllegalStateException | IndexOutOfBoundsException e) {
      return false;
    }
  }

  private static String text(Frame<BasicValue> frame) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < frame.getLocals() + frame.getStackSize(); i++) {
      boolean local = i < frame.getLocals();
      BasicValue value = local ? frame.getLocal(i) : frame.getStack(i - frame.getLocals());
      text.append(value.isReference() ? "A" : value.toString());
      text.append(!local && value.getSize() == 2 ? "2" : "");
    }
    return text.toString();
  }

  private static String text(AbstractInterpreter machine) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LOCALS; i++) {
      text.append(machine.locals()[i] == Types.NONE ? '.' : (char) machine.locals()[i]);
    }
    for (int i = 0; i < machine.height(); i++) {
      text.append((char) machine.stack()[i]);
    }
    return text.toString();
  }

  // ------------------------------------------------------------------ instructions

  private static List<AbstractInsnNode> instructions() {
    List<AbstractInsnNode> list = new ArrayList<>();
    for (int opcode = Opcodes.NOP; opcode <= Opcodes.MONITOREXIT; opcode++) {
      if (isPlain(opcode)) {
        list.add(new InsnNode(opcode));
      } else if ((opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD)
          || (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE)) {
        list.add(new VarInsnNode(opcode, 0));
        list.add(new VarInsnNode(opcode, LOCALS - 2));
      } else if (opcode >= Opcodes.IFEQ && opcode <= Opcodes.GOTO) {
        list.add(new JumpInsnNode(opcode, new LabelNode()));
      } else if (opcode >= Opcodes.GETSTATIC && opcode <= Opcodes.PUTFIELD) {
        for (String type : List.of("Z", "F", "J", "D", "[J", "LB;")) {
          list.add(new FieldInsnNode(opcode, "A", "b", type));
        }
      } else if (opcode >= Opcodes.INVOKEVIRTUAL && opcode <= Opcodes.INVOKEINTERFACE) {
        for (String type : List.of("()V", "(I)J", "(J)[I", "(LB;)LB;", "([[DF)D", "(CD)F")) {
          list.add(new MethodInsnNode(opcode, "A", "b", type, false));
        }
      }
    }
    list.add(new IntInsnNode(Opcodes.BIPUSH, 1));
    list.add(new IntInsnNode(Opcodes.SIPUSH, 1));
    list.add(new IntInsnNode(Opcodes.NEWARRAY, Opcodes.T_INT));
    for (int opcode : List.of(Opcodes.NEW, Opcodes.ANEWARRAY, Opcodes.CHECKCAST)) {
      list.add(new TypeInsnNode(opcode, "A"));
    }
    list.add(new TypeInsnNode(Opcodes.INSTANCEOF, "A"));
    list.add(new IincInsnNode(1, 1));
    list.add(new JumpInsnNode(Opcodes.IFNULL, new LabelNode()));
    list.add(new JumpInsnNode(Opcodes.IFNONNULL, new LabelNode()));
    list.add(new LookupSwitchInsnNode(new LabelNode(), new int[0], new LabelNode[0]));
    list.add(new MultiANewArrayInsnNode("[[I", 2));
    list.add(new InvokeDynamicInsnNode("a", "(I)J", HANDLE));
    for (Object constant : List.of(1, 1f, 1L, 1d, "", Type.getType("LA;"), HANDLE)) {
      list.add(new LdcInsnNode(constant));
    }
    list.add(new LdcInsnNode(new ConstantDynamic("a", "J", HANDLE)));
    return list;
  }

  private static boolean isPlain(int opcode) {
    return opcode <= Opcodes.DCONST_1
        || (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD)
        || (opcode >= Opcodes.IASTORE && opcode <= Opcodes.LXOR)
        || (opcode >= Opcodes.I2L && opcode <= Opcodes.DCMPG)
        || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN)
        || opcode == Opcodes.ARRAYLENGTH
        || opcode == Opcodes.ATHROW
        || opcode == Opcodes.MONITORENTER
        || opcode == Opcodes.MONITOREXIT;
  }
}
