package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.ByteSource;
import dev.fermata.net.ByteStream;
import dev.fermata.net.IncompleteReadException;
import dev.fermata.net.LimitExceededException;
import dev.fermata.net.Net;
import dev.fermata.net.StreamPair;
import dev.fermata.net.StreamReader;
import dev.fermata.net.StreamWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Buffered reading and writing, through pairs in memory on virtual loops. */
@Timeout(60)
class StreamReaderTest {
  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final StreamPair pair = Net.streamPair(1 << 20);
  private final ByteStream sender = pair.first();
  private final ByteStream receiver = pair.second();
  private final StreamReader reader = new StreamReader(receiver);
  private final List<Object> log = new ArrayList<>();
  private Task<Object> task;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  private Object run(Script.Step... body) {
    return Fermata.run(Script.of(body), loop);
  }

  @Test
  void linesEndWithALineFeedAndTheLastOneWithTheInput() {
    run(
        s -> s.await(sender.write(bytes("one\ntwo\r\n\nlast"))),
        s -> s.await(sender.shutdownOutput()),
        s -> s.await(reader.readLine()),
        s -> {
          log.add(String.valueOf(s.result()));
          return s.result() == null ? null : s.awaitThen(reader.readLine(), 3);
        });
    assertEquals(List.of("one", "two", "", "last", "null"), log);
  }

  @Test
  void linesAreAlsoAnIterator() {
    AsyncIterator<String> lines = reader.lines();
    run(
        s -> s.await(sender.write(bytes("a\nb\n"))),
        s -> {
          sender.close();
          assertThrows(IllegalStateException.class, lines::current);
          return s.await(lines.advance());
        },
        s -> {
          if ((Boolean) s.result()) {
            log.add(lines.current());
            return s.awaitThen(lines.advance(), 2);
          }
          return s.await(lines.close());
        },
        s -> s.await(lines.advance()),
        s -> log.add(s.result()));
    assertEquals(List.of("a", "b", false), log);
  }

  @Test
  void partsBlocksAndTheRestFollowEachOther() {
    run(
        s -> s.await(sender.write(bytes("head: 1\r\n\r\nbodyandmore"))),
        s -> s.await(reader.readUntil(bytes("\r\n\r\n"))),
        s -> {
          log.add(text(s.result()));
          return s.await(reader.readExactly(4));
        },
        s -> {
          log.add(text(s.result()));
          return s.await(reader.read(3));
        },
        s -> {
          log.add(text(s.result()));
          sender.close();
          return s.await(reader.readAll(100));
        },
        s -> {
          log.add(text(s.result()));
          return s.await(reader.read(3));
        },
        s -> log.add(text(s.result())));
    assertEquals(List.of("head: 1\r\n\r\n", "body", "and", "more", ""), log);
  }

  @Test
  void aSeparatorIsFoundWhereverItsBytesAreParted() {
    Coroutine<Object> slow =
        Script.of(
            s -> s.await(sender.write(bytes("ab-"))),
            s -> s.await(sleep(1)),
            s -> s.await(sender.write(bytes("-"))),
            s -> s.await(sleep(1)),
            s -> s.await(sender.write(bytes(">rest"))),
            s -> null);
    run(
        s -> {
          createTask(slow);
          return s.await(reader.readUntil(bytes("-->")));
        },
        s -> log.add(text(s.result()) + " at " + loop.time() / 1_000_000_000));
    assertEquals(List.of("ab--> at 2"), log);
  }

  @Test
  @DisplayName("io 6: a line over the limit is an error of its own type, and nothing is lost")
  void limit() {
    StreamReader strict = new StreamReader(receiver, 5, StandardCharsets.UTF_8);
    run(
        s -> s.await(sender.write(bytes("12345\n123456\nx"))),
        s -> s.await(strict.readLine()),
        s -> {
          log.add(s.result());
          return s.tryAwait(strict.readLine());
        },
        s -> {
          log.add(s.error().getMessage());
          assertEquals(5, assertInstanceOf(LimitExceededException.class, s.error()).limit());
          return s.tryAwait(strict.readUntil((byte) '\n'));
        },
        s -> {
          assertInstanceOf(LimitExceededException.class, s.error());
          return s.tryAwait(strict.readAll(7));
        },
        s -> {
          assertInstanceOf(LimitExceededException.class, s.error());
          return s.await(strict.read(100));
        },
        s -> log.add(text(s.result())));
    assertEquals(
        List.of(
            "12345",
            "a line is longer than the limit of 5 bytes; the reader still has it",
            "123456\nx"),
        log);
  }

