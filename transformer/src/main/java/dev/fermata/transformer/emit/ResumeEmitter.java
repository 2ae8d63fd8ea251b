package dev.fermata.transformer.emit;

import dev.fermata.transformer.analyse.DefiniteAssignment;
import dev.fermata.transformer.analyse.Reachability;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.ResumePart;
import dev.fermata.transformer.plan.Spill;
import dev.fermata.transformer.plan.SuspensionPoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the resume method: a switch on the frame's state, the blocks that restore, and as much of
 * the body as can follow a suspension.
 *
 * <p>State 0 is a call that has not begun: its block calls the start method, or goes to the body
 * where there is none.
 */
final class ResumeEmitter extends BodyEmitter {
  /**
   * So many points that save the same share one restoring block, at the price of a second switch.
   */
  private static final int SHARED = 8;

  private final ResumePart part;
  private final BitSet reachable;
  private final List<Label> restoreLabels = new ArrayList<>();
  private final List<Label> delivery = new ArrayList<>();
  private final Label noState = new Label();

  private ResumeEmitter(GeneratedClass names, MethodPlan plan, ResumePart part, CodeWriter out) {
    super(names, plan, out, true);
    this.part = part;
    reachable =
        Reachability.after(
            plan.flow(),
            plan.points().stream().filter(part::has).map(SuspensionPoint::await).toList());
    for (int state = 0; state <= plan.points().size(); state++) {
      restoreLabels.add(new Label());
      delivery.add(new Label());
    }
  }

  /** Writes the resume methods of a plan; gives the length of the longest code. */
  static int emit(GeneratedClass names, MethodPlan plan, NewMethods out) {
    int access = GeneratedMethods.access(plan.shape().method());
    int longest = 0;
    for (ResumePart part : plan.parts()) {
      CodeWriter method = out.begin(access, part.name(), RuntimeNames.DISPATCH_DESC);
      longest = Math.max(longest, new ResumeEmitter(names, plan, part, method).emit());
    }
    return longest;
  }

  @Override
  boolean resumesAt(SuspensionPoint point) {
    return part.has(point);
  }

  /** Whether this method is entered by a call that has not begun. */
  private boolean begins() {
    return part.first() == 0;
  }

  /**
   *
   *
   * <pre>
   *   aload frame, aload context     as they came
   *   astore context, astore frame   to where the body does not use the slots
   *   aload frame, getfield state, i2c
   *   tableswitch R0 R1 …
   * </pre>
   */
  @Override
  void entry() {
    int first = slots.hasReceiver() ? 1 : 0;
    out.visitVarInsn(Opcodes.ALOAD, first);
    out.visitVarInsn(Opcodes.ALOAD, first + 1);
    out.visitVarInsn(Opcodes.ASTORE, slots.context());
    out.visitVarInsn(Opcodes.ASTORE, slots.frame());
    pushPoint();
    Label[] labels = restoreLabels.subList(part.first(), part.last() + 1).toArray(Label[]::new);
    out.visitTableSwitchInsn(part.first(), part.last(), noState, labels);
    noStateBlock();
    if (begins()) {
      beginBlock();
    }
  }

  /** Pushes the number of the point where the frame waits. */
  void pushPoint() {
    out.visitVarInsn(Opcodes.ALOAD, slots.frame());
    out.visitFieldInsn(Opcodes.GETFIELD, RuntimeNames.FRAME, RuntimeNames.STATE, "I");
    // The lower 16 bits without a sign, as by "& 0xFFFF" (JVMS 6.5.i2c), but with no constant.
    out.visitInsn(Opcodes.I2C);
  }

