package dev.fermata.samples.benchmarks.report;

import java.util.List;

/**
 * What JMH measures, in the order of the tables.
 *
 * @param id names it in the results
 * @param benchmark the class and method, for JMH
 * @param depth the parameter of that name; 0 for none
 * @param text what it is, for people
 * @param slow whether an operation's repetitions take so long that few warm-ups are enough
 */
record Work(String id, String benchmark, int depth, String text, boolean slow) {
  static final List<Work> ALL =
      List.of(
          of("Switch", "yields", "yield, of the only task"),
          at("Depth", "yieldsInTurn", 1, "yield, of one of ten tasks"),
          at("Depth", "yieldsInTurn", 10, "yield, of one of ten tasks, 10 deep"),
          at("Depth", "yieldsInTurn", 1000, "yield, of one of ten tasks, 1,000 deep"),
          of("Switch", "pingPong", "ping-pong through futures, a suspension"),
          of("Call", "fibonacci", "awaited call, same class, none suspends"),
          of("Call", "fibonacciAcross", "awaited call, another class, none suspends"),
          of("Call", "fibonacciVirtual", "awaited call, by an interface, none suspends"),
          of("Call", "sum", "array element, by an awaited call"),
          of("Switch", "enterAndLeave", "enter 10 deep, suspend once, leave"),
          million("spawnAndJoin", "spawn and join a task, of 1,000,000"),
          of("Crowd", "gather", "gather 1,000 that each yield, a child"),
          million("waitFor", "time limit that is kept, of 1,000,000"),
          of("Crowd", "timersCancelled", "timer set and cancelled, of 100,000"),
          of("Crowd", "timersFired", "timer set and fired, of 100,000"),
          of("Crowd", "completedByThread", "task that another thread wakes, of 10,000"),
          at("End", "cancelled", 1, "task made, suspended and cancelled, 1 deep"),
          at("End", "cancelled", 10, "task made, suspended and cancelled, 10 deep"),
          at("End", "failed", 1, "error after a suspension, through 1 await"),
          at("End", "failed", 10, "error after a suspension, through 10 awaits"));

  private static Work of(String type, String method, String text) {
    return new Work(method, type + "Benchmark." + method, 0, text, false);
  }

  private static Work million(String method, String text) {
    return new Work(method, "MillionBenchmark." + method, 0, text, true);
  }

  private static Work at(String type, String method, int depth, String text) {
    return new Work(method + "/" + depth, type + "Benchmark." + method, depth, text, false);
  }

  /** How deep a task is suspended whose memory is measured. */
  static final List<Integer> MEMORY_DEPTHS = List.of(1, 3, 10);

  /**
   * Whether a peer is measured by this work. A million time limits of virtual threads are two
   * million threads, which do not fit into the heap of the others: they were seen to take 18,000 ns
   * each, nearly all of it for collections, and to make the run twice as long.
   */
  boolean isFor(String peer) {
    return !(id.equals("waitFor") && peer.equals("virtual"));
  }

  /**
   * How many times as many forks as others it takes. How deep the JIT inlines a recursion differs
   * from one process to the next, for plain Java as well, by a factor of two; and which of two
   * methods that wake each other it inlines, by a tenth.
   */
  int forks() {
    return id.startsWith("fibonacci") || id.equals("pingPong") ? 3 : 1;
  }

  static String memory(int depth) {
    return "memory/" + depth;
  }

  /** The text of any work that stands in a table; the id itself where there is none. */
  static String text(String id) {
    return ALL.stream().filter(work -> work.id().equals(id)).map(Work::text).findFirst().orElse(id);
  }
}
