package dev.fermata.samples.benchmarks.sockets;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;

/**
 * Measures what servers take of the CPU for a message. All servers stay up; in each round one after
 * the other is visited for a moment, in random order, so that what else the machine does meets all
 * of them alike. What counts is the ratio within a round.
 *
 * <p>It prints a line for each server and round: its name and the nanoseconds.
 */
public final class Sockets {
  private static final Duration SLICE = Duration.ofMillis(100);
  private static final Duration WARM_UP = Duration.ofMillis(400);
  private static final int WARM_UP_ROUNDS = 10;

  private final Random random = new Random(1);

  private Sockets() {}

  /** Measures one kind of traffic for a number of rounds. */
  public static void main(String[] arguments) throws Exception {
    Traffic traffic = Traffic.valueOf(arguments[0]);
    Map<String, EchoServer> servers = Servers.start(traffic);
    try {
      run(new Sockets().measure(traffic, servers, Integer.parseInt(arguments[1])));
    } finally {
      for (EchoServer server : servers.values()) {
        server.close();
      }
    }
    System.exit(0);
  }

  @Async
  private Coroutine<Void> measure(Traffic traffic, Map<String, EchoServer> servers, int rounds)
      throws Exception {
    SSLContext context = traffic.kind() == Traffic.Kind.TLS ? Keys.context() : null;
    Map<String, Load> loads = new LinkedHashMap<>();
    for (Map.Entry<String, EchoServer> server : servers.entrySet()) {
      loads.put(server.getKey(), await(Load.connect(server.getValue(), traffic, context)));
    }
    for (int i = 0; i < WARM_UP_ROUNDS; i++) {
      await(round(loads, WARM_UP));
    }
    for (int i = 0; i < rounds; i++) {
      Map<String, Double> nanos = await(round(loads, SLICE));
      nanos.forEach((name, each) -> System.out.println(name + " " + each));
    }
    loads.values().forEach(Load::close);
    return Coroutine.done();
  }

  @Async
  private Coroutine<Map<String, Double>> round(Map<String, Load> loads, Duration slice)
      throws Exception {
    List<String> order = new ArrayList<>(loads.keySet());
    Collections.shuffle(order, random);
    Map<String, Double> nanos = new LinkedHashMap<>();
    for (String name : order) {
      nanos.put(name, await(loads.get(name).slice(slice)));
    }
    return Coroutine.of(nanos);
  }
}
