package dev.fermata.transformer.verify;

import dev.fermata.transformer.verify.Target.Block;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.TypePath;

/**
 * Follows new code while it is written, as the JVM's verifier does (JVMS 4.10.1): goes once through
 * it from one stack map frame to the next, with the types that need no class hierarchy, and checks
 * the tables beside it as {@link Tables} tells. A mistake of ours ends here, not in the user's JVM.
 * Unreachable code is followed too, because the JVM checks it as well.
 *
 * <p>Finds the sizes of the operand stack and of the local variables on the way. What is wrong is
 * an {@code IllegalStateException}, and a {@link LimitException} what is too much for a class file.
 */
public final class MethodCheck extends MethodVisitor {
  private final AbstractInterpreter machine;
  private final Tables tables;
  private final List<Target> targets = new ArrayList<>();

  /** The places in front of the instruction that comes next. */
  private final List<Target> here = new ArrayList<>();

  /** The protected ranges that the code is in. */
  private final List<Block> active = new ArrayList<>();

  /** The frame in front of the instruction that comes next; null where there is none. */
  private Types frame;

  private boolean reachable = true;

  /** Whether variables have changed since their types were compared with the handlers' frames. */
  private boolean toCheckHandlers;

  /**
   * For one method.
   *
   * @param owner the internal name of its class
   */
  public MethodCheck(String owner, int access, String name, String descriptor) {
    super(Opcodes.ASM9);
    machine = new AbstractInterpreter(owner + "." + name + descriptor, Types.returned(descriptor));
    machine.set(Types.ofParameters(access, descriptor));
    tables = new Tables(machine);
  }

  /** The most slots that operands take. */
  public int maxStack() {
    return machine.highest();
  }

  /** The slots that local variables take. */
  public int maxLocals() {
    return machine.maxLocals();
  }

  // ------------------------------------------------------------------ places

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
    target(start).blocks().add(new Block(end, target(handler)));
    tables.handler();
  }

  private Target target(Label label) {
    if (label.info instanceof Target known) {
      return known;
    }
    Target target = new Target();
    label.info = target;
    targets.add(target);
    return target;
  }

  @Override
  public void visitLabel(Label label) {
    active.removeIf(block -> block.end() == label);
    Target target = target(label);
    target.reach(machine);
    if (!target.blocks().isEmpty()) {
      active.addAll(target.blocks());
      toCheckHandlers = true;
    }
    if (frame == null) {
      here.add(target);
    } else {
      target.place(frame, machine);
    }
  }

  @Override
  public void visitFrame(int type, int locals, Object[] local, int operands, Object[] stack) {
    frame = Types.of(locals, local, operands, stack);
    if (reachable) {
      frame.requireLocals(machine, machine.locals());
      frame.requireStack(machine, machine.stack(), machine.height());
    }
    for (Target target : here) {
      target.place(frame, machine);
    }
    here.clear();
    readSites(locals, local);
    readSites(operands, stack);
    machine.set(frame);
    reachable = true;
    toCheckHandlers = true;
  }

  private void readSites(int count, Object[] types) {
    for (int i = 0; i < count; i++) {
      if (types[i] instanceof Label label) {
        tables.namedAsNew(target(label));
      }
    }
  }

  @Override
  public void visitLineNumber(int line, Label start) {
    tables.line(start);
  }

  @Override
  public void visitLocalVariable(
      String name, String descriptor, String signature, Label start, Label end, int slot) {
    tables.variable(name, descriptor, start, end, slot);
  }

  @Override
  public AnnotationVisitor visitLocalVariableAnnotation(
      int typeRef,
      TypePath typePath,
      Label[] start,
      Label[] end,
      int[] slots,
      String descriptor,
      boolean visible) {
    tables.annotation(start, end, slots);
    return null;
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    if (reachable) {
      throw machine.wrong("the code has no end");
    }
    if (targets.stream().anyMatch(Target::isAwaited)) {
      throw machine.wrong("no stack map frame where a jump or an error comes");
    }
    tables.end(targets);
  }

  // ------------------------------------------------------------------ flow

  private void begin() {
    if (!reachable) {
      throw machine.wrong("unreachable code without a stack map frame");
    }
    frame = null;
    if (!here.isEmpty()) {
      for (Target target : here) {
        target.leaveBare(machine);
      }
      here.clear();
    }
    if (toCheckHandlers) {
      for (Block block : active) {
        block.handler().handle(machine);
      }
      toCheckHandlers = false;
    }
  }

  private void jump(Label label) {
    target(label).jump(machine);
  }

  private void branch(Label otherwise, Label[] labels) {
    for (Label label : labels) {
      jump(label);
    }
    jump(otherwise);
    reachable = false;
  }

  // ------------------------------------------------------------------ instructions

  @Override
  public void visitInsn(int opcode) {
    begin();
    machine.visitInsn(opcode);
    reachable = opcode != Opcodes.ATHROW && (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN);
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    begin();
    machine.visitIntInsn(opcode, operand);
  }

  @Override
  public void visitVarInsn(int opcode, int slot) {
    begin();
    machine.visitVarInsn(opcode, slot);
    toCheckHandlers = opcode >= Opcodes.ISTORE;
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    begin();
    if (opcode == Opcodes.NEW) {
      tables.madeHere();
    }
    machine.visitTypeInsn(opcode, type);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    begin();
    machine.visitFieldInsn(opcode, owner, name, descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    begin();
    machine.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    begin();
    machine.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    begin();
    machine.visitJumpInsn(opcode, label);
    jump(label);
    reachable = opcode != Opcodes.GOTO;
  }

  @Override
  public void visitLdcInsn(Object value) {
    begin();
    machine.visitLdcInsn(value);
  }

  @Override
  public void visitIincInsn(int slot, int increment) {
    begin();
    machine.visitIincInsn(slot, increment);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label dflt, Label... labels) {
    begin();
    machine.visitTableSwitchInsn(min, max, dflt, labels);
    branch(dflt, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label dflt, int[] keys, Label[] labels) {
    begin();
    machine.visitLookupSwitchInsn(dflt, keys, labels);
    branch(dflt, labels);
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    begin();
    machine.visitMultiANewArrayInsn(descriptor, dimensions);
  }
}
