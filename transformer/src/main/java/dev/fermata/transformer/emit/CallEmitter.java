package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.MethodShape;
import dev.fermata.transformer.plan.Shapes;
import dev.fermata.transformer.plan.Spill;
import dev.fermata.transformer.plan.SuspensionPoint;
import dev.fermata.transformer.plan.SuspensionPoint.DirectCall;
import dev.fermata.transformer.plan.SuspensionPoint.LinkedCall;
import dev.fermata.transformer.plan.SuspensionPoint.MadeCall;
import java.util.Arrays;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Writes the call that a suspension point consists of: of {@code Awaited.await} or its parts, or in
 * their place and that of the awaited call, of the callee's start method.
 */
final class CallEmitter {
  /**
   * The most suspension points of a method for which the longer and quicker forms of calls are
   * worth their size: long methods stay in the interpreter anyway.
   */
  private static final int MOST_WORTH_SIZE = 64;

  private final MethodVisitor out;
  private final GeneratedClass names;
  private final MethodPlan plan;
  private final Slots slots;
  private final FrameWriter frames;

  CallEmitter(
      MethodVisitor out, GeneratedClass names, MethodPlan plan, Slots slots, FrameWriter frames) {
    this.out = out;
    this.names = names;
    this.plan = plan;
    this.slots = slots;
    this.frames = frames;
  }

  /**
   * Writes the call of a point. On the operand stack are the awaited object, or the receiver and
   * the arguments of the call that is not made; they are replaced by the value.
   */
  void call(SuspensionPoint point) {
    if (point.awaited() instanceof MadeCall && plan.points().size() <= MOST_WORTH_SIZE) {
      enterFrame();
      take(point);
      return;
    }
    out.visitVarInsn(Opcodes.ALOAD, slots.context());
    if (point.awaited() instanceof DirectCall direct) {
      callStart(direct.callee());
    } else if (point.awaited() instanceof LinkedCall linked) {
      callOther(linked.call(), point);
    } else {
      out.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          RuntimeNames.AWAITED,
          RuntimeNames.AWAIT,
          RuntimeNames.AWAITED_AWAIT_DESC,
          false);
      if (point.unboxed()) {
        take(point);
      }
    }
  }

  /**
   * Awaits a coroutine as {@code Awaited.await} does, but with no method of the runtime between
   * this one and that of the coroutine. The JIT then inlines it as it does a plain call, and makes
   * neither the coroutine nor its frame.
   *
   * <pre>
   *   [coroutine]  invokestatic Awaited.frameOf
   *                dup
   *                invokevirtual Frame.dispatcher
   *                swap
   *                aload context
   *   [value]      invokeinterface Dispatcher.resume
   * </pre>
   */
  private void enterFrame() {
    out.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        RuntimeNames.AWAITED,
        RuntimeNames.FRAME_OF,
        RuntimeNames.FRAME_OF_DESC,
        false);
    out.visitInsn(Opcodes.DUP);
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        RuntimeNames.FRAME,
        RuntimeNames.FRAME_DISPATCHER,
        RuntimeNames.FRAME_DISPATCHER_DESC,
        false);
    out.visitInsn(Opcodes.SWAP);
    out.visitVarInsn(Opcodes.ALOAD, slots.context());
    out.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        RuntimeNames.DISPATCHER,
        RuntimeNames.RESUME,
        RuntimeNames.DISPATCH_DESC,
        true);
  }

  /** Gives a returned value the form that follows; one that is dropped may have any. */
  private void take(SuspensionPoint point) {
    Type result = point.result();
    boolean reference = result.getSort() == Type.OBJECT;
    if (reference && point.await().getNext().getOpcode() == Opcodes.POP) {
      return;
    }
    out.visitVarInsn(Opcodes.ALOAD, slots.context());
    out.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        RuntimeNames.RETURNED_VALUE,
        reference ? "object" : result.getClassName() + "Value",
        "(Ljava/lang/Object;" + RuntimeNames.CONTEXT_DESC + ")" + result.getDescriptor(),
        false);
  }

  /** Calls the start method of a method of the same class. */
  void callStart(MethodShape callee) {
    out.visitMethodInsn(
        callee.method().isStatic() ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL,
        names.owner(),
        callee.startName(),
        callee.startDescriptor(),
        names.isInterface());
  }

  private void callOther(MethodInsnNode call, SuspensionPoint point) {
    String descriptor = MethodShape.startDescriptor(call.desc, point.result());
    if (names.reaches().arePossible() && plan.points().size() <= MOST_WORTH_SIZE) {
      callOpenStart(call, descriptor, point);
    } else {
      callLinked(call, descriptor);
    }
  }

  /**
   * Calls the start method of a method of another class where that is open. Whether it is, is a
   * constant that the JVM computes when the call is first reached, so that compiled code has
   * nothing but the call. Where it is not, the runtime links the call.
   *
   * <pre>
   *   [arguments, context]
   *   invokestatic reaches           {@link StartLinks}
   *   getstatic Boolean.TRUE
   *   if_acmpne LINKED
   *   invokestatic Other.lambda$method$start
   *   goto DONE
   * LINKED:
   *   invokedynamic Bootstraps.call(method)
   * DONE:
   * </pre>
   */
  private void callOpenStart(MethodInsnNode call, String descriptor, SuspensionPoint point) {
    Label linked = new Label();
    Label done = new Label();
    String start = Shapes.openStartName(call.name);
    names.reaches().ask(out, call, descriptor);
    out.visitFieldInsn(Opcodes.GETSTATIC, "java/lang/Boolean", "TRUE", "Ljava/lang/Boolean;");
    out.visitJumpInsn(Opcodes.IF_ACMPNE, linked);
    out.visitMethodInsn(Opcodes.INVOKESTATIC, call.owner, start, descriptor, call.itf);
    out.visitJumpInsn(Opcodes.GOTO, done);
    out.visitLabel(linked);
    frame(point, Type.getArgumentTypes(descriptor));
    callLinked(call, descriptor);
    out.visitLabel(done);
    frame(point, point.result());
  }

  /** Lets the runtime find the start code of a method of another class, if it has any. */
  private void callLinked(MethodInsnNode call, String descriptor) {
    out.visitInvokeDynamicInsn(
        call.name,
        descriptor,
        new Handle(
            Opcodes.H_INVOKESTATIC,
            RuntimeNames.BOOTSTRAPS,
            RuntimeNames.LINK_CALL,
            RuntimeNames.LINK_CALL_DESC,
            false),
        RuntimeNames.ABI,
        StartLinks.handle(call));
  }

  /** Writes a stack map frame: the operands that the point leaves alone, then others. */
  private void frame(SuspensionPoint point, Type... others) {
    Object[] types = Arrays.stream(others).map(Spill::verificationType).toArray();
    frames.write(slots.frameLocals(point.spill().locals()), point.operands(types));
  }
}
