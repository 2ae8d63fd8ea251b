package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.TlsEnds.outcome;
import static dev.fermata.TlsEnds.random;
import static dev.fermata.TlsEnds.transfer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.StreamReader;
import dev.fermata.net.TlsException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How streams through TLS end. */
@Timeout(60)
class TlsEndTest {
  private final TlsEnds ends = new TlsEnds();
  private final List<Object> log = new ArrayList<>();
  private Task<?> task;

  @Test
  @DisplayName("io 8: an input that ends without the farewell of TLS is an error each time")
  void cutOff() {
    ends.run(
        s -> s.await(ends.client.write("all of it?".getBytes(StandardCharsets.UTF_8))),
        s -> {
          ends.clientPlain.close();
          return s.await(ends.server.read(100));
        },
        s -> s.tryAwait(ends.server.read(100)),
        s -> {
          log.add(outcome(s));
          return s.tryAwait(ends.server.read(100));
        },
        s -> {
          log.add(outcome(s));
          return null;
        });
    assertEquals(List.of(Reason.CUT_OFF, Reason.CUT_OFF), log);
  }

  @Test
  @DisplayName("io 8: where it is allowed, an input that is cut off has just ended")
  void cutOffAllowed() {
    ends.serverOptions = ends.serverOptions.allowTruncation(true);
    ends.run(
        s -> {
          ends.clientPlain.close();
          return s.await(ends.server.read(100));
        },
        s -> log.add(((byte[]) s.result()).length));
    assertEquals(List.of(0), log);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("io 8, io 23: under 1.3 each direction ends separately")
  void halfClose(boolean clientFirst) {
    byte[] bytes = random(100_000);
    ends.run(
        s -> s.await((clientFirst ? ends.client : ends.server).shutdownOutput()),
        s -> s.await((clientFirst ? ends.client : ends.server).shutdownOutput()),
        s -> s.await((clientFirst ? ends.server : ends.client).read(1)),
        s -> {
          log.add(((byte[]) s.result()).length);
          return s.await(
              clientFirst
                  ? transfer(ends.server, ends.client, bytes)
                  : transfer(ends.client, ends.server, bytes));
        },
        s -> {
          assertArrayEquals(bytes, (byte[]) s.result());
          return s.await((clientFirst ? ends.server : ends.client).shutdownOutput());
        },
        s -> s.await((clientFirst ? ends.client : ends.server).read(1)),
        s -> {
          log.add(((byte[]) s.result()).length);
          return s.tryAwait((clientFirst ? ends.server : ends.client).write(new byte[1]));
        },
        s -> log.add(s.error().getMessage()));
    assertEquals(
        List.of(
            0,
            0,
            "cannot write to the other end of a pair in memory: the output has been shut down"),
        log);
  }

  @Test
  @DisplayName("io 8: under 1.2 the end of one direction is that of both, and writes say so")
  void noHalfCloseUnder12() {
    ends.clientOptions = ends.clientOptions.protocols("TLSv1.2");
    ends.run(
        s -> s.await(ends.client.shutdownOutput()),
        s -> s.await(ends.server.read(1)),
        s -> s.tryAwait(ends.server.write(new byte[1])),
        s -> {
          log.add(s.error().getMessage());
          return s.await(ends.client.read(1));
        },
        s -> log.add(((byte[]) s.result()).length));
    assertEquals(2, log.size());
    assertTrue(log.get(0).toString().contains("TLSv1.2 ends both directions"), log::toString);
    assertEquals(0, log.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @DisplayName(
      "io 7: close does not wait and loses nothing, also where there is no room for the farewell")
  void close(String protocol) {
    ends.clientOptions = ends.clientOptions.protocols(protocol);
    ends.capacity = 3_000;
    byte[] bytes = random(2_950);
    ends.run(
        s -> s.await(ends.client.write(bytes)),
        s -> {
          ends.client.close();
          ends.client.close();
          assertFalse(ends.client.isOpen());
          return s.await(sleep(Duration.ofMillis(100)));
        },
        s -> s.await(new StreamReader(ends.server).readAll(10_000)),
        s -> {
          assertArrayEquals(bytes, (byte[]) s.result());
          return s.tryAwait(ends.client.read(1));
        },
        s -> log.add(s.error().getMessage()));
    assertEquals(
        List.of("cannot read from the other end of a pair in memory: the stream is closed"), log);
  }

  @Test
  @DisplayName("io 7: a farewell that nobody takes is given up after two seconds")
  void closeIsBounded() {
    ends.capacity = 3_000;
    ends.run(
        s -> s.await(ends.client.write(random(2_955))),
        s -> {
          ends.client.close();
          assertTrue(ends.clientPlain.isOpen());
          return s.await(sleep(Duration.ofMillis(2_001)));
        },
        s -> {
          assertFalse(ends.clientPlain.isOpen());
          return null;
        });
  }

  @Test
  @DisplayName("io 7: a close that waits ends with the other side, or at its limit")
  void closeAndWait() {
    ends.run(
        s -> s.tryAwait(ends.server.closeAndWait(Duration.ofSeconds(5))),
        s -> {
          log.add(outcome(s));
          assertFalse(ends.serverPlain.isOpen());
          return null;
        });
    TlsEnds others = new TlsEnds();
    others.run(
        s -> {
          task = createTask(others.server.closeAndWait(Duration.ofSeconds(5)));
          return s.await(others.client.read(1));
        },
        s -> {
          others.client.close();
          return s.await(task);
        },
        s -> log.add(others.loop.time() < 5_000_000_000L));
    assertEquals(List.of("TimeoutException", true), log);
  }

  @Test
  void whoReadsOrWritesWhenItIsClosedIsTold() {
    ends.run(
        s -> {
          for (Coroutine<?> operation :
              List.of(ends.client.read(1), ends.client.write(random(50_000)))) {
            createTask(Script.of(t -> t.tryAwait(operation), t -> log.add(t.error().getMessage())));
          }
          return s.await(yieldNow());
        },
        s -> {
          ends.client.close();
          return s.await(sleep(Duration.ofMillis(1)));
        },
        s -> null);
    assertEquals(
        List.of(
            "cannot read from the other end of a pair in memory: the stream is closed",
            "cannot write to the other end of a pair in memory: the stream is closed"),
        log.stream()
            .map(text -> text.toString().replace("go on with", "read from"))
            .sorted()
            .toList());
  }

  @Test
  void abortIsAnErrorForTheOtherSide() {
    ends.run(
        s -> {
          ends.client.abort();
          return s.tryAwait(ends.server.read(1));
        },
        s -> log.add(s.error().getMessage()));
    assertTrue(log.get(0).toString().contains("has been reset"), log::toString);
  }
}
