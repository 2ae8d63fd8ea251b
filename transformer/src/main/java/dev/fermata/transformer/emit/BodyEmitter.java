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
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;

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
  final CodeWriter out;
  final CallEmitter calls;
  final Label bodyLabel = new Label();

  private final InsnList insns;
  private final List<Label> suspend = new ArrayList<>();

  /** The point whose await stands at an index; null where there is none. */
  private final SuspensionPoint[] awaits;

  /** The indexes of the calls that go to start code and are not made themselves. */
  private final BitSet replacedCalls = new BitSet();

  private final Label savingStart = new Label();
  private final Label savingEnd = new Label();
  private final Label abandon = new Label();

  /** The indexes of the instructions of which the copy has code. */
  private final BitSet copied = new BitSet();

  /** Those, and of the ones of which it has only the line. */
  private final BitSet placed = new BitSet();

  private final FrameWriter frames;
  private final Lines lines;
  private final MethodVisitor copies;

  BodyEmitter(GeneratedClass names, MethodPlan plan, CodeWriter out, boolean resume) {
    this.names = names;
    this.plan = plan;
    this.shape = plan.shape();
    this.slots = new Slots(names.owner(), plan, resume);
    this.out = out;
    this.copies = slots.mapping(out);
    this.insns = plan.body().instructions;
    this.frames = new FrameWriter(out, slots);
    this.lines = new Lines(out);
    this.calls = new CallEmitter(out, names, plan, slots, frames);
    this.awaits = new SuspensionPoint[insns.size()];
    for (SuspensionPoint point : plan.points()) {
      suspend.add(new Label());
      awaits[insns.indexOf(point.await())] = point;
      if (point.awaited() != null && point.awaited().isReplaced()) {
        replacedCalls.set(insns.indexOf(point.awaited().call()));
      }
    }
  }

  /**
   * Writes the whole method.
   *
   * @return the length of its code, before its jumps get the form that they need
   */
  final int emit() {
    // The other copy has used the labels of the body.
    insns.resetLabels();
    findCopied();
    VisibleRanges ranges = new VisibleRanges(insns, placed, hasVariables() ? assignment() : null);
    DebugTables tables = new DebugTables(plan.body(), out, slots, ranges, copied);
    boolean saves = plan.points().stream().anyMatch(this::canSuspend);
    if (saves) {
      out.visitTryCatchBlock(savingStart, savingEnd, abandon, null);
    }
    tables.writeHandlers(saves ? 1 : 0);
    entry();
    if (!plan.points().isEmpty()) {
      blocks(saves);
    }
    bodyStart();
    body(ranges);
    int length = out.endCode();
    tables.writeVariables();
    out.end();
    return length;
  }

  private boolean hasVariables() {
    return plan.body().localVariables != null && !plan.body().localVariables.isEmpty();
  }

  private void findCopied() {
    boolean beginsLine = false;
    for (int index = 0; index < awaits.length; index++) {
      AbstractInsnNode insn = insns.get(index);
      if (insn instanceof LineNumberNode) {
        beginsLine = true;
      } else if (insn.getOpcode() >= 0 && (goesOnAt(index) || isReachable(index))) {
        copied.set(index, !replacedCalls.get(index));
        placed.set(index, !replacedCalls.get(index) || beginsLine);
        beginsLine = false;
      }
      index += skippedAfter(index);
    }
  }

  private boolean goesOnAt(int index) {
    return awaits[index] != null && resumesAt(awaits[index]);
  }

  /** How many instructions fall away behind one, because they unbox what is not boxed. */
  private int skippedAfter(int index) {
    return awaits[index] != null && awaits[index].unboxed() ? 2 : 0;
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

  /** Whether a frame that waits at a point goes on in this copy. */
  abstract boolean resumesAt(SuspensionPoint point);

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

  final Label suspensionLabel(SuspensionPoint point) {
    return suspend.get(point.number() - 1);
  }

  // ------------------------------------------------------------------ blocks

  private void blocks(boolean saves) {
    if (plan.sharing() == null) {
      label(savingStart);
      plan.points().stream().filter(this::canSuspend).forEach(this::suspensionBlock);
      label(savingEnd);
      restoringBlocks();
    } else {
      // Jumps from the body to the suspension blocks are the ones that double in their long form.
      restoringBlocks();
      label(savingStart);
      new SharedSaving(this).write();
      label(savingEnd);
    }
    if (saves) {
      abandonBlock();
    }
  }

  final void suspensionBlock(SuspensionPoint point) {
    label(suspensionLabel(point));
    frameOf(point, Spill.verificationType(point.result()));
    out.visitInsn(point.result().getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
    spillEmitter(point.spill())
        .save(
            this::pushOldFrame, this::pushDispatcher, () -> Insns.push(out, state(point.number())));
    pushFrame();
  }

  /** Leaves the frame on the operand stack to the context, and returns. */
  final void pushFrame() {
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
    label(abandon);
    frame(slots.frameLocals(List.of()), "java/lang/Throwable");
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
    return names.state(shape.method(), point);
  }

  // ------------------------------------------------------------------ body

  private void body(VisibleRanges ranges) {
    for (int index = 0; index < awaits.length; index++) {
      Label mark = ranges.markOf(index);
      if (mark != null) {
        label(mark);
      }
      instruction(insns.get(index), index);
      index += skippedAfter(index);
    }
  }

  private void instruction(AbstractInsnNode insn, int index) {
    if (insn instanceof LabelNode label) {
      label(label.getLabel());
    } else if (insn instanceof LineNumberNode line) {
      lines.begin(line);
    } else if (insn instanceof FrameNode frame) {
      if (isReachable(indexOfNextReal(index))) {
        frames.copy(frame, plan.liveness(), index);
      }
    } else {
      realInstruction(insn, index);
    }
  }

  private void realInstruction(AbstractInsnNode insn, int index) {
    SuspensionPoint point = awaits[index];
    boolean reachable = isReachable(index);
    if (!reachable) {
      lines.leaveOut();
    }
    boolean resumed = goesOnAt(index);
    if (reachable || resumed) {
      lines.write();
    }
    if (point != null) {
      if (reachable) {
        beforeCall(point);
        calls.call(point);
      }
      if (reachable || resumed) {
        afterCall(point, reachable);
      }
    } else if (reachable && insn.getOpcode() == Opcodes.ARETURN) {
      returnValue();
    } else if (reachable && !replacedCalls.get(index)) {
      insn.accept(copies);
    }
  }

  final void testSuspended(int jump, Label target) {
    out.visitVarInsn(Opcodes.ALOAD, slots.context());
    out.visitFieldInsn(Opcodes.GETFIELD, RuntimeNames.CONTEXT, RuntimeNames.SUSPENDED, "Z");
    out.visitJumpInsn(jump, target);
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
      frameOf(point, Spill.verificationType(point.result()));
    }
  }

  /** Writes the stack map frame of a point: its operands, and others on top of them. */
  final void frameOf(SuspensionPoint point, Object... others) {
    frame(slots.frameLocals(point.spill().locals()), point.operands(others));
  }

  final void frame(Object[] locals, Object... stack) {
    frames.write(locals, stack);
  }

  private int indexOfNextReal(int index) {
    AbstractInsnNode next = Insns.nextReal(insns.get(index));
    return next == null ? index : insns.indexOf(next);
  }

  final void label(Label label) {
    out.visitLabel(label);
  }
}
