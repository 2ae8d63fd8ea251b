package dev.fermata.transformer.verify;

import java.util.Arrays;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/**
 * Executes instructions on types: the local variables and the operand stack, a byte a slot as in
 * {@link Types}.
 */
final class Machine {
  private static final String LOADED = "IJFDA";

  private final byte[] locals;
  private final byte returned;
  private byte[] stack = new byte[32];
  private int height;
  private int highest;

  /** For a method with so many local variables and this return type. */
  Machine(int maxLocals, byte returned) {
    this.locals = new byte[maxLocals];
    this.returned = returned;
  }

  /** The type in a local variable. */
  byte local(int slot) {
    return locals[slot];
  }

  /** The types of the operands, a slot each; valid up to {@link #height}. */
  byte[] stack() {
    return stack;
  }

  /** How many slots the operands take. */
  int height() {
    return height;
  }

  /** The most slots that operands have taken. */
  int highest() {
    return highest;
  }

  /** Begins anew with these types. */
  void set(Types types) {
    System.arraycopy(types.locals(), 0, locals, 0, types.locals().length);
    Arrays.fill(locals, types.locals().length, locals.length, Types.NONE);
    height = types.stack().length;
    reserve();
    System.arraycopy(types.stack(), 0, stack, 0, height);
    highest = Math.max(highest, height);
  }

  private void reserve() {
    // The most that one instruction can push beyond what it takes is two slots.
    if (height + 4 > stack.length) {
      stack = Arrays.copyOf(stack, 2 * height + 4);
    }
  }

  // ------------------------------------------------------------------ instructions

  /**
   * Executes an instruction.
   *
   * @throws AnalyzerException where an operand or a variable has another type than it takes
   */
  void execute(AbstractInsnNode insn) throws AnalyzerException {
    int opcode = insn.getOpcode();
    reserve();
    byte[] taken = Effects.taken(opcode);
    if (taken != null) {
      for (int i = taken.length - 1; i >= 0; i--) {
        pop(insn, taken[i]);
      }
      push(Effects.pushed(opcode));
      checkReturn(insn, opcode, taken);
    } else if (insn instanceof VarInsnNode access) {
      variable(access);
    } else if (opcode >= Opcodes.POP && opcode <= Opcodes.SWAP) {
      rearrange(insn, opcode);
    } else {
      named(insn);
    }
  }

