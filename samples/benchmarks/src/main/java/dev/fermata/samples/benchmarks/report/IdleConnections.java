package dev.fermata.samples.benchmarks.report;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.net.Connection;
import dev.fermata.net.ListenOptions;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a connection holds while a task waits for its input: the difference that many make. */
public final class IdleConnections {
  static final String HEAP = "idle/heap";
  static final String DIRECT = "idle/direct";

  private static final int PAIRS = 3_000;
  private static final int FEW_PAIRS = 100;

  /** What is read into, by nobody, for nothing arrives. */
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(1);

  private final List<Task<?>> readers = new ArrayList<>();

  private IdleConnections() {}

  static List<Figure> measure() throws IOException, InterruptedException {
    List<String> lines =
        Child.run(
            List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC", Child.NO_DEAD_WOOD),
            IdleConnections.class,
            List.of());
    List<Figure> figures = new ArrayList<>();
    for (String what : List.of(HEAP, DIRECT)) {
      figures.add(Figure.of(what, "fermata", "bytes", List.of(Child.number(lines, what))));
    }
    return figures;
  }

  /** Prints the bytes of a connection, with the task that reads from it. */
  public static void main(String[] arguments) throws IOException {
    run(new IdleConnections().connect(FEW_PAIRS, new long[2]));
    long[] few = new long[2];
    long[] many = new long[2];
    run(new IdleConnections().connect(FEW_PAIRS, few));
    run(new IdleConnections().connect(PAIRS, many));
    double connections = 2.0 * (PAIRS - FEW_PAIRS);
    System.out.printf("%s %d%n", HEAP, Math.round((many[0] - few[0]) / connections));
    System.out.printf("%s %d%n", DIRECT, Math.round((many[1] - few[1]) / connections));
  }

  @Async
  private Coroutine<Void> connect(int pairs, long[] used) throws IOException {
    long heap = Child.usedHeap();
    long direct = directMemory();
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Listener listener = await(Net.listen(anyPort, ListenOptions.defaults().backlog(PAIRS)));
    for (int i = 0; i < pairs; i++) {
      readers.add(createTask(idle(await(Net.connect(listener.localAddress())))));
      readers.add(createTask(idle(await(listener.accept()))));
    }
    await(sleep(Duration.ofMillis(100)));
    used[0] = Child.usedHeap() - heap;
    used[1] = directMemory() - direct;
    listener.close();
    readers.forEach(Task::cancel);
    await(sleep(Duration.ofMillis(100)));
    return Coroutine.done();
  }

  @Async
  private static Coroutine<Void> idle(Connection connection) throws IOException {
    try {
      await(connection.read(NOTHING));
    } finally {
      connection.abort();
    }
    return Coroutine.done();
  }

  private static long directMemory() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