  @Test
  void aLimitIsKeptAlsoWhenTheEndOfTheLineNeverComes() {
    StreamReader strict = new StreamReader(receiver, 5, StandardCharsets.UTF_8);
    run(
        s -> s.await(sender.write(bytes("1234567"))),
        s -> s.tryAwait(strict.readLine()),
        s -> {
          assertInstanceOf(LimitExceededException.class, s.error());
          return s.tryAwait(strict.readUntil(bytes("\r\n")));
        },
        s -> log.add(s.error().getClass()));
    assertEquals(List.of(LimitExceededException.class), log);
  }

  @Test
  void anInputThatEndsTooEarlyGivesWhatItHad() {
    run(
        s -> s.await(sender.write(bytes("abc"))),
        s -> s.await(sender.shutdownOutput()),
        s -> s.tryAwait(reader.readExactly(5)),
        s -> {
          IncompleteReadException error =
              assertInstanceOf(IncompleteReadException.class, s.error());
          log.add(text(error.partial()) + " of " + error.expected() + ", " + error.getMessage());
          return s.tryAwait(reader.readUntil((byte) 0));
        },
        s -> log.add(s.error().getMessage()));
    assertEquals(
        List.of(
            "abc of 5, the input ended after 3 of 5 bytes",
            "the input ended after 0 bytes, without a separator"),
        log);
  }

  @Test
  @DisplayName("io 2: a cancelled read of a line loses nothing of it")
  void cancelled() {
    run(
        s -> {
          task = createTask(Script.of(t -> t.await(reader.readLine()), t -> t.result()));
          return s.await(sender.write(bytes("half ")));
        },
        s -> s.await(sleep(1)),
        s -> {
          task.cancel();
          return s.await(yieldNow());
        },
        s -> s.await(sender.write(bytes("a line\n"))),
        s -> s.await(reader.readLine()),
        s -> log.add(s.result()));
    assertEquals(List.of("half a line"), log);
    assertTrue(task.isCancelled());
  }

  @Test
  @DisplayName("io 4: a second one who reads is refused")
  void second() {
    run(
        s -> {
          task = createTask(Script.of(t -> t.await(reader.readLine()), t -> t.result()));
          return s.await(yieldNow());
        },
        s -> s.tryAwait(reader.readLine()),
        s -> {
          assertInstanceOf(IllegalStateException.class, s.error());
          return s.await(sender.write(bytes("x\n")));
        },
        s -> s.await(task),
        s -> log.add(s.result()));
    assertEquals(List.of("x"), log);
  }

  @Test
  @DisplayName("io 20: of any source, 8 KiB are asked for first, and up to 64 while all come")
  void anySourceWillDo() throws IOException {
    byte[] all = new byte[300_000];
    new Random(1).nextBytes(all);
    ByteBuffer left = ByteBuffer.wrap(all);
    ByteSource source =
        new ByteSource() {
          @Override
          public Coroutine<Integer> read(ByteBuffer into) {
            log.add(into.remaining());
            int count = Math.min(into.remaining(), left.remaining());
            into.put(left.slice(left.position(), count));
            left.position(left.position() + count);
            return Coroutine.of(count == 0 ? -1 : count);
          }

          @Override
          public void close() {}
        };
    byte[] read =
        (byte[]) run(s -> s.await(new StreamReader(source).readAll(1 << 20)), s -> s.result());
    assertTrue(Arrays.equals(all, read));
    assertEquals(List.of(8_192, 16_384, 32_768, 65_536), log.subList(0, 4));
    assertEquals(Set.of(65_536), Set.copyOf(log.subList(4, log.size() - 1)));
  }

  @Test
  void aWriterCollectsAndWritesWhenItIsFullOrFlushed() {
    StreamWriter writer = new StreamWriter(sender, 10, StandardCharsets.UTF_8);
    run(
        s -> s.await(writer.write("12345")),
        s -> s.await(writer.write("678")),
        s -> {
          log.add(writer.toString().replaceAll(".*, ", ""));
          return s.await(writer.write("9ab"));
        },
        s -> s.await(receiver.read(100)),
        s -> {
          log.add(text(s.result()));
          return s.await(writer.write("c"));
        },
        s -> s.await(writer.flush()),
        s -> s.await(receiver.read(100)),
        s -> log.add(text(s.result())));
    assertEquals(List.of("8 bytes are here]", "123456789ab", "c"), log);
  }