  private void checkReturn(AbstractInsnNode insn, int opcode, byte[] taken)
      throws AnalyzerException {
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      byte value = taken.length > 0 ? taken[0] : Types.NONE;
      expect(insn, returned, value);
    }
  }

  private void variable(VarInsnNode access) throws AnalyzerException {
    int opcode = access.getOpcode();
    if (opcode <= Opcodes.ALOAD) {
      byte type = (byte) LOADED.charAt(opcode - Opcodes.ILOAD);
      expect(access, type, locals[access.var]);
      push(type);
      return;
    }
    if (opcode > Opcodes.ASTORE) {
      throw new AnalyzerException(access, "Expected no subroutine");
    }
    byte type = (byte) LOADED.charAt(opcode - Opcodes.ISTORE);
    pop(access, type);
    locals[access.var] = type;
    if (Types.isWide(type)) {
      locals[access.var + 1] = Types.NONE;
    }
    if (access.var > 0 && Types.isWide(locals[access.var - 1])) {
      locals[access.var - 1] = Types.NONE;
    }
  }

  private void rearrange(AbstractInsnNode insn, int opcode) throws AnalyzerException {
    switch (opcode) {
      case Opcodes.POP -> drop(insn, 1);
      case Opcodes.POP2 -> drop(insn, 2);
      case Opcodes.DUP -> duplicate(insn, 1, 0);
      case Opcodes.DUP_X1 -> duplicate(insn, 1, 1);
      case Opcodes.DUP_X2 -> duplicate(insn, 1, 2);
      case Opcodes.DUP2 -> duplicate(insn, 2, 0);
      case Opcodes.DUP2_X1 -> duplicate(insn, 2, 1);
      case Opcodes.DUP2_X2 -> duplicate(insn, 2, 2);
      default -> {
        expectWhole(insn, 1);
        expectWhole(insn, 2);
        byte top = stack[height - 1];
        stack[height - 1] = stack[height - 2];
        stack[height - 2] = top;
      }
    }
  }

  private void drop(AbstractInsnNode insn, int slots) throws AnalyzerException {
    expectWhole(insn, slots);
    height -= slots;
  }

  /** Copies the topmost slots below so many others. */
  private void duplicate(AbstractInsnNode insn, int slots, int below) throws AnalyzerException {
    expectWhole(insn, slots);
    expectWhole(insn, slots + below);
    int from = height - slots - below;
    System.arraycopy(stack, from, stack, from + slots, slots + below);
    System.arraycopy(stack, height, stack, from, slots);
    height += slots;
    highest = Math.max(highest, height);
  }

  /** Checks that no wide value lies half within the topmost slots. */
  private void expectWhole(AbstractInsnNode insn, int slots) throws AnalyzerException {
    if (height < slots || stack[height - slots] == Types.SECOND) {
      throw new AnalyzerException(insn, "Expected " + slots + " slots of whole values");
    }
  }

  private void named(AbstractInsnNode insn) throws AnalyzerException {
    if (insn instanceof MethodInsnNode call) {
      popArguments(insn, call.desc);
      if (call.getOpcode() != Opcodes.INVOKESTATIC) {
        pop(insn, Types.REFERENCE);
      }
      push(returned(call.desc));
    } else if (insn instanceof FieldInsnNode field) {
      access(field, Types.of(field.desc.charAt(0)));
    } else if (insn instanceof LdcInsnNode load) {
      push(Types.ofConstant(load.cst));
    } else if (insn instanceof IincInsnNode increment) {
      expect(insn, Types.INT, locals[increment.var]);
    } else if (insn instanceof InvokeDynamicInsnNode call) {
      popArguments(insn, call.desc);
      push(returned(call.desc));
    } else if (insn instanceof MultiANewArrayInsnNode array) {
      for (int i = 0; i < array.dims; i++) {
        pop(insn, Types.INT);
      }
      push(Types.REFERENCE);
    } else {
      throw new AnalyzerException(insn, "Expected no instruction " + insn.getOpcode());
    }
  }

  private void access(FieldInsnNode field, byte type) throws AnalyzerException {
    int opcode = field.getOpcode();
    boolean put = opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC;
    if (put) {
      pop(field, type);
    }
    if (opcode == Opcodes.GETFIELD || opcode == Opcodes.PUTFIELD) {
      pop(field, Types.REFERENCE);
    }
    if (!put) {
      push(type);
    }
  }

  // ------------------------------------------------------------------ operands

  private static byte returned(String descriptor) {
    return Types.of(descriptor.charAt(descriptor.indexOf(')') + 1));
  }

  private void popArguments(AbstractInsnNode insn, String descriptor) throws AnalyzerException {
    popFrom(insn, descriptor, 1);
  }

  /** Pops the arguments from the one that begins at {@code at} on: the last is the topmost. */
  private void popFrom(AbstractInsnNode insn, String descriptor, int at) throws AnalyzerException {
    char first = descriptor.charAt(at);
    if (first != ')') {
      int end = at;
      while (descriptor.charAt(end) == '[') {
        end++;
      }
      end = descriptor.charAt(end) == 'L' ? descriptor.indexOf(';', end) + 1 : end + 1;
      popFrom(insn, descriptor, end);
      pop(insn, Types.of(first));
    }
  }

  private void push(byte type) {
    if (type != Types.NONE) {
      stack[height++] = type;
      if (Types.isWide(type)) {
        stack[height++] = Types.SECOND;
      }
      highest = Math.max(highest, height);
    }
  }

  private void pop(AbstractInsnNode insn, byte type) throws AnalyzerException {
    if (Types.isWide(type)) {
      expect(insn, Types.SECOND, top());
      height--;
    }
    expect(insn, type, top());
    height--;
  }

  private byte top() {
    return height == 0 ? Types.NONE : stack[height - 1];
  }

  private static void expect(AbstractInsnNode insn, byte expected, byte found)
      throws AnalyzerException {
    if (expected != found) {
      throw new AnalyzerException(
          insn, "Expected " + (char) expected + ", but found " + (char) found);
    }
  }
}
