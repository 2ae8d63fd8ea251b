package dev.fermata.transformer.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/**
 * Goes once through a method from one stack map frame to the next, as the JVM's verifier does (JVMS
 * 4.10.1), with one type for all references. Unreachable code is followed too, because the JVM
 * checks it as well.
 */
final class FrameCheck {
  private final String owner;
  private final MethodNode method;
  private final InsnList insns;

  /** The frame that holds before each instruction; null where there is none. */
  private final Types[] frames;

  /** The places where protected ranges begin or end. */
  private final BitSet borders = new BitSet();

  private final List<TryCatchBlockNode> active = new ArrayList<>();
  private Machine machine;
  private boolean reachable = true;

  /** Whether variables have changed since their types were compared with the handlers' frames. */
  private boolean toCheckHandlers;

  FrameCheck(String owner, MethodNode method) {
    this.owner = owner;
    this.method = method;
    this.insns = method.instructions;
    this.frames = new Types[insns.size()];
  }

  /** Checks the method and sets its {@code maxStack} and {@code maxLocals}. */
  void run() throws AnalyzerException {
    int parameters = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
    method.maxLocals = Math.max(parameters, readFrames());
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      borders.set(insns.indexOf(block.start));
      borders.set(insns.indexOf(block.end));
    }
    machine =
        new Machine(
            method.maxLocals, Types.of(method.desc.charAt(method.desc.lastIndexOf(')') + 1)));
    machine.set(new Types(parameters(parameters), new byte[0]));
    int index = 0;
    for (AbstractInsnNode insn = insns.getFirst(); insn != null; insn = insn.getNext()) {
      if (insn instanceof FrameNode) {
        flow(insn, frames[index]);
        machine.set(frames[index]);
        reachable = true;
        toCheckHandlers = true;
      } else if (insn.getOpcode() >= 0) {
        step(insn);
      } else if (borders.get(index)) {
        enterAndLeaveRanges((LabelNode) insn);
      }
      index++;
    }
    method.maxStack = machine.highest();
    require(insns.getLast(), !reachable, "the code has no end");
  }

  private void step(AbstractInsnNode insn) throws AnalyzerException {
    require(insn, reachable, "unreachable code without a stack map frame");
    if (toCheckHandlers) {
      for (TryCatchBlockNode block : active) {
        flowLocals(insn, target(insn, block.handler));
      }
    }
    try {
      machine.execute(insn);
    } catch (AnalyzerException e) {
      throw wrong(insn, e.getMessage());
    }
    int opcode = insn.getOpcode();
    toCheckHandlers = opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE;
    if (opcode >= Opcodes.IFEQ) {
      jump(insn);
      if (endsStraightCode(opcode)) {
        reachable = false;
      }
    }
  }

  private void jump(AbstractInsnNode insn) throws AnalyzerException {
    if (insn instanceof JumpInsnNode jump) {
      flow(insn, target(insn, jump.label));
    } else if (insn instanceof TableSwitchInsnNode table) {
      branch(insn, table.labels, table.dflt);
    } else if (insn instanceof LookupSwitchInsnNode lookup) {
      branch(insn, lookup.labels, lookup.dflt);
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
      flow(insn, target(insn, label));
    }
    flow(insn, target(insn, otherwise));
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

  /** The types of the parameters, the receiver's before them. */
  private byte[] parameters(int slots) {
    byte[] types = new byte[slots];
    int slot = 0;
    if ((method.access & Opcodes.ACC_STATIC) == 0) {
      types[slot++] = Types.REFERENCE;
    }
    for (Type type : Type.getArgumentTypes(method.desc)) {
      types[slot] = Types.of(type.getDescriptor().charAt(0));
      slot += type.getSize();
    }
    return types;
  }

  /** Reads the frames; gives the number of local variables that the code uses. */
  private int readFrames() {
    int maxLocals = 0;
    Types next = null;
    Types last = null;
    FrameNode lastFrame = null;
    int index = insns.size();
    for (AbstractInsnNode at = insns.getLast(); at != null; at = at.getPrevious()) {
      index--;
      if (at instanceof FrameNode frame) {
        next = Types.of(frame, last, lastFrame);
        last = next;
        lastFrame = frame;
        maxLocals = Math.max(maxLocals, next.locals().length);
      } else if (at.getOpcode() >= 0) {
        next = null;
        maxLocals = Math.max(maxLocals, locals(at));
      }
      frames[index] = next;
    }
    return maxLocals;
  }

  private static int locals(AbstractInsnNode insn) {
    if (insn instanceof VarInsnNode access) {
      int opcode = access.getOpcode();
      boolean wide =
          opcode == Opcodes.LLOAD
              || opcode == Opcodes.DLOAD
              || opcode == Opcodes.LSTORE
              || opcode == Opcodes.DSTORE;
      return access.var + (wide ? 2 : 1);
    }
    return insn instanceof IincInsnNode increment ? increment.var + 1 : 0;
  }

  private Types target(AbstractInsnNode insn, LabelNode label) throws AnalyzerException {
    Types frame = frames[insns.indexOf(label)];
    require(insn, frame != null, "no stack map frame where this goes");
    return frame;
  }

  // ------------------------------------------------------------------ comparing

  private void flow(AbstractInsnNode insn, Types to) throws AnalyzerException {
    if (!reachable) {
      return;
    }
    flowLocals(insn, to);
    byte[] wanted = to.stack();
    require(insn, machine.height() == wanted.length, "stacks of different heights meet");
    for (int i = 0; i < wanted.length; i++) {
      if (machine.stack()[i] != wanted[i]) {
        throw wrong(insn, "operand " + i + " does not fit");
      }
    }
  }

  private void flowLocals(AbstractInsnNode insn, Types to) throws AnalyzerException {
    byte[] wanted = to.locals();
    for (int slot = 0; slot < wanted.length; slot++) {
      if (wanted[slot] != Types.NONE && wanted[slot] != machine.local(slot)) {
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
    int index = insn == null ? 0 : insns.indexOf(insn);
    return new AnalyzerException(
        insn, owner + "." + method.name + method.desc + " at " + index + ": " + what);
  }
}
