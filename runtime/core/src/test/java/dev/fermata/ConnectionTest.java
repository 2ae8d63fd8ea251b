package dev.fermata;

import static dev.fermata.Connected.millis;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fermata.net.StreamReader;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections through the loopback interface. */
@Timeout(60)
class ConnectionTest {
  private static final int MUCH = 8 << 20;

  private final Connected ends = new Connected();
  private final List<Object> log = new ArrayList<>();
  private Task<Object> task;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] filled(int size, char with) {
    byte[] all = new byte[size];
    Arrays.fill(all, (byte) with);
    return all;
  }

  private Coroutine<Object> reading() {
    return Script.named(
        "reading",
        s -> s.await(ends.server.read(100)),
        s -> new String((byte[]) s.result(), StandardCharsets.UTF_8));
  }

  private Coroutine<Object> writing(byte[] all) {
    return Script.named(
        "writing",
        s -> s.tryAwait(ends.client.write(all)),
        s -> log.add(s.error() == null ? "written" : s.error().getMessage()));
  }

  @Test
  void whatIsWrittenAtOneEndIsReadAtTheOther() {
    ByteBuffer heap = ByteBuffer.allocate(10);
    ByteBuffer direct = ByteBuffer.allocateDirect(10);
    ends.run(
        s -> s.await(ends.client.write(ByteBuffer.wrap(bytes("ab")), ByteBuffer.wrap(bytes("cd")))),
        s -> s.await(ends.server.read(heap)),
        s -> {
          log.add(s.result());
          return s.await(ends.client.write(ByteBuffer.allocateDirect(3).put(bytes("xyz")).flip()));
        },
        s -> s.await(ends.server.read(direct)),
        s -> {
          log.add(s.result());
          return s.await(ends.client.shutdownOutput());
        },
        s -> s.await(ends.server.read(direct)),
        s -> {
          log.add(s.result());
          return s.await(ends.server.read(7));
        },
        s -> log.add(((byte[]) s.result()).length));
    assertEquals(List.of(4, 3, -1, 0), log);
    assertEquals("abcd", new String(heap.array(), 0, heap.position(), StandardCharsets.UTF_8));
    assertEquals("xyz", StandardCharsets.UTF_8.decode(direct.flip()).toString());
  }

  @Test
  @DisplayName("io 1: a write ends when the system has all bytes, and after a reset each one fails")
  void noHiddenBuffer() {
    ends.run(
        s -> {
          task = createTask(writing(new byte[MUCH]));
          return s.await(millis(30));
        },
        s -> {
          assertFalse(task.isDone());
          return s.await(new StreamReader(ends.server).readExactly(MUCH));
        },
        s -> s.await(task),
        s -> {
          ends.server.abort();
          return s.await(millis(5));
        },
        s -> s.await(writing(bytes("a"))),
        s -> s.await(writing(bytes("b"))),
        s -> s.await(writing(bytes("c"))),
        s -> null);
    assertEquals("written", log.get(0));
    String peer = "cannot write to " + ends.listener.localAddress() + ": ";
    for (Object failure : log.subList(1, 4)) {
      assertTrue(failure.toString().startsWith(peer), log::toString);
    }
  }

  @Test
  @DisplayName("io 2: a cancelled read has consumed nothing")
  void cancelledRead() {
    Object read =
        ends.run(
            s -> {
              task = createTask(reading());
              return s.await(yieldNow());
            },
            s -> s.await(ends.client.write(bytes("whole"))),
            s -> {
              // Whether the readiness has been noticed or not, at each of these moments.
              return s.await(yieldNow());
            },
            s -> {
              task.cancel();
              return s.await(yieldNow());
            },
            s -> s.await(task.isCancelled() ? reading() : Coroutine.of(task.result())),
            s -> s.result());
    assertEquals("whole", read);
  }

  @Test
  @DisplayName("io 3: a write that is cancelled midway breaks the output, and later ones say why")
  void cancelledWrite() {
    ends.run(
        s -> {
          task = createTask(Script.of(t -> t.await(ends.client.write(new byte[MUCH])), t -> null));
          return s.await(millis(20));
        },
        s -> {
          task.cancel();
          return s.await(yieldNow());
        },
        s -> s.await(writing(bytes("more"))),
        s -> s.tryAwait(ends.client.shutdownOutput()),
        s -> log.add(s.error().getMessage()));
    assertTrue(task.isCancelled());
    for (Object failure : log) {
      assertTrue(
          failure
              .toString()
              .matches(
                  "cannot write to .*: a write was cancelled after \\d+ of " + MUCH + " bytes"),
          log::toString);
    }
    assertEquals(2, log.size());
  }

  @Test
  @DisplayName("io 4: one reads at a time, and writers come in order, each write whole")
  void order() {
    List<Task<Object>> writers = new ArrayList<>();
    byte[] read =
        (byte[])
            ends.run(
                s -> {
                  task = createTask(reading());
                  return s.await(yieldNow());
                },
                s -> s.tryAwait(ends.server.read(1)),
                s -> {
                  assertInstanceOf(IllegalStateException.class, s.error());
                  log.add(s.error().getMessage().replaceAll("/.*", ""));
                  task.cancel();
                  for (char letter : "abc".toCharArray()) {
                    writers.add(createTask(writing(filled(MUCH / 4, letter))));
                  }
                  return s.await(yieldNow());
                },
                s -> {
                  writers.get(1).cancel();
                  return s.await(new StreamReader(ends.server).readExactly(MUCH / 2));
                },
                s -> s.result());
    assertArrayEquals(filled(MUCH / 4, 'a'), Arrays.copyOf(read, MUCH / 4));
    assertArrayEquals(filled(MUCH / 4, 'c'), Arrays.copyOfRange(read, MUCH / 4, MUCH / 2));
    assertEquals("another task reads from ", log.get(0));
  }

  @Test
  @DisplayName("io 7: close loses nothing that was written, also when there is unread input")
  void closeLosesNothing() {
    int size = 100_000;
    byte[] read =
        (byte[])
            ends.run(
                s -> s.await(ends.client.write(bytes("nobody reads this"))),
                s -> s.await(ends.server.write(filled(size, 'x'))),
                s -> {
                  ends.server.close();
                  return s.await(ends.client.write(bytes("nor this")));
                },
                s -> s.await(millis(5)),
                s -> s.await(new StreamReader(ends.client).readAll(2 * size)),
                s -> s.result());
    assertArrayEquals(filled(size, 'x'), read);
  }

  @Test
  @DisplayName("io 7: a close that waits has its limit")
  void closeIsBounded() {
    ends.run(
        s -> s.tryAwait(ends.server.closeAndWait(Duration.ofMillis(20))),
        s -> {
          assertFalse(ends.server.isOpen());
          return log.add(s.error().getClass());
        });
    assertEquals(List.of(TimeoutException.class), log);
  }

  @Test
  void aCloseThatWaitsEndsWithTheOtherSide() {
    ends.run(
        s -> {
          createTask(
              Script.of(
                  t -> t.await(ends.client.read(10)),
                  t -> {
                    log.add("client found the end: " + ((byte[]) t.result()).length);
                    ends.client.close();
                    return null;
                  }));
          return s.await(ends.server.closeAndWait(Duration.ofSeconds(50)));
        },
        s -> log.add("closed"));
    assertEquals(List.of("client found the end: 0", "closed"), log);
  }

  @Test
  void whoReadsOrWritesWhenItIsClosedIsTold() {
    ends.run(
        s -> {
          createTask(
              Script.of(
                  t -> t.tryAwait(ends.client.read(1)), t -> log.add(t.error().getMessage())));
          createTask(writing(new byte[MUCH]));
          return s.await(millis(5));
        },
        s -> {
          ends.client.close();
          ends.client.close();
          return s.await(millis(5));
        },
        s -> s.tryAwait(ends.client.read(1)),
        s -> log.add(s.error().getMessage()));
    String peer = " " + ends.client.remoteAddress() + ": the stream is closed";
    assertEquals(
        List.of("cannot go on with" + peer, "cannot go on with" + peer, "cannot read from" + peer),
        log);
  }

  @Test
  @DisplayName("io 11: the end of input that nobody reads does not keep the loop busy")
  void endOfInput() {
    ends.run(
        s -> {
          task = createTask(reading());
          return s.await(yieldNow());
        },
        s -> {
          ends.client.close();
          return s.await(task);
        },
        s -> {
          log.add(EventLoop.running().iteration());
          return s.await(millis(30));
        },
        s -> log.add(EventLoop.running().iteration()));
    assertTrue((Long) log.get(1) - (Long) log.get(0) < 12, log::toString);
  }

  @Test
  @DisplayName("io 12: a channel that is closed when it has been found ready is no trouble")
  void closedWhenReady() {
    ends.run(
        s -> {
          createTask(
              Script.of(
                  t -> t.tryAwait(ends.client.read(1)),
                  t -> {
                    ends.server.close();
                    return null;
                  }));
          createTask(
              Script.of(
                  t -> t.tryAwait(ends.server.read(1)),
                  t -> log.add(t.error() == null ? "read" : t.error().getMessage())));
          return s.await(yieldNow());
        },
        s -> s.await(ends.server.write(bytes("a"))),
        s -> s.await(ends.client.write(bytes("b"))),
        s -> s.await(millis(20)),
        s -> null);
    assertEquals(1, log.size());
    assertEquals(List.of(), ends.reports);
  }

  @Test
  @DisplayName("io 13: a closed connection gives its descriptor back, though nothing else happens")
  void descriptors() {
    Path open = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(open), "descriptors cannot be counted here");
    ends.run(
        s -> {
          log.add(count(open));
          ends.client.close();
          ends.server.abort();
          return s.await(millis(20));
        },
        s -> log.add(count(open)));
    assertEquals((Long) log.get(0) - 2, log.get(1));
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  @Test
  @DisplayName("io 14: beside a channel a timer is late by a millisecond at most, and never early")
  void timers() {
    ends.run(
        s -> {
          log.add(ends.loop.time());
          return s.await(Fermata.sleep(Duration.ofNanos(1_200_000)));
        },
        s -> log.add(ends.loop.time()));
    assertTrue((Long) log.get(1) - (Long) log.get(0) >= 1_200_000, log::toString);
  }

  @Test
  @DisplayName("io 20: all connections of a loop go through one direct buffer of 64 KiB")
  void directMemory() {
    BufferPoolMXBean direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    long before = direct.getTotalCapacity();
    ends.run(
        s -> s.await(ends.client.write(new byte[100_000])),
        s -> s.await(new StreamReader(ends.server).readExactly(100_000)),
        s -> s.await(ends.server.write(new byte[100_000])),
        s -> s.await(new StreamReader(ends.client).readExactly(100_000)),
        s -> null);
    long used = direct.getTotalCapacity() - before;
    assertTrue(used <= 65_536, () -> "direct memory: " + used);
  }

  @Test
  @DisplayName("io 22: what is left open is reported when the loop closes, with its place")
  void leftOpen() {
    ends.loop.setDebug(true);
    ends.loop.setExceptionHandler(
        (where, context) ->
            log.add(
                context.get("message").toString().replaceAll("\\d{4,5}", "PORT")
                    + (context.get("origin") == null ? "" : " with its place")));
    Fermata.run(
        Script.of(s -> s.await(dev.fermata.net.Net.listen(Connected.anyPort())), s -> null),
        ends.loop);
    assertEquals(1, log.size(), log::toString);
    assertTrue(
        log.get(0)
            .toString()
            .matches(
                "a listener at .*127.0.0.1:PORT was left open, and is closed with the loop"
                    + " with its place"),
        log::toString);
  }

  @Test
  @DisplayName("io 27: a dump says from whom a task reads")
  void dump() {
    String dump =
        (String)
            ends.run(
                s -> {
                  task = createTask(reading(), "reader");
                  return s.await(yieldNow());
                },
                s -> {
                  String tree = ends.loop.dump().tree();
                  task.cancel();
                  return tree;
                });
    String peer = ends.server.remoteAddress().toString();
    assertTrue(dump.contains("- reader: reads from " + peer + ", 0.0 s old"), dump);
  }

  @Test
  void addressesAreThoseOfBothEndsAlsoWhenItIsClosed() {
    ends.run(s -> null);
    assertEquals(ends.client.localAddress(), ends.server.remoteAddress());
    assertEquals(ends.client.remoteAddress(), ends.server.localAddress());
    assertEquals(
        ((InetSocketAddress) ends.listener.localAddress()).getPort(),
        ((InetSocketAddress) ends.client.remoteAddress()).getPort());
  }

  @Test
  void aWriteOfNothingIsDoneAtOnceAlsoWhileAnotherWaits() {
    ends.run(
        s -> {
          task = createTask(writing(new byte[MUCH]));
          return s.await(millis(5));
        },
        s -> s.await(ends.client.write(new byte[0])),
        s -> s.await(ends.client.write()),
        s -> {
          assertFalse(task.isDone());
          return task.cancel();
        });
  }
}
