package dev.fermata;

import static dev.fermata.Connected.anyPort;
import static dev.fermata.Fermata.gather;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.FaultProxy.Fault;
import dev.fermata.net.Connection;
import dev.fermata.net.IncompleteReadException;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import dev.fermata.net.StreamReader;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections through a bad net, in each state: the errors are typed, and nothing hangs. */
@Timeout(60)
class FaultTest {
  /** More than the system takes of a write whose other side does not read. */
  private static final int MUCH = 20_000_000;

  private final List<Object> log = new ArrayList<>();
  private Connection client;
  private Connection server;

  /** Runs a body with both ends of a connection through a proxy. */
  private void run(Fault fault, int after, Script.Step... body) {
    EventLoop loop = EventLoop.create();
    loop.setExceptionHandler((where, context) -> log.add(context.get("message")));
    Script.Step[] steps = Arrays.copyOf(body, body.length + 1);
    steps[body.length] = Script::result;
    Listener[] listener = {null};
    FaultProxy[] proxy = {null};
    Fermata.run(
        Script.of(
            s -> s.await(Net.listen(anyPort())),
            s -> {
              listener[0] = (Listener) s.result();
              proxy[0] = new FaultProxy(listener[0].localAddress(), fault, after);
              return s.await(gather(Net.connect(proxy[0].address()), listener[0].accept()));
            },
            s -> {
              List<?> ends = (List<?>) s.result();
              client = (Connection) ends.get(0);
              server = (Connection) ends.get(1);
              return s.await(Script.of(steps));
            },
            s -> {
              client.close();
              server.close();
              listener[0].close();
              proxy[0].close();
              return null;
            }),
        loop);
  }

  private Coroutine<Void> answer(String text) throws IOException {
    return server.write(text.getBytes(UTF_8));
  }

  private String peer() {
    return client.remoteAddress().toString();
  }

  @Test
  void linesAndBlocksStayWholeInSegmentsOfOneByte() {
    StreamReader[] reader = {null};
    run(
        Fault.ONE_BYTE_SEGMENTS,
        0,
        s -> s.await(answer("first line\r\nsecond\nfour|rest")),
        s -> {
          reader[0] = new StreamReader(client);
          server.close();
          return s.await(reader[0].readLine());
        },
        s -> {
          log.add(s.result());
          return s.await(reader[0].readLine());
        },
        s -> {
          log.add(s.result());
          return s.await(reader[0].readUntil((byte) '|'));
        },
        s -> {
          log.add(new String((byte[]) s.result(), UTF_8));
          return s.await(reader[0].readAll(100));
        },
        s -> log.add(new String((byte[]) s.result(), UTF_8)));
    assertEquals(List.of("first line", "second", "four|", "rest"), log);
  }

  @Test
  void aResetWhileATaskReadsIsAnErrorThatNamesTheOtherSide() {
    run(
        Fault.RESET,
        5,
        s -> s.await(answer("12345")),
        s -> s.tryAwait(new StreamReader(client).readExactly(10)),
        s -> {
          log.add(assertInstanceOf(SocketException.class, s.error()).getMessage());
          return s.tryAwait(client.read(1));
        },
        s -> log.add(s.error() == null ? "end" : s.error().getClass().getSimpleName()));
    assertTrue(
        log.get(0).toString().startsWith("cannot read from " + peer() + ": "), log::toString);
    assertTrue(List.of("end", "SocketException").contains(log.get(1)), log::toString);
  }

  @Test
  void aResetWhileATaskWritesEndsTheWriteAndLaterOnesSaySo() {
    run(
        Fault.RESET,
        5,
        s ->
            s.await(
                gather(
                    Script.of(
                        t -> t.tryAwait(client.write(new byte[MUCH])),
                        t -> log.add(assertInstanceOf(SocketException.class, t.error()))),
                    answer("12345"))),
        s -> s.tryAwait(client.write(new byte[1])),
        s -> log.add(s.error().getMessage()));
    String first = ((Exception) log.get(0)).getMessage();
    assertTrue(first.startsWith("cannot write to " + peer() + ": "), first);
    assertEquals(
        "cannot write to " + peer() + ": an earlier write has failed, with " + first, log.get(1));
  }

  @Test
  void anInputThatIsCutGivesWhatHasArrived() {
    run(
        Fault.CUT,
        5,
        s -> s.await(answer("12345678")),
        s -> s.tryAwait(new StreamReader(client).readExactly(8)),
        s ->
            log.add(
                new String(
                    assertInstanceOf(IncompleteReadException.class, s.error()).partial(), UTF_8)));
    assertEquals(List.of("12345"), log);
  }

  @Test
  void aConnectionThatStallsEndsByALimitOfTimeAndLosesNothing() {
    StreamReader[] reader = {null};
    run(
        Fault.STALL,
        5,
        s -> s.await(answer("12345678")),
        s -> {
          reader[0] = new StreamReader(client);
          return s.tryAwait(Fermata.waitFor(reader[0].readExactly(8), Duration.ofMillis(50)));
        },
        s -> {
          assertInstanceOf(TimeoutException.class, s.error());
          return s.await(reader[0].readExactly(5));
        },
        s -> {
          log.add(new String((byte[]) s.result(), UTF_8));
          return s.tryAwait(client.closeAndWait(Duration.ofMillis(50)));
        },
        s -> log.add(s.error().getClass()));
    assertEquals(List.of("12345", TimeoutException.class), log);
  }
}
