package dev.fermata.samples.benchmarks.report;

import dev.fermata.samples.benchmarks.Peer;
import dev.fermata.samples.benchmarks.Peers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The heap that a suspended task occupies: the difference that many tasks make. */
public final class Memory {
  private static final int TASKS = 100_000;
  private static final int FEW_TASKS = 1_000;
  private static final List<String> OPTIONS =
      List.of(
          "-Xms2g",
          "-Xmx2g",
          "-XX:+UseSerialGC",
          Child.NO_DEAD_WOOD,
          "-Djdk.virtualThreadScheduler.parallelism=1",
          "-Djdk.virtualThreadScheduler.maxPoolSize=1");

  private Memory() {}

  static List<Figure> measure(String peer) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    List<String> lines = Child.run(OPTIONS, Memory.class, List.of(peer));
    for (int depth : Work.MEMORY_DEPTHS) {
      double bytes = Child.number(lines, Work.memory(depth));
      figures.add(Figure.of(Work.memory(depth), peer, "bytes", List.of(bytes)));
    }
    return figures;
  }

  /** Prints the bytes of a task of the named peer, for each depth. */
  public static void main(String[] arguments) {
    for (int depth : Work.MEMORY_DEPTHS) {
      // Some megabytes are in use until the second time, and interpreted frames are larger.
      bytesOfTask(arguments[0], depth);
      System.out.printf("%s %d%n", Work.memory(depth), bytesOfTask(arguments[0], depth));
    }
  }

  /** Bytes of a task, without those that even one task needs. */
  private static long bytesOfTask(String name, int depth) {
    return Math.round(
        (usedBy(name, TASKS, depth) - usedBy(name, FEW_TASKS, depth))
            / (double) (TASKS - FEW_TASKS));
  }

  private static long usedBy(String name, int tasks, int depth) {
    long[] used = new long[1];
    try (Peer peer = Peers.open(name)) {
      peer.suspended(FEW_TASKS, depth, () -> {});
      long before = Child.usedHeap();
      peer.suspended(tasks, depth, () -> used[0] = Child.usedHeap() - before);
    }
    return used[0];
  }
}
