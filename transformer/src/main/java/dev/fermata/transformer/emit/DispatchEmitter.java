package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.ResumePart;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Writes the two methods by which the runtime enters a class's resume methods. */
final class DispatchEmitter {
  private static final int ACCESS =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  /**
   * What an asynchronous method goes on in.
   *
   * @param isStatic whether it is static
   * @param parts its resume methods
   */
  record Resumed(boolean isStatic, List<ResumePart> parts) {}

  private final GeneratedClass names;
  private final NewMethods out;

  DispatchEmitter(GeneratedClass names, NewMethods out) {
    this.names = names;
    this.out = out;
  }

  /**
   * The method that gives the class's dispatcher. All code asks this method, since each {@code
   * invokedynamic} instruction would link a dispatcher of its own (JVMS 6.5).
   *
   * <pre>
   *   invokedynamic Bootstraps.dispatcher(ABI version, dispatch method, debug map)
   *   areturn
   * </pre>
   */
  void dispatcher(List<String> debugMap) {
    CodeWriter method = out.begin(ACCESS, names.dispatcher(), "()" + RuntimeNames.DISPATCHER_DESC);
    Object[] arguments = new Object[debugMap.size() + 2];
    arguments[0] = RuntimeNames.ABI;
    arguments[1] =
        new Handle(
            Opcodes.H_INVOKESTATIC,
            names.owner(),
            names.dispatch(),
            RuntimeNames.DISPATCH_DESC,
            names.isInterface());
    for (int i = 0; i < debugMap.size(); i++) {
      arguments[i + 2] = debugMap.get(i);
    }
    method.visitInvokeDynamicInsn(
        RuntimeNames.RESUME,
        "()" + RuntimeNames.DISPATCHER_DESC,
        new Handle(
            Opcodes.H_INVOKESTATIC,
            RuntimeNames.BOOTSTRAPS,
            RuntimeNames.LINK_DISPATCHER,
            RuntimeNames.LINK_DISPATCHER_DESC,
            false),
        arguments);
    method.visitInsn(Opcodes.ARETURN);
    method.end();
  }

  /**
   * The method that the dispatcher runs.
   *
   * <pre>
   *   aload frame, getfield state, bipush 16, iushr
   *   tableswitch M0 M1 …
   *   Mk: [aload frame, getfield r0, checkcast owner]  aload frame, aload context, invoke resume k, areturn
   * </pre>
   *
   * <p>In a class that takes the place of a loaded one, frames of earlier versions go another way:
   *
   * <pre>
   *   E: aload frame, ldc moves, invokestatic Redefinition.move
   *      aload frame, aload context, invokestatic dispatch, areturn
   * </pre>
   *
   * @param moves where frames of earlier versions go on; null where there are none
   */
  void dispatch(List<Resumed> resumed, String moves) {
    CodeWriter method = out.begin(ACCESS, names.dispatch(), RuntimeNames.DISPATCH_DESC);
    Label[] labels = new Label[resumed.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = new Label();
    }
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitFieldInsn(Opcodes.GETFIELD, RuntimeNames.FRAME, RuntimeNames.STATE, "I");
    method.visitIntInsn(Opcodes.BIPUSH, 16);
    method.visitInsn(Opcodes.IUSHR);
    int first = names.firstMethod();
    int last = labels.length - 1;
    Label earlier = moves == null ? labels[last] : new Label();
    method.visitTableSwitchInsn(first, first + last, earlier, labels);
    for (int i = 0; i < labels.length; i++) {
      begin(method, labels[i]);
      parts(method, resumed.get(i));
    }
    if (moves != null) {
      begin(method, earlier);
      move(method, moves);
    }
    method.end();
  }

  private static void begin(CodeWriter method, Label label) {
    method.visitLabel(label);
    Object[] locals = {RuntimeNames.FRAME, RuntimeNames.CONTEXT};
    method.visitFrame(Opcodes.F_NEW, 2, locals, 0, new Object[0]);
  }

  private void move(CodeWriter method, String moves) {
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitLdcInsn(moves);
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        RuntimeNames.REDEFINITION,
        RuntimeNames.MOVE,
        RuntimeNames.MOVE_DESC,
        false);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitVarInsn(Opcodes.ALOAD, 1);
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        names.owner(),
        names.dispatch(),
        RuntimeNames.DISPATCH_DESC,
        names.isInterface());
    method.visitInsn(Opcodes.ARETURN);
  }

  /**
   * A method that goes on in several goes on in the last one that does not begin behind the point.
   */
  private void parts(CodeWriter method, Resumed resumed) {
    List<ResumePart> parts = resumed.parts();
    for (int i = parts.size() - 1; i > 0; i--) {
      Label earlier = new Label();
      method.visitVarInsn(Opcodes.ALOAD, 0);
      method.visitFieldInsn(Opcodes.GETFIELD, RuntimeNames.FRAME, RuntimeNames.STATE, "I");
      method.visitInsn(Opcodes.I2C);
      Insns.push(method, parts.get(i).first());
      method.visitJumpInsn(Opcodes.IF_ICMPLT, earlier);
      resume(method, resumed.isStatic(), parts.get(i).name());
      begin(method, earlier);
    }
    resume(method, resumed.isStatic(), parts.get(0).name());
  }

  private void resume(CodeWriter method, boolean isStatic, String name) {
    if (!isStatic) {
      method.visitVarInsn(Opcodes.ALOAD, 0);
      method.visitFieldInsn(
          Opcodes.GETFIELD, RuntimeNames.FRAME, RuntimeNames.R0, "Ljava/lang/Object;");
      method.visitTypeInsn(Opcodes.CHECKCAST, names.owner());
    }
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitVarInsn(Opcodes.ALOAD, 1);
    method.visitMethodInsn(
        isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL,
        names.owner(),
        name,
        RuntimeNames.DISPATCH_DESC,
        names.isInterface());
    method.visitInsn(Opcodes.ARETURN);
  }
}
