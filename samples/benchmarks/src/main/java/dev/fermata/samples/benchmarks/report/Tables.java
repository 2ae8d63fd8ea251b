package dev.fermata.samples.benchmarks.report;

import dev.fermata.samples.benchmarks.sockets.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The figures as Markdown. */
final class Tables {
  private static final List<String> PEERS =
      List.of("fermata", "limit", "kotlin", "virtual", "future");
  private static final String NOTHING = "–";
  private static final int FRONT_DEPTH = 3;

  private Tables() {}

  /** A peer's name for people. */
  static String title(String peer) {
    return switch (peer) {
      case "fermata" -> "Fermata";
      case "limit" -> "Limit";
      case "kotlin" -> "Kotlin";
      case "virtual" -> "virtual threads";
      case "future" -> "CompletableFuture";
      case "netty" -> "Netty's NIO";
      case "netty-epoll" -> "Netty's epoll";
      case "nio" -> "NIO by hand";
      default -> peer;
    };
  }

  /** The figures of the front page: a turn, a suspension, a call, a task, and what it holds. */
  static String front(Results results) {
    List<String> lines = new ArrayList<>(head("ns per operation, JDK " + results.jdk()));
    for (String id : List.of("yieldsInTurn/1", "pingPong", "fibonacciAcross", "spawnAndJoin")) {
      lines.add(row(Work.text(id), peer -> time(results.find(id, peer))));
    }
    lines.add(bytes(results, FRONT_DEPTH));
    return String.join("\n", lines);
  }

  /** The median times of all peers, and the bytes of suspended tasks. */
  static String times(Results results) {
    List<String> lines =
        new ArrayList<>(head("ns per operation, JDK " + results.jdk() + ", " + results.settings()));
    for (Work work : Work.ALL) {
      lines.add(row(work.text(), peer -> time(results.find(work.id(), peer))));
    }
    for (int depth : Work.MEMORY_DEPTHS) {
      lines.add(bytes(results, depth));
    }
    return String.join("\n", lines);
  }

  private static String bytes(Results results, int depth) {
    return row(
        "bytes of a task suspended " + depth + " deep",
        peer -> whole(results.find(Work.memory(depth), peer)));
  }

  /** The spread of all iterations, as a check on the medians. */
  static String spreads(Results results) {
    List<String> lines = new ArrayList<>(head("least to greatest, ns, JDK " + results.jdk()));
    for (Work work : Work.ALL) {
      lines.add(row(work.text(), peer -> spread(results.find(work.id(), peer))));
    }
    return String.join("\n", lines);
  }

  /** What an operation allocates. */
  static String allocation(Results results) {
    List<String> lines =
        new ArrayList<>(head("bytes allocated per operation, JDK " + results.jdk()));
    for (Work work : Work.ALL) {
      lines.add(row(work.text(), peer -> bytes(results.find(work.id(), peer))));
    }
    return String.join("\n", lines);
  }

  /** Start-up of a program that awaits once. */
  static String startUp(List<Results> all) {
    List<String> peers = new ArrayList<>(List.of(StartUp.PLAIN));
    peers.addAll(PEERS);
    List<String> lines = new ArrayList<>();
    lines.add("| start-up | " + joined(peers, Tables::title) + " |");
    lines.add("| --- |" + " --- |".repeat(peers.size()));
    for (Results results : all) {
      lines.add(
          "| ms, JDK "
              + results.jdk()
              + " | "
              + joined(peers, peer -> time(results.find(StartUp.TIME, peer)))
              + " |");
      lines.add(
          "| classes loaded, JDK "
              + results.jdk()
              + " | "
              + joined(peers, peer -> whole(results.find(StartUp.CLASSES, peer)))
              + " |");
      lines.add(
          "| KiB of metaspace, JDK "
              + results.jdk()
              + " | "
              + joined(peers, peer -> whole(results.find(StartUp.METASPACE, peer)))
              + " |");
    }
    return String.join("\n", lines);
  }

  /** What servers take of the CPU. */
  static String sockets(List<Results> all) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| sockets | ns a message | "
            + joined(SocketFigures.PEERS, peer -> "against " + title(peer))
            + " |");
    lines.add("| --- | ---: |" + " ---: |".repeat(SocketFigures.PEERS.size()));
    for (Results results : all) {
      for (Traffic traffic : Traffic.values()) {
        for (String server : List.of("fermata", "fermata-arrays")) {
          String id = SocketFigures.id(traffic, server);
          if (results.find(id, "fermata") != null) {
            lines.add(
                "| "
                    + traffic.text()
                    + (server.equals("fermata") ? "" : ", arrays")
                    + ", JDK "
                    + results.jdk()
                    + " | "
                    + time(results.find(id, "fermata"))
                    + " | "
                    + joined(SocketFigures.PEERS, peer -> ratio(results.find(id, peer)))
                    + " |");
          }
        }
      }
    }
    return String.join("\n", lines);
  }

  private static String ratio(Figure figure) {
    return figure == null ? NOTHING : String.format(Locale.ROOT, "%.2f×", figure.median());
  }

  /** What must be reached, and what was. */
  static String targets(List<Results> all) {
    List<String> lines = new ArrayList<>();
    lines.add("| target | must reach | " + joined(all, results -> "JDK " + results.jdk()) + " |");
    lines.add("| --- | --- |" + " --- |".repeat(all.size()));
    for (Target target : Target.ALL) {
      lines.add(
          "| "
              + target.text()
              + " | "
              + target.mustReach()
              + " | "
              + joined(all, target::reached)
              + " |");
    }
    return String.join("\n", lines);
  }

  private static List<String> head(String what) {
    return List.of(
        "| " + what + " | " + joined(PEERS, Tables::title) + " |",
        "| --- |" + " ---: |".repeat(PEERS.size()));
  }

  private static String row(String text, Function<String, String> cell) {
    return "| " + text + " | " + joined(PEERS, cell) + " |";
  }

  private static <T> String joined(List<T> all, Function<T, String> text) {
    return all.stream().map(text).collect(Collectors.joining(" | "));
  }

  /** A time with no more digits than it is worth. */
  static String time(Figure figure) {
    return figure == null ? NOTHING : time(figure.median());
  }

  static String time(double value) {
    String format = value < 1 ? "%.2f" : value < 10 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, format, value);
  }

  private static String spread(Figure figure) {
    return figure == null ? NOTHING : time(figure.low()) + " – " + time(figure.high());
  }

  private static String bytes(Figure figure) {
    return figure == null || Double.isNaN(figure.bytes())
        ? NOTHING
        : String.format(Locale.ROOT, "%,.0f", figure.bytes());
  }

  private static String whole(Figure figure) {
    return figure == null ? NOTHING : String.format(Locale.ROOT, "%,.0f", figure.median());
  }
}
