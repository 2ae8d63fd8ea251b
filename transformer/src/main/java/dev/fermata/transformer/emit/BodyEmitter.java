package dev.fermata.transformer.emit;

import dev.fermata.transformer.analyse.DefiniteAssignment;
import dev.fermata.transformer.model.Boxing;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.MethodShape;
import dev.fermata.transformer.plan.Spill;
import dev.fermata.transformer.plan.SuspensionPoint;
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
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Writes one of the two copies of a body: the order of the code is
 *
 * <pre>
 *   entry                      start: goto BODY        resume: switch on the frame's state
 *   S1: save, return a dummy   the suspension blocks, in no line and in no protected range
 *   S2: …
 *   R1: restore, goto D1       the restoring blocks, only in resume
 *   R2: …
 *   ABANDON:                   where an error of saving goes
 *   BODY: the original code, each await as
 *
 *       [object]               aload context
 *                              invokestatic Awaited.await       (or its parts, or the callee's start method)
 *                              aload context
 *                              getfield Context.suspended
 *                              ifne Sk                          resume: ifeq Ck, goto Sk
 *                        Dk:                                    resume: take the value or throw the error
 *       [value]          Ck:
 * </pre>
 *
 * <p>{@code Dk} stands inside the protected ranges of the original await, so that an awaited error
 * enters its handlers; the blocks before {@code BODY} stand outside of all. Having no line of their
 * own, they are never stepped into.
 */
abstract class BodyEmitter {
  final GeneratedClass names;
  final MethodPlan plan;
  final MethodShape shape;
  final Slots slots;
  final MethodNode out;
  final CallEmitter calls;
  final LabelNode bodyLabel = new LabelNode();

  private final InsnList insns;
  private final LabelCopies labels;
  private final List<LabelNode> suspend = new ArrayList<>();

  /** The point whose await stands at an index; null where there is none. */
  private final SuspensionPoint[] awaits;

  /** The indexes of the calls that go to start code and are not made themselves. */
  private final BitSet replacedCalls = new BitSet();

  private final LabelNode savingStart = new LabelNode();
  private final LabelNode savingEnd = new LabelNode();
  private final AbstractInsnNode[] copies;

  /** The indexes of the instructions of which a copy has code. */
  private final BitSet copied = new BitSet();

  private final FrameWriter frames;
  private final Lines lines;

  BodyEmitter(GeneratedClass names, MethodPlan plan, MethodNode out, boolean resume) {
    this.names = names;
    this.plan = plan;
    this.shape = plan.shape();
    this.slots = new Slots(names.owner(), plan, resume);
    this.out = out;
    this.insns = plan.body().instructions;
    this.labels = new LabelCopies(insns);
    this.frames = new FrameWriter(out, slots, labels);
    this.lines = new Lines(out);
    this.calls = new CallEmitter(out, names, plan, slots, frames);
    this.copies = new AbstractInsnNode[insns.size()];
    this.awaits = new SuspensionPoint[insns.size()];
    for (SuspensionPoint point : plan.points()) {
      suspend.add(new LabelNode());
      awaits[insns.indexOf(point.await())] = point;
      if (point.awaited() != null && point.awaited().isReplaced()) {
        replacedCalls.set(insns.indexOf(point.awaited().call()));
      }
    }
  }

  /** Writes the whole method. */
  final MethodNode emit() {
    entry();
    if (!plan.points().isEmpty()) {
      label(savingStart);
      plan.points().stream().filter(this::canSuspend).forEach(this::suspensionBlock);
      label(savingEnd);
      restoringBlocks();
      abandonBlock();
    }
    bodyStart();
    body();
    new DebugTables(plan.body(), labels, slots, visibleRanges(), copied).copyTo(out);
    lines.moveIncomplete();
    return out;
  }

  private VisibleRanges visibleRanges() {
    boolean any = plan.body().localVariables != null && !plan.body().localVariables.isEmpty();
    DefiniteAssignment assignment = any ? assignment() : null;
    return new VisibleRanges(insns, out.instructions, labels, copies, assignment);
  }

  /** Tells which variables have values where; null where all have that the original says have. */
  abstract DefiniteAssignment assignment();

  /** Writes what comes before the blocks. */
  abstract void entry();

  /** Writes the blocks that restore, where there are any. */
  abstract void restoringBlocks();

  /** Writes the label of the body and its stack map frame, where the entry jumps to it. */
  abstract void bodyStart();

  /** Whether an instruction of the original body can be reached in this copy. */
  abstract boolean isReachable(int index);

  /** Pushes the frame that a suspension may use again, or null. */
  abstract void pushOldFrame();

  /** Returns the value on the operand stack, of the type {@code shape.value()}, from the method. */
  abstract void returnValue();

  /** Returns anything, because the context says that the method has suspended. */
  abstract void returnDummy();

  /** Writes what stands between the awaited object's code and a point's call. */
  abstract void beforeCall(SuspensionPoint point);

  /**
   * Writes how a point goes on after its call, which may be missing: the test of the flag, and in
   * resume the delivery.
   */
  abstract void afterCall(SuspensionPoint point, boolean called);

  /** Whether the call of a point is in this copy, and so needs a block that saves. */
  final boolean canSuspend(SuspensionPoint point) {
    return isReachable(insns.indexOf(point.await()));
  }

  final LabelNode suspensionLabel(SuspensionPoint point) {
    return suspend.get(point.number() - 1);
  }

  // ------------------------------------------------------------------ blocks

  private void suspensionBlock(SuspensionPoint point) {
    label(suspensionLabel(point));
    List<Object> stack = point.operands();
    stack.add(Spill.verificationType(point.result()));
    frame(slots.frameLocals(point.spill().locals()), stack);
    out.visitInsn(point.result().getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
    spillEmitter(point.spill())
        .save(this::pushOldFrame, this::pushDispatcher, state(point.number()));
    out.visitVarInsn(Opcodes.ALOAD, slots.context());
    out.visitInsn(Opcodes.SWAP);
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        RuntimeNames.CONTEXT,
        RuntimeNames.PUSH,
        RuntimeNames.PUSH_DESC,
        false);
    returnDummy();
  }

  /**
   * An error while a frame is made, for want of memory or stack, must not leave the context
   * suspended.
   *
   * <pre>
   * ABANDON: [error]  aload context, swap, invokevirtual Context.abandon, athrow
   * </pre>
   */
  private void abandonBlock() {
    if (plan.points().stream().noneMatch(this::canSuspend)) {
      return;
    }
    LabelNode handler = new LabelNode();
    out.tryCatchBlocks.add(new TryCatchBlockNode(savingStart, savingEnd, handler, null));
    label(handler);
    frame(slots.frameLocals(List.of()), List.of("java/lang/Throwable"));
    out.visitVarInsn(Opcodes.ALOAD, slots.context());
    out.visitInsn(Opcodes.SWAP);
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        RuntimeNames.CONTEXT,
        RuntimeNames.ABANDON,
        RuntimeNames.ABANDON_DESC,
        false);
    out.visitInsn(Opcodes.ATHROW);
  }

  final SpillEmitter spillEmitter(Spill spill) {
    return new SpillEmitter(out, spill, slots::of, slots.temporaries(), names.casts());
  }

  final void pushDispatcher() {
    out.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        names.owner(),
        names.dispatcher(),
        "()" + RuntimeNames.DISPATCHER_DESC,
        names.isInterface());
  }

  final int state(int point) {
    return shape.method().number() << 16 | point;
  }

  // ------------------------------------------------------------------ body

  private void body() {
    for (int index = 0; index < awaits.length; index++) {
      instruction(insns.get(index), index);
      if (awaits[index] != null && awaits[index].unboxed()) {
        index += 2;
      }
    }
  }

  private void instruction(AbstractInsnNode insn, int index) {
    if (insn instanceof LabelNode) {
      label(labels.at(index));
    } else if (insn instanceof LineNumberNode line) {
      lines.begin(line);
    } else if (insn instanceof FrameNode frame) {
      if (isReachable(indexOfNextReal(index))) {
        frames.copy(frame, plan.liveness(), index);
      }
    } else {
      AbstractInsnNode last = out.instructions.getLast();
      realInstruction(insn, index);
      copies[index] = last == null ? out.instructions.getFirst() : last.getNext();
      copied.set(index, hasCode(copies[index]));
    }
  }

  private static boolean hasCode(AbstractInsnNode first) {
    return first != null && (first.getOpcode() >= 0 || Insns.nextReal(first) != null);
  }

  private void realInstruction(AbstractInsnNode insn, int index) {
    SuspensionPoint point = awaits[index];
    boolean reachable = isReachable(index);
    if (!reachable) {
      lines.leaveOut();
    }
    if (reachable || point != null) {
      lines.write();
    }
    if (point != null) {
      if (reachable) {
        beforeCall(point);
        calls.call(point);
      }
      afterCall(point, reachable);
    } else if (reachable && insn.getOpcode() == Opcodes.ARETURN) {
      returnValue();
    } else if (reachable && !replacedCalls.get(index)) {
      copy(insn);
    }
  }

  final void testSuspended(int jump, LabelNode target) {
    out.visitVarInsn(Opcodes.ALOAD, slots.context());
    out.visitFieldInsn(Opcodes.GETFIELD, RuntimeNames.CONTEXT, RuntimeNames.SUSPENDED, "Z");
    out.instructions.add(new JumpInsnNode(jump, target));
  }

  /**
   * Whether a primitive result must be boxed, because the code that follows expects the object that
   * await gives.
   */
  static boolean needsBox(SuspensionPoint point) {
    return point.result().getSort() != Type.OBJECT && !point.unboxed();
  }

  final void box(SuspensionPoint point) {
    if (needsBox(point)) {
      Boxing.box(out, point.result());
    }
  }

  private void copy(AbstractInsnNode insn) {
    AbstractInsnNode copy = insn.clone(labels);
    if (copy instanceof VarInsnNode access) {
      access.var = slots.of(access.var);
    } else if (copy instanceof IincInsnNode increment) {
      increment.var = slots.of(increment.var);
    }
    out.instructions.add(copy);
  }

  // ------------------------------------------------------------------ frames

  /**
   * Writes the stack map frame where a point goes on, unless the original has one at the same
   * place.
   */
  final void frameAfter(SuspensionPoint point) {
    AbstractInsnNode next = point.await().getNext();
    if (point.unboxed()) {
      next = next.getNext().getNext();
    }
    while (next != null && next.getOpcode() < 0 && !(next instanceof FrameNode)) {
      next = next.getNext();
    }
    if (needsBox(point) || !(next instanceof FrameNode)) {
      List<Object> stack = point.operands();
      stack.add(Spill.verificationType(point.result()));
      frame(slots.frameLocals(point.spill().locals()), stack);
    }
  }

  final void frame(List<Object> locals, List<Object> stack) {
    frames.write(locals, stack);
  }

  private int indexOfNextReal(int index) {
    AbstractInsnNode next = Insns.nextReal(insns.get(index));
    return next == null ? index : insns.indexOf(next);
  }

  final void label(LabelNode label) {
    out.instructions.add(label);
  }
}
