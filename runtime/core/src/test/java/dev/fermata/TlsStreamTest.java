package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.TlsEnds.outcome;
import static dev.fermata.TlsEnds.random;
import static dev.fermata.TlsEnds.transfer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.LimitExceededException;
import dev.fermata.net.StreamReader;
import dev.fermata.net.TlsConnection;
import dev.fermata.net.TlsException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams through TLS keep the rules of streams. */
@Timeout(60)
class TlsStreamTest {
  private final TlsEnds ends = new TlsEnds();
  private final List<Object> log = new ArrayList<>();
  private Task<?> task;

  private static Object field(Object of, String name) throws ReflectiveOperationException {
    var field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  private static SSLEngine engine(TlsConnection of) throws ReflectiveOperationException {
    return (SSLEngine) field(of, "engine");
  }

  // ---------------------------------------------------------------- bytes

  @ParameterizedTest
  @ValueSource(ints = {7, 1_000, 100_000})
  @DisplayName("bytes arrive whole both ways, however little fits below")
  void wholeBytes(int capacity) {
    ends.capacity = capacity;
    byte[] bytes = random(capacity == 7 ? 20_000 : 200_000);
    ends.run(
        s ->
            s.await(
                gather(
                    transfer(ends.client, ends.server, bytes),
                    transfer(ends.server, ends.client, bytes))),
        s -> {
          List<?> both = (List<?>) s.result();
          assertArrayEquals(bytes, (byte[]) both.get(0));
          assertArrayEquals(bytes, (byte[]) both.get(1));
          return null;
        });
  }

  @Test
  @DisplayName(
      "buffers of any kind and size are filled from one record, and several records fill one")
  void buffers() {
    ends.capacity = 200_000;
    byte[] bytes = random(40_000);
    ByteBuffer got = ByteBuffer.allocate(bytes.length);
    int[] sizes = {1, 100, 20_000, 5, 16_384};
    ends.run(
        s ->
            s.await(
                ends.client.write(
                    ByteBuffer.wrap(bytes, 0, 9_000).slice(),
                    ByteBuffer.allocate(0),
                    ByteBuffer.allocateDirect(31_000).put(bytes, 9_000, 31_000).flip())),
        s ->
            s.await(
                Script.of(
                    t -> {
                      ByteBuffer into = ByteBuffer.allocateDirect(sizes[log.size() % sizes.length]);
                      log.add(into);
                      return t.await(ends.server.read(into));
                    },
                    t -> {
                      got.put(((ByteBuffer) log.get(log.size() - 1)).flip());
                      return got.hasRemaining() ? t.awaitThen(yieldNow(), 0) : null;
                    })),
        s -> s.await(ends.server.read(ByteBuffer.allocate(0))),
        s -> {
          assertEquals(0, s.result());
          return null;
        });
    assertArrayEquals(bytes, got.array());
    assertTrue(log.size() < 12, () -> log.size() + " reads");
  }

  @Test
  @DisplayName("io 1: a write ends when the stream below has all of it, and not before")
  void noHiddenBuffer() {
    ends.capacity = 1_000;
    ends.run(
        s -> {
          task = createTask(ends.client.write(new byte[2_000]));
          return s.await(passes(20));
        },
        s -> {
          assertFalse(task.isDone());
          return s.await(new StreamReader(ends.server).readExactly(2_000));
        },
        s -> s.await(passes(2)),
        s -> {
          assertTrue(task.isDone());
          return null;
        });
  }

  @Test
  @DisplayName("io 6: a line over the limit is an error, and nothing is lost")
  void lineTooLong() {
    StreamReader[] reader = new StreamReader[1];
    ends.run(
        s -> {
          reader[0] = new StreamReader(ends.server, 100, StandardCharsets.UTF_8);
          return s.await(
              ends.client.write((".".repeat(200) + "\n").getBytes(StandardCharsets.UTF_8)));
        },
        s -> s.tryAwait(reader[0].readLine()),
        s -> {
          assertInstanceOf(LimitExceededException.class, s.error());
          return s.await(reader[0].readExactly(201));
        },
        s -> null);
  }

  @Test
  @DisplayName("io 20: an idle connection holds no buffer")
  void idle() {
    ends.run(
        s -> s.await(transfer(ends.client, ends.server, random(50_000))),
        s -> {
          task = createTask(ends.server.read(1));
          return s.await(yieldNow());
        },
        s -> {
          assertNull(field(field(ends.server, "incoming"), "arrived"));
          assertNull(field(field(ends.server, "incoming"), "plain"));
          assertNull(field(field(ends.client, "outgoing"), "pending"));
          return task.cancel();
        });
  }

  @Test
  void tlsGoesThroughTls() {
    byte[] bytes = random(100_000);
    TlsEnds inner = new TlsEnds();
    ends.run(
        s -> {
          inner.clientPlain = ends.client;
          inner.serverPlain = ends.server;
          return s.await(gather(inner.startClient(), inner.startServer()));
        },
        s -> {
          List<?> both = (List<?>) s.result();
          inner.client = (TlsConnection) both.get(0);
          inner.server = (TlsConnection) both.get(1);
          return s.await(transfer(inner.client, inner.server, bytes));
        },
        s -> {
          assertArrayEquals(bytes, (byte[]) s.result());
          inner.client.close();
          assertFalse(ends.client.isOpen());
          return s.await(inner.server.read(1));
        },
        s -> {
          assertEquals(0, ((byte[]) s.result()).length);
          inner.server.close();
          return null;
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000})
  @DisplayName("a stream of the program's own class carries TLS, also one that trickles")
  void foreignStream(int most) {
    ends.pair();
    ends.clientPlain = new Bent(ends.clientPlain, most, bytes -> bytes);
    ends.serverPlain = new Bent(ends.serverPlain, most, bytes -> bytes);
    byte[] bytes = random(Math.min(20_000 * most, 100_000));
    ends.run(
        s -> s.await(transfer(ends.client, ends.server, bytes)),
        s -> {
          assertArrayEquals(bytes, (byte[]) s.result());
          ends.client.close();
          return s.await(ends.server.read(1));
        },
        s -> {
          assertEquals(0, ((byte[]) s.result()).length);
          return s.await(sleep(Duration.ofSeconds(3)));
        },
        s -> null);
    assertFalse(ends.clientPlain.isOpen());
    assertEquals(List.of(), ends.reports);
  }

  // ---------------------------------------------------------------- turns and cancelling

  @Test
  @DisplayName("io 4: one reads at a time, nobody reads below, and writes go out whole in order")
  void order() {
    ends.run(
        s -> {
          task = createTask(ends.server.read(1));
          return s.await(yieldNow());
        },
        s -> s.tryAwait(ends.server.read(1)),
        s -> {
          log.add(outcome(s));
          return s.tryAwait(ends.serverPlain.read(1));
        },
        s -> {
          log.add(outcome(s));
          task.cancel();
          return s.await(yieldNow());
        },
        s -> {
          for (int i = 0; i < 3; i++) {
            byte[] all = new byte[50_000];
            Arrays.fill(all, (byte) i);
            createTask(ends.client.write(all));
          }
          return s.await(new StreamReader(ends.server).readExactly(150_000));
        },
        s -> {
          byte[] all = (byte[]) s.result();
          for (int i = 0; i < all.length; i++) {
            assertEquals(i / 50_000, all[i]);
          }
          return null;
        });
    assertEquals(List.of("IllegalStateException", "IllegalStateException"), log);
  }

  @Test
  @DisplayName("io 2: reads that are cancelled at each pass lose nothing")
  void cancelledReads() {
    byte[] bytes = random(300_000);
    ByteBuffer got = ByteBuffer.allocate(bytes.length);
    ByteBuffer[] into = new ByteBuffer[1];
    int[] cancelled = new int[1];
    Random dice = new Random(1);
    ends.run(
        s -> {
          createTask(ends.client.write(bytes));
          return s.await(
              Script.of(
                  t -> {
                    int size = Math.min(got.remaining(), 1 + dice.nextInt(20_000));
                    into[0] = ByteBuffer.allocate(size);
                    task = createTask(ends.server.read(into[0]));
                    return t.await(passes(dice.nextInt(4)));
                  },
                  t -> {
                    task.cancel();
                    return t.tryAwait(task);
                  },
                  t -> {
                    cancelled[0] += t.error() == null ? 0 : 1;
                    assertEquals(t.error() == null, into[0].position() > 0);
                    got.put(into[0].flip());
                    return got.hasRemaining() ? t.awaitThen(yieldNow(), 0) : null;
                  }));
        },
        s -> null);
    assertArrayEquals(bytes, got.array());
    assertTrue(cancelled[0] > 10, () -> cancelled[0] + " have been cancelled");
  }

  private static Coroutine<Void> passes(int count) {
    int[] left = {count};
    return Script.of(t -> left[0]-- > 0 ? t.awaitThen(yieldNow(), 0) : null);
  }

  @Test
  @DisplayName("io 3: a write that is cancelled before any of it has gone has not happened")
  void cancelledBefore() {
    ends.capacity = 1_000;
    Object[] last = new Object[1];
    ends.run(
        s -> {
          task = createTask(ends.client.write(random(20_000)));
          return s.await(yieldNow());
        },
        s -> {
          last[0] = createTask(ends.client.write(new byte[5]));
          return s.await(yieldNow());
        },
        s -> {
          ((Task<?>) last[0]).cancel();
          return s.await(new StreamReader(ends.server).readExactly(20_000));
        },
        s -> s.await(transfer(ends.client, ends.server, random(10))),
        s -> {
          assertArrayEquals(random(10), (byte[]) s.result());
          return null;
        });
  }

  @Test
  @DisplayName(
      "io 3: a write that is cancelled midway breaks the output; the other side finds it cut off")
  void cancelledMidway() {
    ends.capacity = 1_000;
    ends.run(
        s -> {
          task = createTask(ends.client.write(random(200_000)));
          return s.await(yieldNow());
        },
        s -> {
          task.cancel();
          return s.await(yieldNow());
        },
        s -> s.tryAwait(ends.client.write(new byte[1])),
        s -> {
          log.add(s.error().getMessage().replaceAll("after \\d+ of", "after N of"));
          ends.client.close();
          return s.tryAwait(new StreamReader(ends.server).readAll(1_000_000));
        },
        s -> {
          log.add(outcome(s));
          return null;
        });
    assertEquals(
        List.of(
            "cannot write to the other end of a pair in memory: a write was cancelled after N of"
                + " 200000 bytes",
            Reason.CUT_OFF),
        log);
  }

  // ---------------------------------------------------------------- later handshakes

  @Test
  @DisplayName("io 10: keys are renewed in the middle of traffic, from both sides")
  void keyUpdate() {
    byte[] bytes = random(50_000);
    ends.run(
        s -> {
          engine(ends.client).beginHandshake();
          return s.await(transfer(ends.client, ends.server, bytes));
        },
        s -> {
          engine(ends.server).beginHandshake();
          return s.await(
              gather(
                  transfer(ends.client, ends.server, bytes),
                  transfer(ends.server, ends.client, bytes)));
        },
        s -> s.await(transfer(ends.client, ends.server, bytes)),
        s -> {
          assertArrayEquals(bytes, (byte[]) s.result());
          return null;
        });
  }

  @Test
  void renegotiationIsRefused() {
    ends.clientOptions = ends.clientOptions.protocols("TLSv1.2");
    ends.run(
        s -> {
          engine(ends.client).beginHandshake();
          return s.tryAwait(ends.client.write(new byte[10]));
        },
        s -> s.tryAwait(ends.server.read(10)),
        s -> {
          log.add(outcome(s));
          return null;
        });
    assertEquals(List.of(Reason.RENEGOTIATION), log);
  }
}
