package dev.fermata.transformer.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.BasicVerifier;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Goes once through a method from one stack map frame to the next, as the JVM's verifier does (JVMS
 * 4.10.1), with one type for all references. Unreachable code is followed too, because the JVM
 * checks it as well.
 */
final class FrameCheck {
  private final String owner;
  private final MethodNode method;
  private final BasicVerifier verifier = new BasicVerifier();
  private final BasicValue returned;
  private final Map<FrameNode, Frame<BasicValue>> frames = new HashMap<>();
  private final Map<LabelNode, Frame<BasicValue>> targets = new HashMap<>();
  private final List<TryCatchBlockNode> active = new ArrayList<>();
  private Frame<BasicValue> current;

  /** Whether variables have changed since their types were compared with the handlers' frames. */
  private boolean toCheckHandlers;

  FrameCheck(String owner, MethodNode method) {
    this.owner = owner;
    this.method = method;
    this.returned = verifier.newReturnTypeValue(Type.getReturnType(method.desc));
  }

  /** Checks the method and sets its {@code maxStack} and {@code maxLocals}. */
  void run() throws AnalyzerException {
    method.maxLocals = maxLocals();
    method.maxStack = 0;
    readFrames();
    current = entry();
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LabelNode label) {
        enterAndLeaveRanges(label);
      } else if (insn instanceof FrameNode node) {
        flow(insn, current, frames.get(node));
        current = new Frame<>(frames.get(node));
        toCheckHandlers = true;
        measure();
      } else if (insn.getOpcode() >= 0) {
        step(insn);
      }
    }
    require(method.instructions.getLast(), current == null, "the code has no end");
  }

  private void step(AbstractInsnNode insn) throws AnalyzerException {
    require(insn, current != null, "unreachable code without a stack map frame");
    if (toCheckHandlers) {
      for (TryCatchBlockNode block : active) {
        flowLocals(insn, current, target(insn, block.handler));
      }
    }
    current.execute(insn, verifier);
    measure();
    toCheckHandlers = insn instanceof VarInsnNode;
    if (insn instanceof JumpInsnNode jump) {
      flow(insn, current, target(insn, jump.label));
    } else if (insn instanceof TableSwitchInsnNode table) {
      branch(insn, table.labels, table.dflt);
    } else if (insn instanceof LookupSwitchInsnNode lookup) {
      branch(insn, lookup.labels, lookup.dflt);
    }
    if (endsStraightCode(insn.getOpcode())) {
      current = null;
    }
  }

  private static boolean endsStraightCode(int opcode) {
    return opcode == Opcodes.GOTO
        || opcode == Opcodes.TABLESWITCH
        || opcode == Opcodes.LOOKUPSWITCH
        || opcode == Opcodes.ATHROW
        || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
  }

  private void branch(AbstractInsnNode insn, List<LabelNode> labels, LabelNode otherwise)
      throws AnalyzerException {
    for (LabelNode label : labels) {
      flow(insn, current, target(insn, label));
    }
    flow(insn, current, target(insn, otherwise));
  }

  private void enterAndLeaveRanges(LabelNode label) {
    active.removeIf(block -> block.end == label);
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (block.start == label) {
        active.add(block);
        toCheckHandlers = true;
      }
    }
  }

  // ------------------------------------------------------------------ frames

  private Frame<BasicValue> entry() {
    Frame<BasicValue> frame = new Frame<>(method.maxLocals, -1);
    frame.setReturn(returned);
    int slot = 0;
    if ((method.access & Opcodes.ACC_STATIC) == 0) {
      slot = set(frame, slot, BasicValue.REFERENCE_VALUE);
    }
    for (Type type : Type.getArgumentTypes(method.desc)) {
      slot = set(frame, slot, verifier.newValue(type));
    }
    return clear(frame, slot);
  }

  private void readFrames() {
    Frame<BasicValue> next = null;
    for (AbstractInsnNode at = method.instructions.getLast(); at != null; at = at.getPrevious()) {
      if (at instanceof FrameNode node) {
        next = read(node);
        frames.put(node, next);
      } else if (at instanceof LabelNode label) {
        targets.put(label, next);
      } else if (at.getOpcode() >= 0) {
        next = null;
      }
    }
  }

  private Frame<BasicValue> read(FrameNode node) {
    Frame<BasicValue> frame = new Frame<>(method.maxLocals, -1);
    frame.setReturn(returned);
    int slot = 0;
    for (Object type : node.local) {
      slot = set(frame, slot, value(type));
    }
    clear(frame, slot);
    node.stack.forEach(type -> frame.push(value(type)));
    return frame;
  }

  private static int set(Frame<BasicValue> frame, int slot, BasicValue value) {
    frame.setLocal(slot, value);
    if (value.getSize() == 2) {
      frame.setLocal(slot + 1, BasicValue.UNINITIALIZED_VALUE);
    }
    return slot + value.getSize();
  }

  private static Frame<BasicValue> clear(Frame<BasicValue> frame, int from) {
    for (int slot = from; slot < frame.getLocals(); slot++) {
      frame.setLocal(slot, BasicValue.UNINITIALIZED_VALUE);
    }
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

  private Frame<BasicValue> target(AbstractInsnNode insn, LabelNode label)
      throws AnalyzerException {
    Frame<BasicValue> frame = targets.get(label);
    require(insn, frame != null, "no stack map frame where this goes");
    return frame;
  }

  // ------------------------------------------------------------------ comparing

  private void flow(AbstractInsnNode insn, Frame<BasicValue> from, Frame<BasicValue> to)
      throws AnalyzerException {
    if (from == null) {
      return;
    }
    flowLocals(insn, from, to);
    require(insn, from.getStackSize() == to.getStackSize(), "stacks of different heights meet");
    for (int i = 0; i < to.getStackSize(); i++) {
      if (!from.getStack(i).equals(to.getStack(i))) {
        throw wrong(insn, "operand " + i + " does not fit");
      }
    }
  }

  private void flowLocals(AbstractInsnNode insn, Frame<BasicValue> from, Frame<BasicValue> to)
      throws AnalyzerException {
    for (int slot = 0; slot < to.getLocals(); slot++) {
      BasicValue wanted = to.getLocal(slot);
      if (!wanted.equals(BasicValue.UNINITIALIZED_VALUE) && !wanted.equals(from.getLocal(slot))) {
        throw wrong(insn, "variable " + slot + " does not fit");
      }
    }
  }

  private void require(AbstractInsnNode insn, boolean condition, String otherwise)
      throws AnalyzerException {
    if (!condition) {
      throw wrong(insn, otherwise);
    }
  }

  private AnalyzerException wrong(AbstractInsnNode insn, String what) {
    int index = insn == null ? 0 : method.instructions.indexOf(insn);
    return new AnalyzerException(
        insn, owner + "." + method.name + method.desc + " at " + index + ": " + what);
  }

  // ------------------------------------------------------------------ sizes

  private void measure() {
    int size = 0;
    for (int i = 0; i < current.getStackSize(); i++) {
      size += current.getStack(i).getSize();
    }
    method.maxStack = Math.max(method.maxStack, size);
  }

  private int maxLocals() {
    int max = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof VarInsnNode access) {
        int opcode = access.getOpcode();
        boolean wide =
            opcode == Opcodes.LLOAD
                || opcode == Opcodes.DLOAD
                || opcode == Opcodes.LSTORE
                || opcode == Opcodes.DSTORE;
        max = Math.max(max, access.var + (wide ? 2 : 1));
      } else if (insn instanceof IincInsnNode increment) {
        max = Math.max(max, increment.var + 1);
      } else if (insn instanceof FrameNode frame) {
        max = Math.max(max, size(frame));
      }
    }
    return max;
  }

  private static int size(FrameNode frame) {
    int slots = 0;
    for (Object type : frame.local) {
      slots += value(type).getSize();
    }
    return slots;
  }
}