  private void noStateBlock() {
    label(noState);
    frame(slots.frameLocals(List.of()));
    out.visitVarInsn(Opcodes.ALOAD, slots.frame());
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        RuntimeNames.FRAME,
        RuntimeNames.UNKNOWN_STATE,
        RuntimeNames.UNKNOWN_STATE_DESC,
        false);
    out.visitInsn(Opcodes.ATHROW);
  }

  private void beginBlock() {
    label(restoreLabels.get(0));
    frame(slots.frameLocals(List.of()));
    Spill parameters = Spill.ofParameters(shape.method().isStatic(), shape.method().node().desc);
    if (shape.hasStart()) {
      beginByCall(parameters);
    } else {
      out.visitVarInsn(Opcodes.ALOAD, slots.frame());
      new SpillEmitter(out, parameters, variable -> variable, slots.temporaries(), names.casts())
          .restore();
      if (plan.receiverStored()) {
        out.visitVarInsn(Opcodes.ALOAD, 0);
        out.visitVarInsn(Opcodes.ASTORE, slots.of(0));
      }
      out.visitJumpInsn(Opcodes.GOTO, bodyLabel);
    }
  }

  private void beginByCall(Spill parameters) {
    if (shape.isPrimitive()) {
      out.visitVarInsn(Opcodes.ALOAD, slots.context());
    }
    if (slots.hasReceiver()) {
      out.visitVarInsn(Opcodes.ALOAD, 0);
    }
    out.visitVarInsn(Opcodes.ALOAD, slots.frame());
    spillEmitter(parameters).restoreAsOperands();
    out.visitVarInsn(Opcodes.ALOAD, slots.context());
    calls.callStart(shape);
    if (shape.isPrimitive()) {
      returned();
    }
    out.visitInsn(Opcodes.ARETURN);
  }

  @Override
  void restoringBlocks() {
    if (plan.points().size() == 1 && plan.sharing() == null) {
      SuspensionPoint point = plan.points().get(0);
      restoringBlock(new Restore(point.spill(), awaitsAgain(point)), plan.points());
      return;
    }
    boolean shared = plan.sharing() != null;
    if (shared) {
      new SharedRestoring(this).write();
    }
    int fewest = shared ? 2 : SHARED;
    Map<Restore, List<SuspensionPoint>> groups = new LinkedHashMap<>();
    for (SuspensionPoint point : shared ? plan.sharing().others() : plan.points()) {
      if (!resumesAt(point)) {
        continue;
      }
      Restore restore = new Restore(point.spill(), awaitsAgain(point));
      groups.computeIfAbsent(restore, key -> new ArrayList<>()).add(point);
    }
    groups.forEach(
        (restore, points) -> {
          if (points.size() >= fewest) {
            restoringBlock(restore, points);
          } else {
            points.forEach(point -> restoringBlock(restore, List.of(point)));
          }
        });
  }

  /** What a restoring block does: blocks that do the same can be one. */
  private record Restore(Spill spill, boolean awaitsAgain) {}

  private void restoringBlock(Restore restore, List<SuspensionPoint> points) {
    points.forEach(point -> label(restoreLabels.get(point.number())));
    frame(slots.frameLocals(List.of()));
    out.visitVarInsn(Opcodes.ALOAD, slots.frame());
    spillEmitter(restore.spill()).restore();
    if (restore.awaitsAgain()) {
      out.visitVarInsn(Opcodes.ALOAD, slots.context());
    }
    if (points.size() == 1) {
      out.visitJumpInsn(Opcodes.GOTO, deliveryLabel(points.get(0)));
    } else {
      pushPoint();
      deliverySwitch(points);
    }
  }

  private void deliverySwitch(List<SuspensionPoint> points) {
    int[] states = points.stream().mapToInt(SuspensionPoint::number).toArray();
    Label[] targets = points.stream().map(this::deliveryLabel).toArray(Label[]::new);
    int last = states[states.length - 1];
    if (last - states[0] + 1 == states.length) {
      out.visitTableSwitchInsn(states[0], last, targets[0], targets);
    } else {
      out.visitLookupSwitchInsn(targets[0], states, targets);
    }
  }

  Label restoreLabel(SuspensionPoint point) {
    return restoreLabels.get(point.number());
  }

  Label deliveryLabel(SuspensionPoint point) {
    return delivery.get(point.number());
  }

  @Override
  void bodyStart() {
    if (!shape.hasStart() && begins()) {
      label(bodyLabel);
      if (!StartEmitter.beginsWithFrame(plan.body().instructions)) {
        frame(slots.parameterLocals(plan.body().desc));
      }
    }
  }

  @Override
  boolean isReachable(int index) {
    return (!shape.hasStart() && begins()) || reachable.get(index);
  }

  @Override
  DefiniteAssignment assignment() {
    BitSet[] saved = new BitSet[plan.body().instructions.size()];
    boolean receiver = slots.hasReceiver() && !slots.receiverMoved();
    for (SuspensionPoint point : plan.points()) {
      if (!resumesAt(point) && !canSuspend(point)) {
        continue;
      }
      BitSet variables = new BitSet();
      variables.set(0, receiver);
      point.spill().locals().forEach(local -> variables.set(local.index()));
      saved[plan.body().instructions.indexOf(point.await())] = variables;
    }
    BitSet entry = new BitSet();
    entry.set(0, shape.method().parameterSlots());
    return new DefiniteAssignment(plan.flow(), saved, shape.hasStart() || !begins() ? null : entry);
  }

  @Override
  void pushOldFrame() {
    out.visitVarInsn(Opcodes.ALOAD, slots.frame());
  }

  /**
   *
   *
   * <pre>
   *   [value]  areturn
   *   [int]    aload context, swap, invokevirtual Context.returned, areturn
   * </pre>
   */
  @Override
  void returnValue() {
    if (shape.isPrimitive()) {
      out.visitVarInsn(Opcodes.ALOAD, slots.context());
      if (shape.value().getSize() == 2) {
        out.visitInsn(Opcodes.DUP_X2);
        out.visitInsn(Opcodes.POP);
      } else {
        out.visitInsn(Opcodes.SWAP);
      }
      returned();
    }
    out.visitInsn(Opcodes.ARETURN);
  }

  private void returned() {
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        RuntimeNames.CONTEXT,
        RuntimeNames.RETURNED,
        "(" + shape.value().getDescriptor() + ")Ljava/lang/Object;",
        false);
  }

  @Override
  void returnDummy() {
    out.visitInsn(Opcodes.ACONST_NULL);
    out.visitInsn(Opcodes.ARETURN);
  }

  /**
   * Whether a point takes its outcome by doing its await again, with the context in the place of
   * the awaited object. That keeps the code short; a call of start code cannot be done again.
   */
  boolean awaitsAgain(SuspensionPoint point) {
    return point.awaited() == null && canSuspend(point);
  }

  @Override
  void beforeCall(SuspensionPoint point) {
    if (resumesAt(point) && awaitsAgain(point)) {
      if (Insns.straightPrevious(point.await()) == null || out.endsWithLine()) {
        // Two stack map frames cannot stand at one place, and a resumed line must not begin again.
        out.visitInsn(Opcodes.NOP);
      }
      label(deliveryLabel(point));
      frameOf(point, "java/lang/Object");
    }
  }

  @Override
  void afterCall(SuspensionPoint point, boolean called) {
    if (awaitsAgain(point)) {
      testSuspended(Opcodes.IFNE, suspensionLabel(point));
    } else if (!resumesAt(point)) {
      testSuspended(Opcodes.IFNE, suspensionLabel(point));
      box(point);
    } else {
      delivery(point, called);
      box(point);
    }
  }

  private void delivery(SuspensionPoint point, boolean called) {
    Label goesOn = new Label();
    if (called) {
      testSuspended(Opcodes.IFEQ, goesOn);
      out.visitJumpInsn(Opcodes.GOTO, suspensionLabel(point));
    }
    label(deliveryLabel(point));
    frameOf(point);
    out.visitVarInsn(Opcodes.ALOAD, slots.context());
    Type result = point.result();
    boolean reference = result.getSort() == Type.OBJECT;
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        RuntimeNames.CONTEXT,
        reference ? "result" : result.getClassName() + "Result",
        "()" + (reference ? "Ljava/lang/Object;" : result.getDescriptor()),
        false);
    if (called) {
      label(goesOn);
      frameAfter(point);
    }
  }
}
