package dev.fermata;

import static dev.fermata.Connected.millis;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.Connection;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many connections at a time, and very many one after the other: they cost what they may, and
 * nothing is left of them. {@code -Dfermata.load.connections=1000000} holds as many as descriptors
 * allow, {@code -Dfermata.load.connects=1000000} connects so often.
 */
@Timeout(3_600)
class NetLoadTest {
  private static final int CONNECTIONS = Integer.getInteger("fermata.load.connections", 500);
  private static final int CONNECTS = Integer.getInteger("fermata.load.connects", 1_000);

  /** What one side of an idle connection may take of the heap, in bytes. */
  private static final long BYTES = 1_024;

  /** What may be in use of the heap besides. */
  private static final long SLACK = 300_000;

  private static final byte[] MESSAGE = {1, 2, 3};

  private final Connected ends = new Connected();
  private final List<Connection> clients = new ArrayList<>();
  private final List<Connection> servers = new ArrayList<>();
  private final List<Task<Object>> readers = new ArrayList<>();
  private Listener listener;
  private long descriptors;
  private long heap;
  private long passes;

  /** How many connections there can be at a time, both sides of each in this process. */
  private static long connections() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
    try {
      long most = (Long) server.getAttribute(system, "MaxFileDescriptorCount");
      long open = (Long) server.getAttribute(system, "OpenFileDescriptorCount");
      return Math.min(CONNECTIONS, (most - open) / 2 - 100);
    } catch (AttributeNotFoundException e) {
      return CONNECTIONS; // this system counts none
    }
  }

  private Object run(Script.Step... body) {
    return Fermata.run(
        Script.of(
            s -> s.await(Net.listen(Connected.anyPort())),
            s -> {
              listener = (Listener) s.result();
              return s.await(Script.of(body));
            },
            s -> {
              listener.close();
              return s.result();
            }),
        ends.loop);
  }

  private long descriptors() {
    return Leftovers.canCount() ? Leftovers.descriptors() : 0;
  }

  /** Waits until not more descriptors are open than there were, and not more heap is in use. */
  private Coroutine<Void> nothingLeft() {
    return Script.of(
        s -> descriptors() > descriptors ? s.awaitThen(millis(5), 0) : s.await(millis(0)),
        s -> Leftovers.heap() > heap + SLACK ? s.awaitThen(millis(5), 1) : null);
  }

  // ---------------------------------------------------------------- at a time

  private Coroutine<Object> open(long number) {
    return Script.of(
        s ->
            clients.size() == number
                ? s.awaitThen(Coroutine.done(), 2)
                : s.await(gather(Net.connect(listener.localAddress()), listener.accept())),
        s -> {
          clients.add((Connection) ((List<?>) s.result()).get(0));
          servers.add((Connection) ((List<?>) s.result()).get(1));
          return s.awaitThen(Coroutine.done(), 0);
        },
        s -> null);
  }

  private static Coroutine<Object> echoOnce(Connection connection) {
    return Script.of(
        s -> s.await(connection.read(10)),
        s -> s.await(connection.write((byte[]) s.result())),
        s -> null);
  }

  private Coroutine<Object> askAll() {
    int[] next = {0};
    return Script.of(
        s ->
            next[0] == clients.size()
                ? s.awaitThen(gather(readers), 3)
                : s.await(clients.get(next[0]).write(MESSAGE)),
        s -> s.await(clients.get(next[0]++).read(10)),
        s -> {
          assertArrayEquals(MESSAGE, (byte[]) s.result());
          return s.awaitThen(Coroutine.done(), 0);
        },
        s -> null);
  }

  private void closeAll() {
    clients.forEach(Connection::close);
    servers.forEach(Connection::close);
    clients.clear();
    servers.clear();
    readers.clear();
  }

  @Test
  @DisplayName(
      "io 13, io 20: idle connections hold 1,024 bytes each, take no time, and give all back")
  void manyAtATime() throws JMException {
    long number = connections();
    run(
        s -> s.await(open(10)),
        s -> {
          closeAll();
          return s.await(millis(20));
        },
        s -> {
          descriptors = descriptors();
          heap = Leftovers.heap();
          return s.await(open(number));
        },
        s -> {
          long used = Leftovers.heap() - heap;
          assertTrue(used < 2 * number * BYTES + SLACK, () -> number + " hold " + used);
          if (number > 500) {
            System.out.println(number + " connections, of each side " + used / 2 / number + " B");
          }
          servers.forEach(connection -> readers.add(createTask(echoOnce(connection))));
          return s.await(millis(50));
        },
        s -> {
          passes = EventLoop.running().iteration();
          return s.await(millis(30));
        },
        s -> {
          long idle = EventLoop.running().iteration() - passes;
          assertTrue(idle < 12, () -> "passes of an idle loop: " + idle);
          return s.await(askAll());
        },
        s -> {
          closeAll();
          return s.await(nothingLeft());
        },
        s -> null);
    assertEquals(List.of(), ends.reports);
  }

  // ---------------------------------------------------------------- one after the other

  private static Coroutine<Void> echo(Connection connection) {
    return Script.of(
        s -> s.tryAwait(connection.read(10)),
        s ->
            s.error() != null || ((byte[]) s.result()).length == 0
                ? null
                : s.awaitThen(connection.write((byte[]) s.result()), 0));
  }

  /**
   * Connects so many times. Each eighth connection is closed and the others are reset, as the
   * system keeps the port of a closed one for a minute.
   */
  private Coroutine<Object> connect(int times) {
    Connection[] client = {null};
    int[] left = {times};
    return Script.of(
        s -> s.await(Net.connect(listener.localAddress())),
        s -> {
          client[0] = (Connection) s.result();
          return s.await(client[0].write(MESSAGE));
        },
        s -> s.await(client[0].read(10)),
        s -> {
          assertArrayEquals(MESSAGE, (byte[]) s.result());
          if (left[0] % 8 == 0) {
            client[0].close();
          } else {
            client[0].abort();
          }
          return --left[0] > 0 ? s.awaitThen(Coroutine.done(), 0) : null;
        });
  }

  @Test
  @DisplayName(
      "io 13: of very many connects in a row nothing is left, neither heap nor descriptors")
  void manyInARow() {
    run(
        s -> {
          createTask(listener.serve(NetLoadTest::echo));
          return s.await(connect(100));
        },
        s -> s.await(millis(20)),
        s -> {
          descriptors = descriptors();
          heap = Leftovers.heap();
          return s.await(connect(CONNECTS));
        },
        s -> s.await(nothingLeft()),
        s -> null);
    assertEquals(List.of(), ends.reports);
  }
}
