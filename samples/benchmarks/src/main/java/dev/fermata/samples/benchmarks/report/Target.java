package dev.fermata.samples.benchmarks.report;

import dev.fermata.samples.benchmarks.sockets.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What a figure, or the ratio of two, must reach.
 *
 * @param text what is compared
 * @param bound the limit of the value
 * @param atMost whether the value must not be more; otherwise it must not be less
 * @param unit what stands behind the numbers
 * @param value the value that the figures give, if they are there
 */
record Target(
    String text,
    double bound,
    boolean atMost,
    String unit,
    Function<Results, OptionalDouble> value) {
  static final List<Target> ALL = all();

  private static List<Target> all() {
    List<Target> targets = new ArrayList<>();
    targets.add(limit("fibonacci", "plain Java", 1.15));
    targets.add(noAllocation("fibonacci"));
    targets.add(limit("fibonacciAcross", "plain Java", 1.3));
    targets.add(noAllocation("fibonacciAcross"));
    targets.add(limit("sum", "plain Java", 1.25));
    for (String id :
        List.of("yields", "pingPong", "yieldsInTurn/1", "yieldsInTurn/10", "yieldsInTurn/1000")) {
      targets.add(limit(id, "the limit", 1.35));
      targets.add(faster(id, "kotlin", 3));
    }
    targets.add(faster("yields", "virtual", 10));
    targets.add(faster("yieldsInTurn/1", "virtual", 10));
    targets.add(
        new Target(
            "yield 1,000 deep against 1 deep",
            1.1,
            true,
            "×",
            results ->
                ratio(
                    results.median("yieldsInTurn/1000", "fermata"),
                    results.median("yieldsInTurn/1", "fermata"))));
    for (String id : List.of("spawnAndJoin", "gather")) {
      targets.add(faster(id, "kotlin", 4));
      targets.add(faster(id, "virtual", 4));
    }
    targets.add(faster("waitFor", "kotlin", 4));
    targets.add(memory(1, 96));
    targets.add(memory(3, 176));
    targets.add(memory(10, 440));
    sockets(targets);
    targets.add(
        new Target(
            "heap in use after 10⁸ turns of a loop of awaits, less that after 10⁶",
            64,
            true,
            " KiB",
            results ->
                difference(
                    results.median(EndlessLoop.LATE, "fermata"),
                    results.median(EndlessLoop.EARLY, "fermata"))));
    return List.copyOf(targets);
  }

  /** What the CPU time of a message must not exceed, as a ratio. */
  private static void sockets(List<Target> targets) {
    targets.add(socket(Traffic.ECHO, "fermata", "netty", 1));
    targets.add(socket(Traffic.ECHO, "fermata-arrays", "netty", 1.05));
    targets.add(socket(Traffic.ECHO, "fermata", "nio", 1.08));
    targets.add(socket(Traffic.ECHO, "fermata-arrays", "nio", 1.12));
    targets.add(socket(Traffic.ONE, "fermata", "netty", 1.05));
    targets.add(socket(Traffic.MANY, "fermata", "netty", 1));
    targets.add(socket(Traffic.LARGE, "fermata", "netty", 1.05));
    targets.add(socket(Traffic.LINES, "fermata", "netty", 1.15));
    targets.add(socket(Traffic.TLS, "fermata", "netty", 1));
    targets.add(socket(Traffic.TLS_LARGE, "fermata", "netty", 1));
    targets.add(socket(Traffic.ECHO, "fermata", "asyncio", 0.25));
    targets.add(idle("heap", IdleConnections.HEAP, 1_024));
    targets.add(idle("direct memory", IdleConnections.DIRECT, 0));
  }

  private static Target idle(String what, String id, int bound) {
    return new Target(
        what + " of an idle connection and the task that reads from it",
        bound,
        true,
        " bytes",
        results -> results.median(id, "fermata"));
  }

  private static Target socket(Traffic traffic, String server, String peer, double bound) {
    return new Target(
        traffic.text()
            + (server.equals("fermata") ? "" : ", arrays")
            + ", CPU against "
            + Tables.title(peer),
        bound,
        true,
        "×",
        results -> results.median(SocketFigures.id(traffic, server), peer));
  }

  private static Target limit(String id, String what, double bound) {
    return new Target(
        Work.text(id) + ", against " + what,
        bound,
        true,
        "×",
        results -> ratio(results.median(id, "fermata"), results.median(id, "limit")));
  }

  private static Target faster(String id, String peer, double bound) {
    return new Target(
        Work.text(id) + ", faster than " + Tables.title(peer),
        bound,
        false,
        "×",
        results -> ratio(results.median(id, peer), results.median(id, "fermata")));
  }

  /** A task and a loop around so many calls leave some hundredths of a byte a call. */
  private static Target noAllocation(String id) {
    return new Target(
        Work.text(id) + ", allocation",
        0.05,
        true,
        " bytes",
        results -> {
          Figure figure = results.find(id, "fermata");
          return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure.bytes());
        });
  }

  private static Target memory(int depth, int bound) {
    return new Target(
        "suspended task, " + depth + " deep",
        bound,
        true,
        " bytes",
        results -> results.median(Work.memory(depth), "fermata"));
  }

  private static OptionalDouble ratio(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() && other.isPresent()
        ? OptionalDouble.of(one.getAsDouble() / other.getAsDouble())
        : OptionalDouble.empty();
  }

  private static OptionalDouble difference(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() && other.isPresent()
        ? OptionalDouble.of(one.getAsDouble() - other.getAsDouble())
        : OptionalDouble.empty();
  }

  String mustReach() {
    return (atMost ? "≤ " : "≥ ") + number(bound) + unit;
  }

  /** What was reached, and whether that is enough; a dash where there is no figure. */
  String reached(Results results) {
    OptionalDouble reached = value.apply(results);
    if (reached.isEmpty()) {
      return "–";
    }
    boolean met = atMost ? reached.getAsDouble() <= bound : reached.getAsDouble() >= bound;
    String shown = number(reached.getAsDouble()) + unit;
    return met ? shown : "**" + shown + "** not met";
  }

  private static String number(double value) {
    return value == Math.rint(value) || Math.abs(value) >= 100
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
