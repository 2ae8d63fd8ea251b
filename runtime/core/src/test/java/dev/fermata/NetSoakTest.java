package dev.fermata;

import static dev.fermata.Connected.millis;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.Connection;
import dev.fermata.net.GroupListener;
import dev.fermata.net.ListenOptions;
import dev.fermata.net.Net;
import dev.fermata.net.StreamReader;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server in two loops, and clients that talk, stall, reset and vanish at random: each message
 * that was accepted is echoed, or its failure is seen, and nothing is left. {@code
 * -Dfermata.soak.clients=2000 -Dfermata.soak.seconds=180} makes it a long one, {@code
 * -Dfermata.soak.seed} another one.
 */
@Timeout(3_600)
class NetSoakTest {
  private static final int CLIENTS = Integer.getInteger("fermata.soak.clients", 60);
  private static final int SECONDS = Integer.getInteger("fermata.soak.seconds", 1);
  private static final long SEED = Long.getLong("fermata.soak.seed", 1);

  /** How long the server waits for a client. */
  static final Duration IDLE = Duration.ofMillis(400 + CLIENTS);

  /** More of the heap than this may not be left, in bytes. */
  private static final long SLACK = 3_000_000;

  private final LoopGroup loops = LoopGroup.open(2);
  private final LoopGroup clients = LoopGroup.open(1);
  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  /**
   * How many connections the server has given up, by the address that each came from. The system
   * gives the port of a connection that has been reset to another client, before the first one has
   * noticed.
   */
  private final Map<SocketAddress, Integer> givenUp = new ConcurrentHashMap<>();

  private GroupListener server;

  NetSoakTest() {
    for (LoopGroup group : List.of(loops, clients)) {
      group.runOnEach(this::collectReports).join();
    }
  }

  private Coroutine<Void> collectReports() {
    EventLoop.running().setExceptionHandler((loop, context) -> wrong.add("reported: " + context));
    return Coroutine.done();
  }

  @AfterEach
  void close() {
    clients.close();
    loops.close();
  }

  private void count(String what) {
    counts.computeIfAbsent(what, key -> new LongAdder()).increment();
  }

  private long counted(String... all) {
    long sum = 0;
    for (String what : all) {
      sum += counts.getOrDefault(what, new LongAdder()).sum();
    }
    return sum;
  }

  // ---------------------------------------------------------------- the server

  /** Echoes each message: four bytes that tell the length, and what follows them. */
  private Coroutine<Void> echo(Connection connection) {
    Random random = new Random(SEED * 31 + accepted.incrementAndGet());
    StreamReader reader = new StreamReader(connection);
    byte[][] message = {null};
    return Script.of(
        s -> s.tryAwait(waitFor(reader.readExactly(4), IDLE)),
        s -> {
          if (s.error() != null) {
            return ended(connection, s.error());
          }
          int length = ByteBuffer.wrap((byte[]) s.result()).getInt();
          message[0] = ByteBuffer.allocate(4 + length).putInt(length).array();
          return s.tryAwait(waitFor(reader.readExactly(length), IDLE));
        },
        s -> {
          if (s.error() != null) {
            return ended(connection, s.error());
          }
          byte[] body = (byte[]) s.result();
          System.arraycopy(body, 0, message[0], 4, body.length);
          count("message");
          return s.await(millis(random.nextInt(10) == 0 ? random.nextInt(30) : 0));
        },
        s ->
            random.nextInt(30) == 0
                ? breakOff(connection, random.nextBoolean())
                : s.tryAwait(waitFor(connection.write(message[0]), IDLE)),
        s -> {
          if (s.error() != null) {
            count("message that cannot be echoed");
            return ended(connection, s.error());
          }
          count("message echoed");
          return s.awaitThen(Coroutine.done(), 0);
        });
  }

  private Object breakOff(Connection connection, boolean resets) {
    count("message whose echo is refused");
    count("connection ended by the server");
    givenUp.merge(connection.remoteAddress(), 1, Integer::sum);
    if (resets) {
      connection.abort();
    }
    return null;
  }

  /** What the server has seen of the end of a connection. */
  private Object ended(Connection connection, Throwable error) {
    if (error instanceof TimeoutException) {
      givenUp.merge(connection.remoteAddress(), 1, Integer::sum);
      connection.abort();
    } else if (!(error instanceof IOException)) {
      wrong.add("the server: " + error);
    }
    count("connection ended by " + error.getClass().getSimpleName());
    return null;
  }

