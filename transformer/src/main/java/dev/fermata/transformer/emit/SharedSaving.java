package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.SavedValue;
import dev.fermata.transformer.plan.Sharing;
import dev.fermata.transformer.plan.Sharing.Node;
import dev.fermata.transformer.plan.Spill;
import dev.fermata.transformer.plan.SuspensionPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the suspension blocks of a method whose points share them.
 *
 * <pre>
 *   S1: [operands, value]         push 1, goto ENTRY
 *   S2: [operands, value]         push 2
 *   ENTRY: [operands, value, int] store, pop, operands to temporaries, load, SavedValues.begin
 *   NODE: [SavedValues]           add what the parent does not save, zero what it saves besides
 *                                 goto PARENT
 *   …
 *   ROOT: [SavedValues]           add, SavedValues.frame, push the frame, return a dummy
 * </pre>
 *
 * <p>Points that are in no tree share only what is the same as a whole.
 */
final class SharedSaving {
  private final BodyEmitter body;
  private final CodeWriter out;
  private final Slots slots;
  private final List<Node> nodes;
  private final List<Label> labels = new ArrayList<>();
  private final SavedValuesEmitter values;

  SharedSaving(BodyEmitter body) {
    this.body = body;
    this.out = body.out;
    this.slots = body.slots;
    this.nodes = body.plan.sharing().nodes();
    this.values = new SavedValuesEmitter(out, slots, body.names.casts());
    nodes.forEach(node -> labels.add(new Label()));
  }

  /** What the blocks of points must have in common to be one. */
  private record Entry(Spill spill, Type result) {}

  void write() {
    entries(body.plan.sharing().others()).values().forEach(this::alike);
    boolean[] active = active();
    for (int node = nodes.size() - 1; node >= 0; node--) {
      if (active[node]) {
        node(node);
      }
    }
  }

  private Map<Entry, List<SuspensionPoint>> entries(List<SuspensionPoint> points) {
    Map<Entry, List<SuspensionPoint>> entries = new LinkedHashMap<>();
    for (SuspensionPoint point : points) {
      if (body.canSuspend(point)) {
        Entry entry = new Entry(point.spill(), point.result());
        entries.computeIfAbsent(entry, e -> new ArrayList<>()).add(point);
      }
    }
    return entries;
  }

  /** The nodes through whose code a point of this copy goes. */
  private boolean[] active() {
    boolean[] active = new boolean[nodes.size()];
    for (int node = nodes.size() - 1; node >= 0; node--) {
      active[node] |= nodes.get(node).points().stream().anyMatch(body::canSuspend);
      if (active[node] && !nodes.get(node).isRoot()) {
        active[nodes.get(node).parent()] = true;
      }
    }
    return active;
  }

  // ------------------------------------------------------------------ blocks

  private void alike(List<SuspensionPoint> points) {
    if (points.size() == 1) {
      body.suspensionBlock(points.get(0));
      return;
    }
    Spill spill = points.get(0).spill();
    enter(points);
    out.visitVarInsn(Opcodes.ISTORE, slots.temporaries());
    drop(points.get(0));
    new SpillEmitter(out, spill, slots::of, slots.temporaries() + 1, body.names.casts())
        .save(body::pushOldFrame, body::pushDispatcher, this::pushState);
    body.pushFrame();
  }

  private void pushState() {
    out.visitVarInsn(Opcodes.ILOAD, slots.temporaries());
    int method = body.state(0);
    if (method != 0) {
      Insns.push(out, method);
      out.visitInsn(Opcodes.IOR);
    }
  }

  /** Pushes the number of one of the points, on top of its operands and the dummy value. */
  private void enter(List<SuspensionPoint> points) {
    Label entry = new Label();
    SuspensionPoint last = points.get(points.size() - 1);
    for (SuspensionPoint point : points) {
      suspended(point);
      Insns.push(out, point.number());
      if (point.number() < last.number()) {
        out.visitJumpInsn(Opcodes.GOTO, entry);
      }
    }
    body.label(entry);
    body.frameOf(last, Spill.verificationType(last.result()), Opcodes.INTEGER);
  }

  private void suspended(SuspensionPoint point) {
    body.label(body.suspensionLabel(point));
    body.frameOf(point, Spill.verificationType(point.result()));
  }

  private void drop(SuspensionPoint point) {
    out.visitInsn(point.result().getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
  }

  private void node(int index) {
    Node node = nodes.get(index);
    List<List<SuspensionPoint>> entries = List.copyOf(entries(node.points()).values());
    for (int i = 0; i < entries.size(); i++) {
      begin(entries.get(i), node.size());
      if (i < entries.size() - 1) {
        out.visitJumpInsn(Opcodes.GOTO, labels.get(index));
      }
    }
    body.label(labels.get(index));
    // A variable that is null by its type need not be there, as it is not saved.
    List<SavedValue> saved = node.values().stream().filter(value -> !value.isNull()).toList();
    body.frame(slots.sharedLocals(saved, false), RuntimeNames.SAVED_VALUES);
    values.add(node.added());
    values.fill(node.missing());
    if (node.isRoot()) {
      end();
    } else if (node.parent() != index - 1 || canSuspend(node.parent())) {
      out.visitJumpInsn(Opcodes.GOTO, labels.get(node.parent()));
    }
  }

  private boolean canSuspend(int node) {
    return nodes.get(node).points().stream().anyMatch(body::canSuspend);
  }

  private void begin(List<SuspensionPoint> points, Sharing.Size size) {
    SuspensionPoint first = points.get(0);
    if (points.size() == 1) {
      suspended(first);
      drop(first);
      storeOperands(first);
      Insns.push(out, first.number());
    } else {
      enter(points);
      out.visitVarInsn(Opcodes.ISTORE, slots.temporaries());
      drop(first);
      storeOperands(first);
      out.visitVarInsn(Opcodes.ILOAD, slots.temporaries());
    }
    values.begin(size);
  }

  private void storeOperands(SuspensionPoint point) {
    List<SavedValue> operands = point.spill().stack();
    int place = Sharing.OPERANDS;
    for (SavedValue operand : operands) {
      place += operand.isWide() ? 2 : 1;
    }
    for (int i = operands.size() - 1; i >= 0; i--) {
      SavedValue operand = operands.get(i);
      place -= operand.isWide() ? 2 : 1;
      if (operand.isNull()) {
        out.visitInsn(Opcodes.POP);
      } else {
        out.visitVarInsn(operand.storeOpcode(), slots.of(place));
      }
    }
  }

  private void end() {
    if (slots.hasReceiver()) {
      out.visitVarInsn(Opcodes.ALOAD, 0);
    } else {
      out.visitInsn(Opcodes.ACONST_NULL);
    }
    body.pushOldFrame();
    body.pushDispatcher();
    Insns.push(out, body.state(0) >>> 16);
    out.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        RuntimeNames.SAVED_VALUES,
        RuntimeNames.END,
        RuntimeNames.END_DESC,
        false);
    body.pushFrame();
  }
}
