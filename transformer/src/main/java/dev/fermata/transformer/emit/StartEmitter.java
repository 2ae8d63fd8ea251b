package dev.fermata.transformer.emit;

import dev.fermata.transformer.analyse.DefiniteAssignment;
import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.MethodShape;
import dev.fermata.transformer.plan.SuspensionPoint;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;

/**
 * Writes the start method: the original code with its parameters in place and the context as one
 * parameter more, which returns the value itself.
 */
final class StartEmitter extends BodyEmitter {
  private StartEmitter(GeneratedClass names, MethodPlan plan, CodeWriter out) {
    super(names, plan, out, false);
  }

  /** Writes the start method of a plan; gives the length of its code. */
  static int emit(GeneratedClass names, MethodPlan plan, NewMethods out) {
    MethodShape shape = plan.shape();
    int access = GeneratedMethods.startAccess(shape);
    CodeWriter method = out.begin(access, shape.startName(), shape.startDescriptor());
    return new StartEmitter(names, plan, method).emit();
  }

  @Override
  void entry() {
    if (plan.receiverStored()) {
      out.visitVarInsn(Opcodes.ALOAD, 0);
      out.visitVarInsn(Opcodes.ASTORE, slots.of(0));
    }
    if (!plan.points().isEmpty()) {
      out.visitJumpInsn(Opcodes.GOTO, bodyLabel);
    }
  }

  @Override
  void restoringBlocks() {
    // Only a frame has anything to restore.
  }

  @Override
  void bodyStart() {
    if (!plan.points().isEmpty()) {
      label(bodyLabel);
      if (!beginsWithFrame(plan.body().instructions)) {
        frame(slots.parameterLocals(plan.body().desc));
      }
    }
  }

  static boolean beginsWithFrame(InsnList insns) {
    for (AbstractInsnNode insn : insns) {
      if (insn instanceof FrameNode) {
        return true;
      }
      if (insn.getOpcode() >= 0) {
        return false;
      }
    }
    return false;
  }

  @Override
  boolean isReachable(int index) {
    return true;
  }

  @Override
  boolean resumesAt(SuspensionPoint point) {
    return false;
  }

  @Override
  DefiniteAssignment assignment() {
    return null;
  }

  @Override
  void pushOldFrame() {
    out.visitInsn(Opcodes.ACONST_NULL);
  }

  @Override
  void returnValue() {
    out.visitInsn(shape.value().getOpcode(Opcodes.IRETURN));
  }

  @Override
  void returnDummy() {
    switch (shape.value().getSort()) {
      case Type.OBJECT -> out.visitInsn(Opcodes.ACONST_NULL);
      case Type.LONG -> out.visitInsn(Opcodes.LCONST_0);
      case Type.FLOAT -> out.visitInsn(Opcodes.FCONST_0);
      case Type.DOUBLE -> out.visitInsn(Opcodes.DCONST_0);
      default -> out.visitInsn(Opcodes.ICONST_0);
    }
    out.visitInsn(shape.value().getOpcode(Opcodes.IRETURN));
  }

  @Override
  void beforeCall(SuspensionPoint point) {
    // Start code comes to an await only by its own way.
  }

  @Override
  void afterCall(SuspensionPoint point, boolean called) {
    testSuspended(Opcodes.IFNE, suspensionLabel(point));
    box(point);
  }
}
