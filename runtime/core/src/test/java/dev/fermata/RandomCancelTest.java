package dev.fermata;

import static dev.fermata.Connected.anyPort;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.fermata.net.ByteSink;
import dev.fermata.net.ByteSource;
import dev.fermata.net.Connection;
import dev.fermata.net.Datagram;
import dev.fermata.net.DatagramEndpoint;
import dev.fermata.net.IncompleteReadException;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import dev.fermata.net.StreamPair;
import dev.fermata.net.StreamReader;
import dev.fermata.process.Subprocess;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Operations that are cancelled at random, in each pass of their life: what arrives is what was
 * sent, without a gap, nothing hangs, and nothing is left. {@code -Dfermata.random.cancels=1000}
 * makes more rounds, {@code -Dfermata.random.seed} begins with another one.
 */
@Timeout(3_600)
class RandomCancelTest {
  private static final int ROUNDS = Integer.getInteger("fermata.random.cancels", 12);
  private static final long SEED = Long.getLong("fermata.random.seed", 1);

  /** What a write says of an earlier one that was cancelled in the middle. */
  private static final Pattern BROKEN = Pattern.compile("cancelled after (\\d+) of \\d+ bytes");

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Random random;
  private long descriptors;
  private int cancelled;

  /** How an operation has ended that may have been cancelled. */
  private record Outcome(Object value, Throwable error) {
    boolean isCancelled() {
      return error instanceof CancelledError;
    }
  }

