package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.currentTask;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.net.Net.readable;
import static dev.fermata.net.Net.writable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for other people's channels. */
@Timeout(60)
class ReadinessTest {
  private final List<Object> log = new ArrayList<>();
  private Pipe pipe;

  @BeforeEach
  void open() throws IOException {
    pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    pipe.sink().configureBlocking(false);
  }

  @AfterEach
  void close() throws IOException {
    pipe.source().close();
    pipe.sink().close();
  }

  private void send() throws IOException {
    pipe.sink().write(ByteBuffer.wrap(new byte[] {1}));
  }

  private Coroutine<Object> reader() {
    return Script.named(
        "reader",
        s -> s.await(readable(pipe.source())),
        s -> log.add("read in pass " + EventLoop.running().iteration()));
  }

  @Test
  void aTaskGoesOnWhenItsChannelIsReady() {
    Fermata.run(
        Script.of(
            s -> {
              createTask(
                  Script.of(
                      t -> t.await(Fermata.sleep(Duration.ofMillis(1))),
                      t -> {
                        log.add("sent");
                        send();
                        return null;
                      }));
              return s.await(readable(pipe.source()));
            },
            s -> log.add("ready")));
    assertEquals(List.of("sent", "ready"), log);
  }

  @Test
  @DisplayName("io 2: readiness is a handle of one pass, and the task runs in the next")
  void passes() {
    Fermata.run(
        Script.of(
            s -> {
              send();
              return s.await(reader());
            },
            s -> null));
    assertEquals(List.of("read in pass 3"), log);
  }

  @Test
  @DisplayName("io 5: a cancelled wait leaves the channel inside the cancel call")
  void cancelled() {
    List<Task<Object>> tasks = new ArrayList<>();
    Fermata.run(
        Script.of(
            s -> {
              tasks.add(createTask(reader()));
              return s.await(yieldNow());
            },
            s -> {
              assertTrue(tasks.get(0).cancel());
              tasks.add(createTask(reader()));
              send();
              return s.await(tasks.get(1));
            },
            s -> null));
    assertTrue(tasks.get(0).isCancelled());
    assertEquals(1, log.size());
  }

  @Test
  @DisplayName("io 4: of two that wait for one input the second throws, and is told why")
  void second() {
    Fermata.run(
        Script.of(
            s -> {
              createTask(reader());
              return s.await(yieldNow());
            },
            s -> s.tryAwait(readable(pipe.source())),
            s -> {
              String message =
                  assertInstanceOf(IllegalStateException.class, s.error()).getMessage();
              assertTrue(message.startsWith("another task waits until "), message);
              return null;
            }));
  }

  @Test
  void anOutputIsReadyAtOnceAndDoesNotKeepTheLoopBusy() {
    long passes =
        Fermata.run(
            Script.of(
                s -> s.await(writable(pipe.sink())),
                s -> s.await(Fermata.sleep(Duration.ofMillis(30))),
                s -> EventLoop.running().iteration()));
    assertTrue(passes < 10, () -> "passes: " + passes);
  }

  @Test
  @DisplayName("io 11: input that nobody reads does not keep the loop busy")
  void unread() {
    List<Task<Object>> tasks = new ArrayList<>();
    long passes =
        Fermata.run(
            Script.of(
                s -> {
                  tasks.add(createTask(reader()));
                  return s.await(yieldNow());
                },
                s -> {
                  tasks.get(0).cancel();
                  send();
                  return s.await(Fermata.sleep(Duration.ofMillis(30)));
                },
                s -> EventLoop.running().iteration()));
    assertTrue(passes < 12, () -> "passes: " + passes);
  }

  @Test
  @DisplayName("io 27: a wait for a channel is no deadlock, and a dump says what it is for")
  void dump() throws Exception {
    EventLoop loop = EventLoop.create();
    loop.setDebug(true);
    loop.setExceptionHandler((where, context) -> log.add(context.get("message")));
    Thread other =
        new Thread(
            () -> {
              try {
                // Longer than it takes for a loop that nothing can wake to be reported.
                String dump = loop.dump().tree();
                while (!dump.contains("waits until")) {
                  dump = loop.dump().tree();
                }
                log.add(dump.lines().skip(1).findFirst().orElse("").replaceAll("@.*", ""));
                TimeUnit.MILLISECONDS.sleep(600);
                send();
              } catch (Exception e) {
                log.add(e);
              }
            });
    other.start();
    Fermata.run(reader(), loop);
    other.join();
    assertEquals(2, log.size(), log::toString);
    assertTrue(
        log.get(0).toString().startsWith("- Task-1: waits until sun.nio.ch."), log::toString);
  }

  @Test
  void aChannelThatIsClosedMeanwhileEndsTheWait() {
    Fermata.run(
        Script.of(
            s -> {
              createTask(
                  Script.of(
                      t -> t.tryAwait(readable(pipe.source())),
                      t -> log.add(t.error().getClass())));
              return s.await(yieldNow());
            },
            s -> {
              pipe.source().close();
              return s.await(Fermata.sleep(Duration.ofMillis(5)));
            },
            s -> s.tryAwait(readable(pipe.source())),
            s -> log.add(s.error().getClass())));
    assertEquals(List.of(ClosedChannelException.class, ClosedChannelException.class), log);
  }

  @Test
  void aBlockingChannelIsRefused() throws IOException {
    pipe.source().configureBlocking(true);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Fermata.run(reader())).getMessage();
    assertTrue(message.endsWith(" is blocking: call configureBlocking(false) before"), message);
  }

  @Test
  void anOutputIsNeverReadable() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Fermata.run(Script.of(s -> s.await(readable(pipe.sink())))));
  }

  @Test
  @DisplayName("io 22: a virtual loop refuses channels, and names the pair in memory")
  void virtual() {
    String message =
        assertThrows(
                IllegalStateException.class, () -> Fermata.run(reader(), EventLoop.createVirtual()))
            .getMessage();
    assertTrue(message.contains("Net.streamPair"), message);
  }

  @Test
  void theLoopEndsWithItsTaskAndTheChannelStaysOpen() {
    Fermata.run(
        Script.of(
            s -> {
              createTask(reader());
              return s.await(yieldNow());
            },
            s -> currentTask().getName()));
    assertTrue(pipe.source().isOpen());
    assertFalse(pipe.source().isRegistered());
  }
}