  // ---------------------------------------------------------------- the clients

  /** Visits the server again and again, until the time has come. */
  private Coroutine<Void> client(int number, long end) {
    Random random = new Random(SEED * 1_000_003 + number);
    return Script.of(
        s ->
            System.nanoTime() - end < 0
                ? s.await(new NetSoakVisit(random).run(server.localAddress(), this::judge))
                : null,
        s -> s.awaitThen(millis(random.nextInt(20)), 0));
  }

  /** An error is in order when the server has given a connection up, and no other one is. */
  private void judge(NetSoakVisit visit, Throwable error) {
    count("visit to " + visit.kind());
    counts.computeIfAbsent("answer", key -> new LongAdder()).add(visit.answers());
    if (error == null) {
      count("visit without an error");
    } else if (error instanceof IOException && visit.address() == null) {
      count("visit that was too late to begin");
    } else if (error instanceof IOException && takeGivenUp(visit.address())) {
      count("visit with an error");
    } else {
      wrong.add("a client at " + visit.address() + " that did " + visit.kind() + ": " + error);
    }
  }

  /** Whether the server has given up one more connection from there than are known of. */
  private boolean takeGivenUp(SocketAddress address) {
    boolean[] found = {false};
    givenUp.computeIfPresent(
        address,
        (same, count) -> {
          found[0] = true;
          return count == 1 ? null : count - 1;
        });
    return found[0];
  }

  private Coroutine<Void> visitors(int number, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    List<Coroutine<Void>> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      all.add(client(i, end));
    }
    return Script.of(s -> s.await(gather(all)), s -> null);
  }

  private void visit(int number, Duration time) {
    clients.call(0, () -> visitors(number, time)).join();
    long handlers = accepted.get();
    Leftovers.await(() -> endedHandlers() >= handlers, () -> "handlers are left: " + counts);
  }

  private long endedHandlers() {
    return counts.keySet().stream()
        .filter(what -> what.startsWith("connection ended by "))
        .mapToLong(this::counted)
        .sum();
  }

  // ---------------------------------------------------------------- the test

  @Test
  void whateverClientsDoNoMessageIsLostAndNothingIsLeft() {
    server =
        Net.serve(loops, Connected.anyPort(), ListenOptions.defaults().backlog(4_096), this::echo)
            .join();
    visit(20, Duration.ofMillis(300)); // loads what has not been loaded yet
    long descriptors = Leftovers.canCount() ? Leftovers.descriptors() : Long.MAX_VALUE;
    int tasks = tasks();
    long heap = Leftovers.heap();
    visit(CLIENTS, Duration.ofSeconds(SECONDS));

    assertEquals(
        List.of(), wrong.stream().limit(10).toList(), () -> wrong.size() + " of " + counts);
    Leftovers.awaitDescriptors(descriptors);
    givenUp.clear();
    Leftovers.awaitHeap(heap + SLACK);
    Leftovers.await(() -> tasks() <= tasks, () -> "of " + tasks + " tasks are " + tasks());
    server.closeGracefully(Duration.ofSeconds(30)).join();
    server.ended().join();
    assertCounts();
    if (SECONDS > 1) {
      System.out.println(counts);
    }
  }

  private int tasks() {
    int all = 0;
    for (LoopGroup group : List.of(loops, clients)) {
      for (int counted :
          group.runOnEach(() -> Coroutine.of(EventLoop.running().allTasks().size())).join()) {
        all += counted;
      }
    }
    return all;
  }

  private void assertCounts() {
    assertEquals(
        counted("message"),
        counted(
            "message echoed", "message that cannot be echoed", "message whose echo is refused"));
    assertEquals(accepted.get(), endedHandlers());
    // The server has waited so long for them that they find a connection that has been reset.
    assertTrue(
        counted("visit that was too late to begin")
            <= counted("connection ended by TimeoutException"),
        counts::toString);
    assertTrue(counted("answer") <= counted("message echoed"), counts::toString);
    for (String some :
        List.of(
            "answer",
            "connection ended by TimeoutException",
            "connection ended by IncompleteReadException",
            "connection ended by SocketException",
            "visit with an error",
            "visit without an error")) {
      assertTrue(counted(some) > 0, () -> "no " + some + ": " + counts);
    }
  }
}
