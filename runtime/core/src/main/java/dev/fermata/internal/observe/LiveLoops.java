package dev.fermata.internal.observe;

import dev.fermata.EventLoop;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;

/** The event loops of this JVM that are not closed and not forgotten. */
public final class LiveLoops {
  /** Each with its number among all that were made. */
  private static final Map<EventLoop, Integer> LOOPS = new WeakHashMap<>();

  private static int made;

  private LiveLoops() {}

  public static void add(EventLoop loop) {
    synchronized (LOOPS) {
      LOOPS.put(loop, ++made);
    }
  }

  public static void remove(EventLoop loop) {
    synchronized (LOOPS) {
      LOOPS.remove(loop);
    }
  }

  /** A snapshot, in the order in which they were made. */
  public static Collection<EventLoop> inOrder() {
    Map<Integer, EventLoop> loops = new TreeMap<>();
    synchronized (LOOPS) {
      LOOPS.forEach((loop, number) -> loops.put(number, loop));
    }
    return loops.values();
  }
}