  /** Runs a body for each seed, and counts what it leaves open. */
  private void rounds(Callable<Coroutine<?>> body) throws Exception {
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      random = new Random(seed);
      long current = seed;
      descriptors = Leftovers.canCount() && seed > SEED ? Leftovers.descriptors() : Long.MAX_VALUE;
      try {
        EventLoop loop = EventLoop.create();
        List<Object> reports = new ArrayList<>();
        loop.setExceptionHandler((where, context) -> reports.add(context));
        Fermata.run(Script.of(s -> s.await(Fermata.waitFor(body.call(), LIMIT)), s -> null), loop);
        assertEquals(List.of(), reports);
      } catch (Throwable failed) {
        throw new AssertionError("with seed " + current, failed);
      }
      Leftovers.awaitNone();
      awaitDescriptors(current);
    }
    assertTrue(cancelled > 0, "nothing was cancelled");
  }

  private void awaitDescriptors(long seed) {
    long limit = System.nanoTime() + 30_000_000_000L;
    while (descriptors < Long.MAX_VALUE && Leftovers.descriptors() > descriptors) {
      assertTrue(System.nanoTime() < limit, () -> "descriptors are left with seed " + seed);
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void noProcessIsLeft() {
    Leftovers.awaitNone();
  }

  private static Coroutine<Void> passes(int count) {
    int[] left = {count};
    return Script.of(s -> left[0]-- > 0 ? s.awaitThen(yieldNow(), 0) : null);
  }

  /** Runs an operation as a task, which is cancelled in some pass, or not. */
  private Coroutine<Outcome> attempt(Coroutine<?> operation) {
    Task<?> task = createTask(operation);
    boolean cancels = random.nextInt(3) == 0;
    return Script.of(
        s -> s.await(passes(random.nextInt(6))),
        s -> {
          if (cancels) {
            task.cancel();
          }
          return s.tryAwait(task);
        },
        s -> {
          Outcome outcome = new Outcome(s.result(), s.error());
          cancelled += outcome.isCancelled() ? 1 : 0;
          return outcome;
        });
  }

  // ---------------------------------------------------------------- streams

  /** What a writer has sent. */
  private static final class Sent {
    private final byte[] all;
    private int size;

    /** Whether the output was broken, and whether it is known where. */
    private boolean broken;

    private boolean exact = true;

    Sent(byte[] all) {
      this.all = all;
    }
  }

  private byte[] letters(int size) {
    byte[] letters = new byte[size];
    for (int i = 0; i < size; i++) {
      letters[i] = (byte) (random.nextInt(30) == 0 ? '\n' : 'a' + random.nextInt(26));
    }
    return letters;
  }

  /** Writes letters by pieces, until all are gone or the output is broken; and ends it. */
  private Coroutine<Object> writer(ByteSink sink, Sent sent, Callable<Object> end) {
    int[] piece = {0};
    return Script.of(
        s -> {
          if (sent.size == sent.all.length || sent.broken) {
            return end.call();
          }
          int largest = random.nextInt(4) == 0 ? 200_000 : 500;
          piece[0] = Math.min(1 + random.nextInt(largest), sent.all.length - sent.size);
          byte[] bytes = Arrays.copyOfRange(sent.all, sent.size, sent.size + piece[0]);
          int cut = random.nextInt(bytes.length);
          ByteBuffer head = ByteBuffer.wrap(bytes, 0, cut);
          return s.await(attempt(sink.write(head, ByteBuffer.wrap(bytes, cut, piece[0] - cut))));
        },
        s -> {
          Outcome outcome = (Outcome) s.result();
          if (outcome.error() == null) {
            sent.size += piece[0];
          } else if (!outcome.isCancelled()) {
            throw outcome.error();
          }
          // Whether it has broken the output, the next one tells.
          return outcome.isCancelled()
              ? s.tryAwait(sink.write(next(sent)))
              : s.awaitThen(nothing(), 0);
        },
        s -> {
          if (s.error() == null) {
            sent.size++;
          } else {
            noteBroken(sent, s.error().getMessage(), piece[0]);
          }
          return s.awaitThen(nothing(), 0);
        });
  }

  private static byte[] next(Sent sent) {
    return Arrays.copyOfRange(sent.all, sent.size, sent.size + 1);
  }

  private static void noteBroken(Sent sent, String message, int piece) {
    sent.broken = true;
    Matcher matcher = BROKEN.matcher(message);
    if (matcher.find()) {
      sent.size += Integer.parseInt(matcher.group(1));
    } else {
      assertTrue(message.contains("a write was cancelled in the middle of"), message);
      sent.size += piece;
      sent.exact = false;
    }
  }

  private static Coroutine<Void> nothing() {
    return Coroutine.done();
  }

  /** Reads in different ways to the end. */
  private Coroutine<byte[]> reader(ByteSource source) {
    StreamReader reader = new StreamReader(source, 1_000_000, StandardCharsets.UTF_8);
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    return Script.of(
        s -> s.await(attempt(readOn(reader))),
        s -> {
          Outcome outcome = (Outcome) s.result();
          if (outcome.isCancelled()) {
            return s.awaitThen(nothing(), 0);
          }
          byte[] bytes = outcome.error() == null ? (byte[]) outcome.value() : partial(outcome);
          received.write(bytes);
          boolean isEnd = bytes.length == 0 || outcome.error() != null;
          return isEnd ? s.await(reader.readAll(1_000_000)) : s.awaitThen(nothing(), 0);
        },
        s -> {
          received.write((byte[]) s.result());
          return received.toByteArray();
        });
  }

  private Coroutine<byte[]> readOn(StreamReader reader) throws IOException {
    return switch (random.nextInt(4)) {
      case 0 -> reader.readExactly(1 + random.nextInt(2_000));
      case 1 -> reader.readUntil((byte) '\n');
      case 2 -> reader.read(1 + random.nextInt(100_000));
      default -> line(reader);
    };
  }

  /** A line with its line feed; without one at the end of the input, where none is left. */
  private static Coroutine<byte[]> line(StreamReader reader) {
    return Script.of(
        s -> s.await(reader.readUntil((byte) '\n')),
        s -> {
          byte[] line = (byte[]) s.result();
          assertEquals('\n', line[line.length - 1]);
          return line;
        });
  }

  private static byte[] partial(Outcome outcome) throws Throwable {
    if (outcome.error() instanceof IncompleteReadException incomplete) {
      return incomplete.partial();
    }
    throw outcome.error();
  }

  private Coroutine<Object> transfer(
      ByteSink sink, ByteSource source, Sent sent, Callable<Object> end) {
    return Script.of(
        s -> s.await(gather(writer(sink, sent, end), reader(source))),
        s -> {
          byte[] received = (byte[]) ((List<?>) s.result()).get(1);
          assertTrue(received.length <= sent.size, "more was received than sent");
          if (sent.exact) {
            assertEquals(sent.size, received.length);
          }
          assertArrayEquals(Arrays.copyOf(sent.all, received.length), received);
          return null;
        });
  }

  private Sent sent() {
    return new Sent(letters(1 + random.nextInt(600_000)));
  }

  @Test
  @DisplayName("io 2, io 3, io 6: through sockets, the bytes stay whole in spite of cancels")
  void sockets() throws Exception {
    rounds(
        () -> {
          Listener[] listener = {null};
          Connection[] ends = {null, null};
          return Script.of(
              s -> s.await(Net.listen(anyPort())),
              s -> {
                listener[0] = (Listener) s.result();
                return s.await(
                    gather(Net.connect(listener[0].localAddress()), listener[0].accept()));
              },
              s -> {
                ends[0] = (Connection) ((List<?>) s.result()).get(0);
                ends[1] = (Connection) ((List<?>) s.result()).get(1);
                return s.await(transfer(ends[0], ends[1], sent(), () -> close(ends[0])));
              },
              s -> {
                ends[1].close();
                listener[0].close();
                return null;
              });
        });
  }

  private static Object close(Connection connection) {
    connection.close();
    return null;
  }

  @Test
  @DisplayName("io 2, io 3, io 6: through a pair in memory, the bytes stay whole")
  void pairs() throws Exception {
    rounds(
        () -> {
          StreamPair pair = Net.streamPair(1 + random.nextInt(10_000));
          return transfer(
              pair.first(),
              pair.second(),
              sent(),
              () -> {
                pair.first().close();
                return null;
              });
        });
  }

  @Test
  @DisplayName("io 3, io 15: through the pipes of a process, the bytes stay whole")
  void pipes() throws Exception {
    assumeFalse(File.separatorChar == '\\', "there is no cat");
    rounds(
        () -> {
          Subprocess[] cat = {null};
          return Script.of(
              s -> s.await(Subprocess.start(new ProcessBuilder("cat"))),
              s -> {
                cat[0] = (Subprocess) s.result();
                return s.await(
                    transfer(
                        cat[0].stdin(),
                        cat[0].stdout(),
                        sent(),
                        () -> {
                          cat[0].stdin().close();
                          return null;
                        }));
              },
              s -> s.await(cat[0].waitFor()),
              s -> s.result());
        });
  }

  // ---------------------------------------------------------------- accept, connect, datagrams

  @Test
  @DisplayName(
      "io 5, io 16: a cancelled accept loses no connection, a cancelled connect leaves none")
  void connections() throws Exception {
    rounds(
        () -> {
          Listener[] listener = {null};
          int[] left = {20};
          return Script.of(
              s -> s.await(Net.listen(anyPort())),
              s -> {
                listener[0] = (Listener) s.result();
                return s.await(nothing());
              },
              s ->
                  s.await(
                      gather(
                          attempt(Net.connect(listener[0].localAddress())),
                          attempt(listener[0].accept()))),
              s -> {
                for (Object outcome : (List<?>) s.result()) {
                  close((Outcome) outcome);
                }
                return left[0]-- > 0 ? s.awaitThen(nothing(), 2) : s.await(drain(listener[0]));
              },
              s -> s.await(gather(Net.connect(listener[0].localAddress()), listener[0].accept())),
              s -> {
                ((List<?>) s.result()).forEach(end -> ((Connection) end).abort());
                listener[0].close();
                return s.await(Connected.millis(5));
              },
              s -> null);
        });
  }

  private static void close(Outcome outcome) throws Throwable {
    if (outcome.error() == null) {
      ((Connection) outcome.value()).abort();
    } else if (!outcome.isCancelled()) {
      throw outcome.error();
    }
  }

  /** Takes the connections that nobody has accepted. */
  private static Coroutine<Object> drain(Listener listener) {
    return Script.of(
        s -> s.tryAwait(Fermata.waitFor(listener.accept(), Duration.ofMillis(20))),
        s -> {
          if (s.error() instanceof TimeoutException) {
            return null;
          }
          ((Connection) s.result()).abort();
          return s.awaitThen(nothing(), 0);
        });
  }

  @Test
  @DisplayName("io 2, io 5: a cancelled send or receive loses no datagram")
  void datagrams() throws Exception {
    rounds(
        () -> {
          DatagramEndpoint[] ends = {null, null};
          int[] sent = {0};
          int[] received = {0};
          return Script.of(
              s -> s.await(gather(Net.datagrams(anyPort()), Net.datagrams(anyPort()))),
              s -> {
                ends[0] = (DatagramEndpoint) ((List<?>) s.result()).get(0);
                ends[1] = (DatagramEndpoint) ((List<?>) s.result()).get(1);
                return s.await(nothing());
              },
              s -> {
                byte[] number = {(byte) sent[0]};
                return s.await(attempt(ends[0].send(number, ends[1].localAddress())));
              },
              s -> {
                if (!((Outcome) s.result()).isCancelled()) {
                  sent[0]++;
                }
                return received[0] < sent[0]
                    ? s.await(attempt(ends[1].receive()))
                    : s.awaitThen(nothing(), 2);
              },
              s -> {
                Outcome outcome = (Outcome) s.result();
                if (!outcome.isCancelled()) {
                  assertEquals(received[0]++, ((Datagram) outcome.value()).bytes()[0]);
                }
                return received[0] < 60
                    ? s.awaitThen(nothing(), sent[0] < 60 ? 2 : 5)
                    : s.await(nothing());
              },
              s ->
                  received[0] == 60
                      ? s.awaitThen(nothing(), 7)
                      : s.await(attempt(ends[1].receive())),
              s -> {
                Outcome outcome = (Outcome) s.result();
                if (!outcome.isCancelled()) {
                  assertEquals(received[0]++, ((Datagram) outcome.value()).bytes()[0]);
                }
                return s.awaitThen(nothing(), 5);
              },
              s -> {
                ends[0].close();
                ends[1].close();
                return s.await(Connected.millis(5));
              },
              s -> null);
        });
  }
}
