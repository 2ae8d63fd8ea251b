package dev.fermata.samples.benchmarks.report;

import dev.fermata.samples.benchmarks.Peer;
import dev.fermata.samples.benchmarks.Peers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A whole program that awaits once, against the same without coroutines. */
public final class StartUp {
  static final String TIME = "startUp/time";
  static final String CLASSES = "startUp/classes";
  static final String METASPACE = "startUp/metaspace";

  /** The program without coroutines. */
  static final String PLAIN = "plain";

  private StartUp() {}

  static List<Figure> measure(List<String> peers, int runs)
      throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    List<List<Double>> times = new ArrayList<>();
    peers.forEach(peer -> times.add(new ArrayList<>()));
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < peers.size(); i++) {
        times.get(i).add(millis(peers.get(i)));
      }
    }
    for (int i = 0; i < peers.size(); i++) {
      figures.add(Figure.of(TIME, peers.get(i), "ms", times.get(i)));
      figures.add(Figure.of(CLASSES, peers.get(i), "classes", List.of(classes(peers.get(i)))));
      List<String> lines = Child.run(List.of(), StartUp.class, List.of(peers.get(i), METASPACE));
      double metaspace = Child.number(lines, METASPACE);
      figures.add(Figure.of(METASPACE, peers.get(i), "KiB", List.of(metaspace)));
    }
    return figures;
  }

  private static double millis(String peer) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Child.run(List.of(), StartUp.class, List.of(peer));
    return (System.nanoTime() - begin) / 1e6;
  }

  private static double classes(String peer) throws IOException, InterruptedException {
    Path log = Files.createTempFile("classes", ".log");
    Child.run(List.of("-Xlog:class+load:file=" + log), StartUp.class, List.of(peer));
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(" source: ")).count();
    } finally {
      Files.delete(log);
    }
  }

  /**
   * Has the named peer give way once, and prints the number of times; with a second argument also
   * the metaspace that is in use then.
   */
  public static void main(String[] arguments) {
    if (arguments[0].equals(PLAIN)) {
      System.out.println(1);
    } else {
      try (Peer peer = Peers.open(arguments[0])) {
        System.out.println(peer.yields(1));
      }
    }
    if (arguments.length > 1) {
      System.out.printf("%s %d%n", METASPACE, metaspace() / 1024);
    }
  }

  private static long metaspace() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Metaspace"))
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }
}
