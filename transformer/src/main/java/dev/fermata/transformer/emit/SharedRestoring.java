package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.SavedValue;
import dev.fermata.transformer.plan.Sharing;
import dev.fermata.transformer.plan.Sharing.Node;
import dev.fermata.transformer.plan.SuspensionPoint;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Writes the restoring blocks of the trees of a {@link Sharing}: from the root, each node takes
 * what its parent does not have, and goes on to one of its points or children.
 *
 * <pre>
 *   R1: R2: …                     key = RANKS.charAt(point), aload frame, SavedValues.of
 *   ROOT: [SavedValues]           take
 *                                 if key is a child's, goto CHILD; if it is OTHERS', goto OTHERS
 *                                 pop, load the operands, aload context, goto D1
 *   OTHERS: [SavedValues]         pop, load the operands, switch on key: D3 D4
 *   CHILD: [SavedValues]          take …
 * </pre>
 *
 * <p>The ranks number the points in the order of the trees, so that those of a node and its
 * children are a range.
 */
final class SharedRestoring {
  private final ResumeEmitter body;
  private final CodeWriter out;
  private final Slots slots;
  private final List<Node> nodes;
  private final List<Label> labels = new ArrayList<>();
  private final SavedValuesEmitter values;
  private final String ranks;

  /** Whether the tree at hand has more than one point. */
  private boolean keyed;

  SharedRestoring(ResumeEmitter body) {
    this.body = body;
    this.out = body.out;
    this.slots = body.slots;
    this.nodes = body.plan.sharing().nodes();
    this.values = new SavedValuesEmitter(out, slots, body.names.casts());
    this.ranks = ranks();
    nodes.forEach(node -> labels.add(new Label()));
  }

  private String ranks() {
    char[] numbered = new char[body.plan.points().size() + 1];
    for (Node node : nodes) {
      for (int i = 0; i < node.points().size(); i++) {
        numbered[node.points().get(i).number()] = (char) (node.rank() + i);
      }
    }
    return new String(numbered);
  }

  /**
   * Where a key leads from a node.
   *
   * @param points points of the node that go on alike; null for a child
   * @param first the smallest of the keys
   */
  private record Way(Label label, List<SuspensionPoint> points, int first) {}

  void write() {
    for (int index = 0; index < nodes.size(); index++) {
      Node node = nodes.get(index);
      if (!isNeeded(index)) {
        index = node.end() - 1;
        continue;
      }
      if (node.isRoot()) {
        enter(index);
      } else {
        body.label(labels.get(index));
        frame(nodes.get(node.parent()));
      }
      values.take(node.added());
      List<Way> ways = ways(index);
      choose(ways, node);
      for (Way way : ways) {
        if (way.points != null) {
          deliver(way, node, way.equals(ways.get(0)));
        }
      }
    }
  }

  private void enter(int root) {
    List<SuspensionPoint> points = new ArrayList<>();
    nodes.subList(root, nodes.get(root).end()).forEach(node -> points.addAll(node.points()));
    points.removeIf(point -> !body.resumesAt(point));
    points.forEach(point -> body.label(body.restoreLabel(point)));
    body.frame(slots.frameLocals(List.of()));
    keyed = points.size() > 1;
    if (keyed) {
      out.visitLdcInsn(ranks);
      body.pushPoint();
      out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "charAt", "(I)C", false);
      out.visitVarInsn(Opcodes.ISTORE, slots.temporaries());
    }
    out.visitVarInsn(Opcodes.ALOAD, slots.frame());
    out.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        RuntimeNames.SAVED_VALUES,
        RuntimeNames.OF_FRAME,
        RuntimeNames.OF_FRAME_DESC,
        false);
  }

  private void frame(Node node) {
    body.frame(slots.sharedLocals(node.values(), keyed), RuntimeNames.SAVED_VALUES);
  }

  /** Whether a frame goes on in this method from a point in a node's tree. */
  private boolean isNeeded(int index) {
    return nodes.subList(index, nodes.get(index).end()).stream()
        .anyMatch(node -> node.points().stream().anyMatch(body::resumesAt));
  }

  /** Where it goes from a node, in the order of the keys. */
  private List<Way> ways(int index) {
    Node node = nodes.get(index);
    List<Way> ways = new ArrayList<>();
    List<SuspensionPoint> points = node.points();
    for (int from = 0; from < points.size(); ) {
      int to = from + 1;
      while (to < points.size() && goOnAlike(points.get(from), points.get(to))) {
        to++;
      }
      if (body.resumesAt(points.get(from))) {
        ways.add(new Way(new Label(), points.subList(from, to), node.rank() + from));
      }
      from = to;
    }
    for (int child = index + 1; child < node.end(); child = nodes.get(child).end()) {
      if (isNeeded(child)) {
        ways.add(new Way(labels.get(child), null, nodes.get(child).rank()));
      }
    }
    return ways;
  }

  private boolean goOnAlike(SuspensionPoint one, SuspensionPoint other) {
    return body.resumesAt(one) == body.resumesAt(other)
        && body.awaitsAgain(one) == body.awaitsAgain(other)
        && one.spill().stack().equals(other.spill().stack());
  }

  /** Goes to one of several ways; to the first by going on. */
  private void choose(List<Way> ways, Node node) {
    int count = ways.size();
    while (count > 1) {
      int middle = count / 2;
      out.visitVarInsn(Opcodes.ILOAD, slots.temporaries());
      Insns.push(out, ways.get(middle).first);
      if (middle == count - 1) {
        out.visitJumpInsn(Opcodes.IF_ICMPGE, ways.get(middle).label);
      } else {
        Label lower = new Label();
        out.visitJumpInsn(Opcodes.IF_ICMPLT, lower);
        jump(ways.subList(middle, count), node);
        body.label(lower);
        frame(node);
      }
      count = middle;
    }
  }

  private void jump(List<Way> ways, Node node) {
    choose(ways, node);
    out.visitJumpInsn(Opcodes.GOTO, ways.get(0).label);
  }

  private void deliver(Way way, Node node, boolean first) {
    if (!first) {
      body.label(way.label);
      frame(node);
    }
    out.visitInsn(Opcodes.POP);
    SuspensionPoint point = way.points.get(0);
    loadOperands(point);
    if (body.awaitsAgain(point)) {
      out.visitVarInsn(Opcodes.ALOAD, slots.context());
    }
    if (way.points.size() == 1) {
      out.visitJumpInsn(Opcodes.GOTO, body.deliveryLabel(point));
      return;
    }
    out.visitVarInsn(Opcodes.ILOAD, slots.temporaries());
    Label[] targets = way.points.stream().map(body::deliveryLabel).toArray(Label[]::new);
    out.visitTableSwitchInsn(way.first, way.first + targets.length - 1, targets[0], targets);
  }

  private void loadOperands(SuspensionPoint point) {
    int place = Sharing.OPERANDS;
    for (SavedValue operand : point.spill().stack()) {
      if (operand.isNull()) {
        out.visitInsn(Opcodes.ACONST_NULL);
      } else {
        out.visitVarInsn(operand.loadOpcode(), slots.of(place));
      }
      place += operand.isWide() ? 2 : 1;
    }
  }
}
