package dev.fermata.transformer.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How the suspension points of a long method share the code that saves and restores.
 *
 * <p>Points that save the same share all of it. The others hang together in trees: a point saves
 * what its parent does not save, and goes on in the parent's code, up to the root; so a variable
 * that is alive at many points is saved by few. What a parent saves beyond that is saved as zero or
 * null. Restoring goes the other way, from the root to the point. The frames of trees are wide.
 *
 * @param nodes the trees, each node before its children and each child's tree as a whole
 * @param others the points that are in no tree
 */
public record Sharing(List<Node> nodes, List<SuspensionPoint> others) {
  /** The variables from this number on are operands, each by its distance from the first. */
  public static final int OPERANDS = 1 << 17;

  /**
   * Points that save the same.
   *
   * @param parent the index of the parent; -1 for a root
   * @param end the index behind the node's tree
   * @param rank how many points of all trees stand before the node's own
   * @param points the points
   * @param values what is alive at them, without fields
   * @param added what of that the parent does not have, in the order in which it is saved
   * @param missing what the parent has besides
   * @param size how much is saved on the way from here to the root
   */
  public record Node(
      int parent,
      int end,
      int rank,
      List<SuspensionPoint> points,
      List<SavedValue> values,
      List<SavedValue> added,
      List<SavedValue> missing,
      Size size) {
    /** Whether the node has no parent. */
    public boolean isRoot() {
      return parent < 0;
    }
  }

  /**
   * Counts values; nulls are not saved.
   *
   * @param refs references
   * @param longs values of 64 bits
   * @param ints values of 32 bits
   */
  public record Size(int refs, int longs, int ints) {
    static Size of(List<SavedValue> values) {
      int refs = 0;
      int longs = 0;
      int nulls = 0;
      for (SavedValue value : values) {
        refs += value.type() instanceof String ? 1 : 0;
        longs += value.isWide() ? 1 : 0;
        nulls += value.isNull() ? 1 : 0;
      }
      return new Size(refs, longs, values.size() - refs - longs - nulls);
    }

    Size plus(Size other) {
      return new Size(refs + other.refs, longs + other.longs, ints + other.ints);
    }
  }

  /** The points of the method, in their order. */
  List<SuspensionPoint> points() {
    List<SuspensionPoint> points = new ArrayList<>(others);
    nodes.forEach(node -> points.addAll(node.points()));
    points.sort(Comparator.comparingInt(SuspensionPoint::number));
    return List.copyOf(points);
  }
}
