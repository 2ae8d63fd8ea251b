package dev.fermata.samples.benchmarks.report;

import dev.fermata.samples.benchmarks.Peer;
import dev.fermata.samples.benchmarks.Peers;
import java.io.IOException;
import java.util.List;

/** The heap that is in use after many turns of one loop of awaits. */
public final class EndlessLoop {
  static final String EARLY = "heapAfter/1000000";
  static final String LATE = "heapAfter/100000000";
  private static final int EARLY_TURNS = 1_000_000;
  private static final int LATE_TURNS = 100_000_000;

  private EndlessLoop() {}

  static List<Figure> measure(String peer) throws IOException, InterruptedException {
    List<String> lines =
        Child.run(
            List.of("-Xmx32m", "-XX:+UseSerialGC", Child.NO_DEAD_WOOD),
            EndlessLoop.class,
            List.of(peer));
    return List.of(
        Figure.of(EARLY, peer, "KiB", List.of(Child.number(lines, EARLY))),
        Figure.of(LATE, peer, "KiB", List.of(Child.number(lines, LATE))));
  }

  /** Runs the named peer in a heap that would not hold anything that is left behind each turn. */
  public static void main(String[] arguments) {
    try (Peer peer = Peers.open(arguments[0])) {
      // What the first report itself loads must not count.
      report("warmUp", peer.yields(EARLY_TURNS) == EARLY_TURNS);
      report(EARLY, peer.yields(EARLY_TURNS) == EARLY_TURNS);
      report(LATE, peer.yields(LATE_TURNS) == LATE_TURNS);
    }
  }

  private static void report(String name, boolean complete) {
    System.out.printf("%s %d%n", name, complete ? Child.usedHeap() / 1024 : -1);
  }
}
