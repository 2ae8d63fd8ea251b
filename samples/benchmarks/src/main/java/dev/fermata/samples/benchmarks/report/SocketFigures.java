package dev.fermata.samples.benchmarks.report;

import dev.fermata.samples.benchmarks.sockets.Sockets;
import dev.fermata.samples.benchmarks.sockets.Traffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The CPU time that Fermata's servers take for a message, and its ratio to that of others in the
 * same round.
 */
final class SocketFigures {
  /** The servers of others, in the order in which they are shown. */
  static final List<String> PEERS = List.of("netty", "netty-epoll", "nio", "virtual", "asyncio");

  private static final List<String> OURS = List.of("fermata", "fermata-arrays");

  private SocketFigures() {}

  /** What stands in the figures for one of our servers. */
  static String id(Traffic traffic, String server) {
    return traffic.id() + (server.equals("fermata") ? "" : "-arrays");
  }

  static List<Figure> measure(Traffic traffic, int rounds)
      throws IOException, InterruptedException {
    return figures(
        traffic,
        Child.run(
            List.of("-Xmx2g"), Sockets.class, List.of(traffic.name(), Integer.toString(rounds))));
  }

  /** Makes figures of lines that have a server and the nanoseconds of one round. */
  static List<Figure> figures(Traffic traffic, List<String> lines) {
    Map<String, List<Double>> nanos = new LinkedHashMap<>();
    for (String line : lines) {
      int space = line.indexOf(' ');
      nanos
          .computeIfAbsent(line.substring(0, space), server -> new ArrayList<>())
          .add(Double.parseDouble(line.substring(space + 1)));
    }
    List<Figure> figures = new ArrayList<>();
    for (String server : OURS) {
      if (nanos.containsKey(server)) {
        List<Double> own = nanos.get(server);
        figures.add(Figure.of(id(traffic, server), "fermata", "ns", own));
        for (String peer : PEERS) {
          if (nanos.containsKey(peer)) {
            figures.add(Figure.of(id(traffic, server), peer, "x", ratios(own, nanos.get(peer))));
          }
        }
      }
    }
    return figures;
  }

  private static List<Double> ratios(List<Double> own, List<Double> others) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      ratios.add(own.get(i) / others.get(i));
    }
    return ratios;
  }
}
