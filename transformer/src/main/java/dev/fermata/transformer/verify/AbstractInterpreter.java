package dev.fermata.transformer.verify;

import java.util.Arrays;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Executes instructions on types: the local variables and the operand stack, a byte a slot as in
 * {@link Types}.
 */
final class AbstractInterpreter extends MethodVisitor {
  private static final String LOADED = "IJFDA";

  private final String method;
  private final byte returned;
  private byte[] locals = new byte[16];
  private byte[] stack = new byte[32];
  private int height;
  private int highest;
  private int maxLocals;
  private int executed;

  /**
   * For one method.
   *
   * @param method how an error calls it
   * @param returned the type that it returns
   */
  AbstractInterpreter(String method, byte returned) {
    super(Opcodes.ASM9);
    this.method = method;
    this.returned = returned;
  }

  /** The types of the local variables, a slot each; there may be more slots than are in use. */
  byte[] locals() {
    return locals;
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

  /** How many instructions have been executed. */
  int executed() {
    return executed;
  }

  /** How many slots the local variables take. */
  int maxLocals() {
    return maxLocals;
  }

  /** Begins anew with these types. */
  void set(Types types) {
    int declared = types.locals().length;
    reserveLocals(declared);
    System.arraycopy(types.locals(), 0, locals, 0, declared);
    Arrays.fill(locals, declared, locals.length, Types.NONE);
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

  /** Makes room for so many slots of local variables. */
  void reserveLocals(int slots) {
    if (slots > maxLocals) {
      maxLocals = slots;
      if (slots > locals.length) {
        locals = Arrays.copyOf(locals, 2 * slots);
      }
    }
  }

  /** What is wrong with the instruction at hand. */
  IllegalStateException wrong(String what) {
    return new IllegalStateException(
        "wrong code was written for " + method + " at instruction " + executed + ": " + what);
  }

  // ------------------------------------------------------------------ instructions

  /** Executes an instruction whose opcode alone tells its effect. */
  private void execute(int opcode) {
    begin();
    byte[] taken = Effects.taken(opcode);
    for (int i = taken.length - 1; i >= 0; i--) {
      pop(taken[i]);
    }
    push(Effects.pushed(opcode));
  }

  private void begin() {
    executed++;
    reserve();
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode >= Opcodes.POP && opcode <= Opcodes.SWAP) {
      begin();
      rearrange(opcode);
      return;
    }
    execute(opcode);
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      byte[] taken = Effects.taken(opcode);
      expect(returned, taken.length > 0 ? taken[0] : Types.NONE);
    }
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    execute(opcode);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    execute(opcode);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    if (opcode == Opcodes.JSR) {
      throw wrong("Expected no subroutine");
    }
    execute(opcode);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label dflt, Label... labels) {
    execute(Opcodes.TABLESWITCH);
  }

  @Override
  public void visitLookupSwitchInsn(Label dflt, int[] keys, Label[] labels) {
    execute(Opcodes.LOOKUPSWITCH);
  }

  @Override
  public void visitVarInsn(int opcode, int slot) {
    begin();
    if (opcode <= Opcodes.ALOAD) {
      byte type = (byte) LOADED.charAt(opcode - Opcodes.ILOAD);
      reserveLocals(slot + (Types.isWide(type) ? 2 : 1));
      expect(type, locals[slot]);
      push(type);
    } else if (opcode <= Opcodes.ASTORE) {
      store((byte) LOADED.charAt(opcode - Opcodes.ISTORE), slot);
    } else {
      throw wrong("Expected no subroutine");
    }
  }

  private void store(byte type, int slot) {
    pop(type);
    boolean wide = Types.isWide(type);
    reserveLocals(slot + (wide ? 2 : 1));
    locals[slot] = type;
    if (wide) {
      locals[slot + 1] = Types.NONE;
    }
    if (slot > 0 && Types.isWide(locals[slot - 1])) {
      locals[slot - 1] = Types.NONE;
    }
  }

  @Override
  public void visitIincInsn(int slot, int increment) {
    begin();
    reserveLocals(slot + 1);
    expect(Types.INT, locals[slot]);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    begin();
    popFrom(descriptor, 1);
    if (opcode != Opcodes.INVOKESTATIC) {
      pop(Types.REFERENCE);
    }
    push(Types.returned(descriptor));
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    begin();
    popFrom(descriptor, 1);
    push(Types.returned(descriptor));
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    begin();
    byte type = Types.of(descriptor.charAt(0));
    boolean put = opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC;
    if (put) {
      pop(type);
    }
    if (opcode == Opcodes.GETFIELD || opcode == Opcodes.PUTFIELD) {
      pop(Types.REFERENCE);
    }
    if (!put) {
      push(type);
    }
  }

  @Override
  public void visitLdcInsn(Object value) {
    begin();
    push(Types.ofConstant(value));
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    begin();
    for (int i = 0; i < dimensions; i++) {
      pop(Types.INT);
    }
    push(Types.REFERENCE);
  }

  // ------------------------------------------------------------------ operands

  private void rearrange(int opcode) {
    switch (opcode) {
      case Opcodes.POP -> drop(1);
      case Opcodes.POP2 -> drop(2);
      case Opcodes.DUP -> duplicate(1, 0);
      case Opcodes.DUP_X1 -> duplicate(1, 1);
      case Opcodes.DUP_X2 -> duplicate(1, 2);
      case Opcodes.DUP2 -> duplicate(2, 0);
      case Opcodes.DUP2_X1 -> duplicate(2, 1);
      case Opcodes.DUP2_X2 -> duplicate(2, 2);
      default -> {
        expectWhole(1);
        expectWhole(2);
        byte top = stack[height - 1];
        stack[height - 1] = stack[height - 2];
        stack[height - 2] = top;
      }
    }
  }

  private void drop(int slots) {
    expectWhole(slots);
    height -= slots;
  }

  /** Copies the topmost slots below so many others. */
  private void duplicate(int slots, int below) {
    expectWhole(slots);
    expectWhole(slots + below);
    int from = height - slots - below;
    System.arraycopy(stack, from, stack, from + slots, slots + below);
    System.arraycopy(stack, height, stack, from, slots);
    height += slots;
    highest = Math.max(highest, height);
  }

  /** Checks that no wide value lies half within the topmost slots. */
  private void expectWhole(int slots) {
    if (height < slots || stack[height - slots] == Types.SECOND) {
      throw wrong("Expected " + slots + " slots of whole values");
    }
  }

  /** Pops the arguments from the one that begins at {@code at} on: the last is the topmost. */
  private void popFrom(String descriptor, int at) {
    char first = descriptor.charAt(at);
    if (first != ')') {
      int end = at;
      while (descriptor.charAt(end) == '[') {
        end++;
      }
      end = descriptor.charAt(end) == 'L' ? descriptor.indexOf(';', end) + 1 : end + 1;
      popFrom(descriptor, end);
      pop(Types.of(first));
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

  private void pop(byte type) {
    if (Types.isWide(type)) {
      expect(Types.SECOND, top());
      height--;
    }
    expect(type, top());
    height--;
  }

  private byte top() {
    return height == 0 ? Types.NONE : stack[height - 1];
  }

  private void expect(byte expected, byte found) {
    if (expected != found) {
      throw wrong("Expected " + (char) expected + ", but found " + (char) found);
    }
  }
}
