package dev.fermata.transformer.plan;

import dev.fermata.transformer.plan.Sharing.Node;
import dev.fermata.transformer.plan.Sharing.Size;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;

/**
 * Plans the trees of a {@link Sharing}. There is no recursion, because a tree may be a long chain.
 */
final class SharingPlanner {
  private static final List<Object> TYPES =
      List.of(Opcodes.INTEGER, Opcodes.FLOAT, Opcodes.LONG, Opcodes.DOUBLE, Opcodes.NULL);

  /** The order in which values are saved: those of a type together. */
  private static final Comparator<SavedValue> ORDER =
      Comparator.<SavedValue>comparingInt(value -> TYPES.indexOf(value.type()))
          .thenComparingInt(SavedValue::index);

  private final List<Group> groups;
  private final int[] parents;
  private final List<List<Integer>> children = new ArrayList<>();
  private final List<SuspensionPoint> others;

  /** The groups of the trees, in the order of their nodes. */
  private final List<Integer> order = new ArrayList<>();

  /** Points that save the same. */
  private record Group(List<SavedValue> values, List<SuspensionPoint> points) {
    boolean isWide() {
      return points.get(0).spill().shape().wide();
    }
  }

  private SharingPlanner(List<Group> groups, int[] parents, List<SuspensionPoint> others) {
    this.groups = groups;
    this.parents = parents;
    this.others = others;
    groups.forEach(group -> children.add(new ArrayList<>()));
    for (int i = 0; i < parents.length; i++) {
      if (parents[i] >= 0) {
        children.get(parents[i]).add(i);
      }
    }
  }

  /**
   * Plans.
   *
   * @param all whether all points may be in trees, and not only those that have wide frames anyway
   */
  static Sharing plan(List<SuspensionPoint> points, boolean all) {
    Map<List<SavedValue>, Group> groups = new LinkedHashMap<>();
    List<SuspensionPoint> others = new ArrayList<>();
    for (SuspensionPoint point : points) {
      if (all || point.spill().shape().wide()) {
        List<SavedValue> values = values(point.spill());
        groups.computeIfAbsent(values, v -> new Group(v, new ArrayList<>())).points().add(point);
      } else {
        others.add(point);
      }
    }
    List<Group> list = List.copyOf(groups.values());
    int[] parents = SharingTree.parents(sets(list));
    return new SharingPlanner(list, parents, others).sharing();
  }

  /** What is alive at a point; an operand that is null is made anew by each. */
  private static List<SavedValue> values(Spill spill) {
    List<SavedValue> values = new ArrayList<>();
    for (SavedValue local : spill.locals()) {
      values.add(new SavedValue(local.index(), local.type(), -1, false));
    }
    int place = Sharing.OPERANDS;
    for (SavedValue operand : spill.stack()) {
      if (!operand.isNull()) {
        values.add(new SavedValue(place, operand.type(), -1, false));
      }
      place += operand.isWide() ? 2 : 1;
    }
    return List.copyOf(values);
  }

  /** The groups' values as sets of numbers, a bit each. */
  private static List<long[]> sets(List<Group> groups) {
    Map<SavedValue, Integer> numbers = new HashMap<>();
    for (Group group : groups) {
      group.values().forEach(value -> numbers.putIfAbsent(value, numbers.size()));
    }
    List<long[]> sets = new ArrayList<>();
    for (Group group : groups) {
      long[] set = new long[(numbers.size() + Long.SIZE - 1) / Long.SIZE];
      for (SavedValue value : group.values()) {
        int number = numbers.get(value);
        set[number / Long.SIZE] |= 1L << number;
      }
      sets.add(set);
    }
    return sets;
  }

  private Sharing sharing() {
    for (int group = 0; group < parents.length; group++) {
      if (parents[group] < 0) {
        if (children.get(group).isEmpty() && !groups.get(group).isWide()) {
          others.addAll(groups.get(group).points());
        } else {
          walk(group);
        }
      }
    }
    others.sort(Comparator.comparingInt(SuspensionPoint::number));
    return new Sharing(nodes(), List.copyOf(others));
  }

  /** Puts a tree into the order. */
  private void walk(int root) {
    Deque<Integer> waiting = new ArrayDeque<>(List.of(root));
    while (!waiting.isEmpty()) {
      int group = waiting.pop();
      order.add(group);
      List<Integer> below = children.get(group);
      for (int i = below.size() - 1; i >= 0; i--) {
        waiting.push(below.get(i));
      }
    }
  }

  private List<Node> nodes() {
    int[] places = new int[parents.length];
    for (int place = 0; place < order.size(); place++) {
      places[order.get(place)] = place;
    }
    int[] ends = new int[order.size()];
    for (int place = ends.length - 1; place >= 0; place--) {
      List<Integer> below = children.get(order.get(place));
      ends[place] = below.isEmpty() ? place + 1 : ends[places[below.get(below.size() - 1)]];
    }
    List<Node> nodes = new ArrayList<>();
    int rank = 0;
    for (int group : order) {
      int parent = parents[group] < 0 ? -1 : places[parents[group]];
      Node above = parent < 0 ? null : nodes.get(parent);
      nodes.add(node(groups.get(group), parent, above, ends[nodes.size()], rank));
      rank += groups.get(group).points().size();
    }
    return List.copyOf(nodes);
  }

  private static Node node(Group group, int parent, Node above, int end, int rank) {
    List<SavedValue> others = above == null ? List.of() : above.values();
    List<SavedValue> added = without(group.values(), others);
    Size size = Size.of(added);
    return new Node(
        parent,
        end,
        rank,
        group.points().stream().map(SuspensionPoint::inWideFrame).toList(),
        group.values(),
        added,
        without(others, group.values()),
        above == null ? size : size.plus(above.size()));
  }

  private static List<SavedValue> without(List<SavedValue> some, List<SavedValue> others) {
    List<SavedValue> rest = new ArrayList<>(some);
    rest.removeAll(new HashSet<>(others));
    rest.sort(ORDER);
    return List.copyOf(rest);
  }
}
