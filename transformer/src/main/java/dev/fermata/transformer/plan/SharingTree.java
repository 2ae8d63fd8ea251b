package dev.fermata.transformer.plan;

import java.util.List;

/**
 * Finds the parents of a {@link Sharing}'s nodes: a forest that grows by what needs the least code,
 * as in Prim's algorithm.
 */
final class SharingTree {
  /** About how many bytes save and restore a value. */
  private static final int ADDED = 16;

  /** And make zero or null of a variable. */
  private static final int MISSING = 4;

  /** And go to the parent and back from it. */
  private static final int LINK = 20;

  /** And make a frame at the root and take it apart. */
  private static final int ROOT = 40;

  private SharingTree() {}

  /**
   * The parent of each node, by their indexes; -1 for a root.
   *
   * @param sets what is alive at each node, a bit for each value
   */
  static int[] parents(List<long[]> sets) {
    int count = sets.size();
    int[] parents = new int[count];
    int[] costs = new int[count];
    for (int node = 0; node < count; node++) {
      parents[node] = -1;
      costs[node] = ROOT + ADDED * beside(sets.get(node), new long[sets.get(node).length]);
    }
    boolean[] placed = new boolean[count];
    for (int i = 0; i < count; i++) {
      int next = cheapest(costs, placed);
      placed[next] = true;
      for (int node = 0; node < count; node++) {
        int cost = placed[node] ? Integer.MAX_VALUE : cost(sets.get(node), sets.get(next));
        if (cost < costs[node]) {
          costs[node] = cost;
          parents[node] = next;
        }
      }
    }
    return parents;
  }

  private static int cheapest(int[] costs, boolean[] placed) {
    int cheapest = -1;
    for (int node = 0; node < costs.length; node++) {
      if (!placed[node] && (cheapest < 0 || costs[node] < costs[cheapest])) {
        cheapest = node;
      }
    }
    return cheapest;
  }

  private static int cost(long[] set, long[] parent) {
    return LINK + ADDED * beside(set, parent) + MISSING * beside(parent, set);
  }

  /** How many values are in one set and not in the other. */
  private static int beside(long[] set, long[] other) {
    int count = 0;
    for (int i = 0; i < set.length; i++) {
      count += Long.bitCount(set[i] & ~other[i]);
    }
    return count;
  }
}
