package dev.fermata;

import static dev.fermata.Connected.millis;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.waitFor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.net.ConnectOptions;
import dev.fermata.net.Connection;
import dev.fermata.net.Net;
import dev.fermata.net.StreamReader;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;

/** One connection of a client of {@link NetSoakTest}, which does one kind of things. */
final class NetSoakVisit {
  /** What is not answered by then hangs. */
  private static final Duration HANGS = Duration.ofMinutes(2);

  private static final int IDLE = (int) NetSoakTest.IDLE.toMillis();

  /** What a client does. */
  enum Kind {
    TALK,
    TALK_WITHOUT_WAITING,
    END_ITS_OUTPUT,
    STALL,
    RESET,
    VANISH,
    LEAVE
  }

  /** A part of a visit, for each message. */
  @FunctionalInterface
  private interface Part {
    Coroutine<?> of(byte[] message) throws IOException;
  }

  private final Random random;
  private final Kind kind;
  private final byte[][] messages;

  private Connection connection;

  /** Where it comes from; null until it is connected. */
  private SocketAddress address;

  private StreamReader reader;
  private int answers;

  NetSoakVisit(Random random) {
    this.random = random;
    kind = Kind.values()[random.nextInt(Kind.values().length)];
    messages = new byte[1 + random.nextInt(8)][];
    for (int i = 0; i < messages.length; i++) {
      int length = random.nextInt(random.nextInt(20) == 0 ? 200_000 : 2_000);
      byte[] body = new byte[length];
      random.nextBytes(body);
      messages[i] = ByteBuffer.allocate(4 + length).putInt(length).put(body).array();
    }
  }

  Kind kind() {
    return kind;
  }

  SocketAddress address() {
    return address;
  }

  int answers() {
    return answers;
  }

  /** Connects, does it, closes, and tells with which error that has ended, or null. */
  Coroutine<Void> run(SocketAddress to, BiConsumer<NetSoakVisit, Throwable> end) {
    return Script.of(
        s -> s.tryAwait(Net.connect(to, options())),
        s -> {
          if (s.error() != null) {
            end.accept(this, s.error());
            return null;
          }
          connection = (Connection) s.result();
          address = connection.localAddress();
          reader = new StreamReader(connection);
          return s.tryAwait(waitFor(act(), HANGS));
        },
        s -> {
          if (s.error() == null && random.nextBoolean()) {
            connection.close();
          } else {
            connection.abort();
          }
          end.accept(this, s.error());
          return null;
        });
  }

  /** A small window has the server wait in its writes. */
  private ConnectOptions options() {
    ConnectOptions options = ConnectOptions.defaults();
    return random.nextInt(4) == 0 ? options.set(StandardSocketOptions.SO_RCVBUF, 4_096) : options;
  }

  private Awaitable<?> act() {
    return switch (kind) {
      case TALK -> forEach(message -> both(send(message), receive(message)));
      case TALK_WITHOUT_WAITING -> gather(forEach(this::send), forEach(this::receive));
      case END_ITS_OUTPUT ->
          gather(
              Script.of(
                  s -> s.await(forEach(this::send)),
                  s -> s.await(connection.shutdownOutput()),
                  s -> null),
              Script.of(
                  s -> s.await(forEach(this::receive)),
                  s -> s.await(reader.readAll(1)),
                  s -> check(((byte[]) s.result()).length)));
      case STALL ->
          Script.of(
              s -> s.await(send(half())),
              s -> s.await(millis(random.nextInt(2 * IDLE))),
              s -> s.await(send(otherHalf())),
              s -> s.await(receive(messages[0])),
              s -> null);
      case RESET ->
          Script.of(s -> s.await(send(messages[0])), s -> s.await(send(half())), s -> null);
      case VANISH ->
          Script.of(
              s -> s.await(send(random.nextBoolean() ? messages[0] : half())),
              s -> s.await(millis(IDLE * 3 / 2)),
              s -> null);
      case LEAVE -> Coroutine.done();
    };
  }

  private Object check(int bytesBehind) {
    assertEquals(0, bytesBehind, "bytes behind the last answer");
    return null;
  }

  private byte[] half() {
    return Arrays.copyOf(messages[0], messages[0].length / 2);
  }

  private byte[] otherHalf() {
    return Arrays.copyOfRange(messages[0], messages[0].length / 2, messages[0].length);
  }

  private Coroutine<Void> send(byte[] bytes) throws IOException {
    return connection.write(bytes);
  }

  private Coroutine<Void> receive(byte[] message) {
    return Script.of(
        s -> s.await(reader.readExactly(message.length)),
        s -> {
          assertArrayEquals(message, (byte[]) s.result());
          answers++;
          return null;
        });
  }

  private static Coroutine<Void> both(Coroutine<Void> first, Coroutine<Void> second) {
    return Script.of(s -> s.await(first), s -> s.await(second), s -> null);
  }

  /** Does that with each message, with pauses. */
  private Coroutine<Void> forEach(Part part) {
    int[] next = {0};
    return Script.of(
        s -> next[0] == messages.length ? null : s.await(part.of(messages[next[0]++])),
        s -> s.awaitThen(millis(random.nextInt(4) == 0 ? random.nextInt(20) : 0), 0));
  }
}
