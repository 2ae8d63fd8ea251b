package dev.fermata;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;

/** The event loops of this JVM that are not closed and not forgotten. */
final class LiveLoops {
  /** Each with its number among all that were made. */
  private static final Map<EventLoop, Integer> LOOPS = new WeakHashMap<>();

  private static int made;

  /**
   * Whether there was ever more than one: where that is not so, no future is another loop's. Not
   * volatile, for whoever is handed a future of a second loop has seen that made.
   */
  static boolean several;

  private LiveLoops() {}

  static void add(EventLoop loop) {
    synchronized (LOOPS) {
      LOOPS.put(loop, ++made);
      several = made > 1;
    }
  }

  static void remove(EventLoop loop) {
    synchronized (LOOPS) {
      LOOPS.remove(loop);
    }
  }

  /** A snapshot, in the order in which they were made. */
  static Collection<EventLoop> inOrder() {
    Map<Integer, EventLoop> loops = new TreeMap<>();
    synchronized (LOOPS) {
      LOOPS.forEach((loop, number) -> loops.put(number, loop));
    }
    return loops.values();
  }
}
