package dev.fermata;

import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.Connection;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import java.awt.EventQueue;
import java.awt.SecondaryLoop;
import java.awt.Toolkit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops in threads of the JDK: AWT's event queue, which needs no screen, and an executor. */
@Timeout(60)
class HostsTest {
  private final List<Object> lines = Collections.synchronizedList(new ArrayList<>());
  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  @BeforeAll
  static void withoutAScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  @AfterEach
  void endExecutor() {
    executor.shutdownNow();
  }

  private LoopHost host(String name) {
    return name.equals("awt") ? EventQueue::invokeLater : executor::execute;
  }

  private static void assertTells(String part, Throwable error) {
    assertTrue(String.valueOf(error.getMessage()).contains(part), () -> error + "");
  }

  // ---------------------------------------------------------------- both

  @ParameterizedTest
  @ValueSource(strings = {"awt", "executor"})
  void futuresOfOtherThreadsAreAwaited(String name) {
    int rounds = 500;
    List<Integer> sums = new ArrayList<>();
    int sum =
        EventLoop.<Integer>runHosted(
                host(name),
                () ->
                    Script.of(
                        s -> {
                          sums.add(0);
                          return s.await(yieldNow());
                        },
                        s -> s.await(CompletableFuture.supplyAsync(() -> 1)),
                        s -> {
                          int now = sums.get(0) + (Integer) s.result();
                          sums.set(0, now);
                          return now == rounds ? now : s.awaitThen(yieldNow(), 1);
                        }))
            .join();
    assertEquals(rounds, sum);
  }

  @ParameterizedTest
  @ValueSource(strings = {"awt", "executor"})
  void timersAndSocketsWorkAndOtherThreadsAreRefused(String name) throws Exception {
    List<EventLoop> loops = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host(name),
            () -> {
              loops.add(EventLoop.running());
              begun.countDown();
              return echoed();
            });
    begun.await();
    assertThrows(IllegalStateException.class, loops.get(0)::allTasks);
    assertThrows(IllegalStateException.class, loops.get(0)::stop);
    assertEquals(50, result.get());
    assertTrue(loops.get(0).isClosed());
    HostedLoopTest.awaitNoThread("fermata-hosted-select");
  }

  /** Sends bytes to and fro, with a nap now and then; gives how many came back. */
  private Coroutine<Object> echoed() {
    List<Object> ends = new ArrayList<>();
    int[] count = new int[1];
    return Script.of(
        s -> s.await(Net.listen(Connected.anyPort())),
        s -> {
          Listener listener = (Listener) s.result();
          ends.add(listener);
          return s.await(gather(Net.connect(listener.localAddress()), listener.accept()));
        },
        s -> {
          ends.addAll((List<?>) s.result());
          return s.await(yieldNow());
        },
        s -> s.await(((Connection) ends.get(1)).write(new byte[1])),
        s -> s.await(((Connection) ends.get(2)).read(10)),
        s -> s.await(((Connection) ends.get(2)).write((byte[]) s.result())),
        s -> s.await(((Connection) ends.get(1)).read(10)),
        s -> {
          count[0] += ((byte[]) s.result()).length;
          return count[0] < 50 ? s.awaitThen(sleep(count[0] % 10 == 0 ? 0.002 : 0), 3) : end(ends);
        },
        s -> count[0]);
  }

  private static Object end(List<Object> ends) {
    ((Connection) ends.get(1)).close();
    ((Connection) ends.get(2)).close();
    ((Listener) ends.get(0)).close();
    return 50;
  }

  // ---------------------------------------------------------------- a modal dialog

  @Test
  @DisplayName("io 24: while a step runs AWT's queue, no turn of the same loop is run inside of it")
  void aModalDialog() {
    EventLoop.runHosted(
            EventQueue::invokeLater,
            () ->
                Script.of(
                    s -> {
                      EventLoop loop = EventLoop.running();
                      loop.callSoon(() -> lines.add("queued before"));
                      SecondaryLoop dialog =
                          Toolkit.getDefaultToolkit().getSystemEventQueue().createSecondaryLoop();
                      var unused =
                          CompletableFuture.runAsync(
                              () -> {
                                loop.callSoonThreadsafe(() -> lines.add("sent meanwhile"));
                                EventQueue.invokeLater(() -> lines.add("event in the dialog"));
                                EventQueue.invokeLater(dialog::exit);
                              });
                      dialog.enter();
                      lines.add("dialog closed");
                      return s.await(yieldNow());
                    },
                    s -> s.await(yieldNow()),
                    s -> null))
        .join();
    assertEquals(
        List.of("event in the dialog", "dialog closed", "queued before", "sent meanwhile"), lines);
  }

  // ---------------------------------------------------------------- the host's end

  /** A task that waits, and tells what becomes of it. */
  private CompletableFuture<Object> waitFor(LoopHost host, Object stage, CountDownLatch begun) {
    return EventLoop.runHosted(
        host,
        () ->
            Script.of(
                s -> {
                  begun.countDown();
                  return s.tryAwait(stage);
                },
                s -> lines.add(s.error().getClass().getSimpleName())));
  }

  @Test
  @DisplayName("io 25: where it ends before a call of another thread, last turns replace its own")
  void theHostHasEnded() throws Exception {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Object> result = waitFor(executor::execute, stage, begun);
    begun.await();
    executor.shutdown();
    assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
    stage.completeExceptionally(new IllegalArgumentException("too late"));
    Throwable error = assertThrows(CompletionException.class, result::join).getCause();
    assertTells("the host of this event loop has ended before it", error);
    assertInstanceOf(RejectedExecutionException.class, error.getCause());
    assertEquals(1, lines.size());
    HostedLoopTest.awaitNoThread("fermata-host-ended");
  }

  @Test
  @DisplayName("io 25: where it drops a turn and its thread is dead, the next call notices")
  void theHostHasDroppedATurn() throws Exception {
    CompletableFuture<Object> stage = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    LinkedBlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
    Thread thread = new Thread(() -> runOne(turns));
    CompletableFuture<Object> result = waitFor(turns::add, stage, begun);
    thread.start();
    begun.await();
    thread.join();
    stage.complete(null);
    assertFalse(result.isDone());
    result.cancel(false);
    assertThrows(CancellationException.class, result::join);
    while (lines.isEmpty()) {
      Thread.onSpinWait();
    }
    HostedLoopTest.awaitNoThread("fermata-host-ended");
  }

  private static void runOne(LinkedBlockingQueue<Runnable> turns) {
    try {
      turns.take().run();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aThreadThatThePoolHasReplacedIsTheHostsToo() throws Exception {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>());
    pool.allowCoreThreadTimeOut(true);
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Object> stage = new CompletableFuture<>();
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            pool::execute,
            () ->
                Script.of(
                    s -> {
                      threads.add(Thread.currentThread());
                      return s.await(stage);
                    },
                    s -> {
                      threads.add(Thread.currentThread());
                      return "went on";
                    }));
    while (threads.isEmpty()) {
      Thread.onSpinWait();
    }
    threads.get(0).join();
    stage.complete(null);
    assertEquals("went on", result.get());
    assertEquals(2, threads.stream().distinct().count());
    pool.shutdown();
  }
}