  @Test
  void writersOfSeveralTasksComeInOrderAndWaitForRoom() {
    StreamPair narrow = Net.streamPair(3);
    StreamWriter writer = new StreamWriter(narrow.first(), 4, StandardCharsets.UTF_8);
    run(
        s -> {
          for (String part : List.of("aaaaaa", "bb", "cccccc", "d")) {
            createTask(Script.of(t -> t.await(writer.write(part)), t -> log.add(part)));
          }
          return s.await(sleep(1));
        },
        s -> {
          assertEquals(List.of(), log);
          return s.await(new StreamReader(narrow.second()).readExactly(14));
        },
        s -> {
          assertEquals("aaaaaabbcccccc", text(s.result()));
          return s.await(sleep(1));
        },
        s -> null);
    assertEquals(List.of("aaaaaa", "bb", "cccccc", "d"), log);
  }

  @Test
  @DisplayName("io 1, 3, 4: a pair in memory keeps the rules of sockets")
  void pairKeepsRules() {
    StreamPair narrow = Net.streamPair(4);
    run(
        s -> {
          task =
              createTask(Script.of(t -> t.await(narrow.first().write(bytes("123456"))), t -> null));
          return s.await(sleep(1));
        },
        s -> {
          log.add(task.isDone());
          task.cancel();
          return s.await(yieldNow());
        },
        s -> s.tryAwait(narrow.first().write(bytes("x"))),
        s -> {
          log.add(s.error().getMessage());
          return s.await(narrow.second().read(10));
        },
        s -> log.add(text(s.result())));
    assertEquals(
        List.of(
            false,
            "cannot write to the other end of a pair in memory: a write was cancelled after 4 of 6"
                + " bytes",
            "1234"),
        log);
  }

  @Test
  void aResetPairFailsAtBothEndsAndAClosedOneEnds() {
    StreamPair other = Net.streamPair(4);
    run(
        s -> s.await(sender.write(bytes("abc"))),
        s -> {
          sender.close();
          return s.await(receiver.read(10));
        },
        s -> {
          log.add(text(s.result()));
          return s.await(receiver.read(ByteBuffer.allocate(1)));
        },
        s -> {
          log.add(s.result());
          return s.tryAwait(receiver.write(bytes("x")));
        },
        s -> {
          log.add(s.error().getMessage());
          other.first().abort();
          return s.tryAwait(other.second().read(1));
        },
        s -> log.add(s.error().getMessage()));
    assertEquals(
        List.of(
            "abc",
            -1,
            "cannot write to the other end of a pair in memory: the other end has been closed",
            "cannot read from the other end of a pair in memory: the other end has been reset"),
        log);
  }

  @Test
  @DisplayName("io 7: a close of a pair that waits ends with the other side, or at its limit")
  void closeAndWait() {
    run(
        s -> {
          createTask(
              Script.of(
                  t -> t.await(receiver.read(10)),
                  t -> t.await(sleep(2)),
                  t -> {
                    receiver.close();
                    return null;
                  }));
          return s.await(sender.closeAndWait(Duration.ofSeconds(5)));
        },
        s -> {
          log.add(loop.time() / 1_000_000_000);
          return s.tryAwait(Net.streamPair(1).first().closeAndWait(Duration.ofSeconds(5)));
        },
        s -> log.add(s.error().getClass() + " " + loop.time() / 1_000_000_000));
    assertEquals(List.of(2L, TimeoutException.class + " 7"), log);
  }

  @Test
  void aReadThatNothingCanEndIsADeadlockOnAVirtualLoop() {
    String message =
        assertThrows(
                IllegalStateException.class,
                () -> run(s -> s.await(reader.readLine()), s -> s.result()))
            .getMessage();
    assertTrue(message.contains("Task-1 reads from a pair in memory"), message);
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Net.streamPair(0));
    assertThrows(IllegalArgumentException.class, () -> reader.read(0));
    assertThrows(IllegalArgumentException.class, () -> reader.readExactly(-1));
    assertThrows(IllegalArgumentException.class, () -> reader.readUntil());
    assertThrows(IllegalArgumentException.class, () -> receiver.read(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StreamReader(receiver, 0, StandardCharsets.UTF_8));
    assertThrows(
        IllegalArgumentException.class, () -> new StreamWriter(sender, 0, StandardCharsets.UTF_8));
    assertThrows(
        IllegalArgumentException.class,
        () -> receiver.read(ByteBuffer.allocate(1).asReadOnlyBuffer()));
  }
}
