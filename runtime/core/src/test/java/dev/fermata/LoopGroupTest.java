package dev.fermata;

import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several loops: what each is given, how they fail and end together. */
@Timeout(60)
class LoopGroupTest {
  private final List<Object> lines = Collections.synchronizedList(new ArrayList<>());
  private final LoopGroup loops = LoopGroup.open(3);

  @AfterEach
  void close() {
    loops.close();
  }

  private static Coroutine<String> threadName() {
    return Script.of(s -> s.await(sleep(0)), s -> Thread.currentThread().getName());
  }

  private static void assertTells(String part, Throwable error) {
    assertTrue(String.valueOf(error.getMessage()).contains(part), () -> error + "");
  }

  @Test
  void eachLoopHasAThreadOfItsOwn() {
    assertEquals(3, loops.size());
    for (int i = 0; i < 3; i++) {
      assertEquals("fermata-loop-" + (i + 1), loops.call(i, LoopGroupTest::threadName).join());
      assertSame(loops.loop(i), loops.loop(i));
    }
    assertNotSame(loops.loop(0), loops.loop(1));
    assertEquals(
        "LoopGroup[LoopThread[fermata-loop-1, running], LoopThread[fermata-loop-2, running],"
            + " LoopThread[fermata-loop-3, running]]",
        loops.toString());
  }

  @Test
  void theyAreGivenOutInTurn() {
    List<EventLoop> given = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      given.add(loops.next());
    }
    List<EventLoop> once = List.of(loops.loop(0), loops.loop(1), loops.loop(2));
    assertEquals(once, given.subList(0, 3));
    assertEquals(once, given.subList(3, 6));
  }

  @Test
  void aCoroutineRunsOnEachAndTheValuesComeInTheOrderOfTheLoops() {
    assertEquals(
        List.of("fermata-loop-1", "fermata-loop-2", "fermata-loop-3"),
        loops.runOnEach(LoopGroupTest::threadName).join());
  }

  @Test
  void theFirstFailureCancelsTheOthersWhichHaveEndedBeforeItArrives() throws Exception {
    IOException failure = new IOException("broken");
    CountDownLatch begun = new CountDownLatch(2);
    CompletableFuture<List<Object>> all =
        loops.runOnEach(
            () ->
                EventLoop.running() == loops.loop(1)
                    ? Script.of(
                        s -> s.await(Fermata.toThread(() -> awaited(begun))),
                        s -> {
                          throw failure;
                        })
                    : cancelled(begun));
    Throwable error = assertThrows(CompletionException.class, all::join).getCause();
    assertEquals(List.of(failure), assertInstanceOf(ExceptionGroup.class, error).exceptions());
    assertEquals(List.of("cleaned up", "cleaned up"), lines);
  }

  private static Void awaited(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return null;
  }

  private Coroutine<Object> cancelled(CountDownLatch begun) {
    return Script.of(
        s -> {
          begun.countDown();
          return s.tryAwait(sleep(3600));
        },
        s -> s.await(sleep(0.005)),
        s -> {
          lines.add("cleaned up");
          throw new CancelledError();
        });
  }

  @Test
  void cancellingCancelsAll() throws Exception {
    CountDownLatch begun = new CountDownLatch(3);
    CompletableFuture<List<Object>> all = loops.runOnEach(() -> cancelled(begun));
    begun.await();
    all.cancel(false);
    assertThrows(CancellationException.class, all::join);
    while (lines.size() < 3) {
      Thread.onSpinWait();
    }
    assertEquals(List.of("cleaned up", "cleaned up", "cleaned up"), lines);
  }

  @Test
  void aCoroutineOfOneLoopAwaitsAnotherOnesAndNotItsFutures() {
    List<Future<String>> futures = new ArrayList<>();
    loops
        .call(
            1,
            () -> {
              Future<String> done = EventLoop.running().createFuture();
              done.setResult("done");
              futures.add(done);
              return Coroutine.done();
            })
        .join();
    String outcome =
        loops
            .call(
                0,
                () ->
                    Script.<String>of(
                        s -> s.tryAwait(futures.get(0)),
                        s -> {
                          assertTells("belongs to another event loop", s.error());
                          assertTells("toCompletableFuture(), or have that loop", s.error());
                          assertTells("submit", s.error());
                          return s.await(futures.get(0).toCompletableFuture());
                        },
                        s -> {
                          lines.add(s.result());
                          return s.await(loops.call(1, LoopGroupTest::threadName));
                        },
                        s -> s.result() + " to " + Thread.currentThread().getName()))
            .join();
    assertEquals("fermata-loop-2 to fermata-loop-1", outcome);
    assertEquals(List.of("done"), lines);
  }

  @Test
  void closingCancelsWhatRunsInAllAndEndsTheThreads() throws Exception {
    CountDownLatch begun = new CountDownLatch(3);
    List<CompletableFuture<Object>> running = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      running.add(loops.call(i, () -> cancelled(begun)));
    }
    begun.await();
    loops.close();
    assertEquals(List.of("cleaned up", "cleaned up", "cleaned up"), lines);
    running.forEach(future -> assertTrue(future.isCancelled()));
    assertTrue(loops.loop(2).isClosed());
    assertTells(
        "the loop thread fermata-loop-1 has been stopped",
        assertThrows(
            IllegalStateException.class, () -> loops.runOnEach(LoopGroupTest::threadName)));
    loops.stop().join();
  }

  @Test
  void aLoopClosesItsGroupWithoutWaitingForItself() {
    CompletableFuture<Object> closing =
        loops.call(
            2,
            () ->
                Script.of(
                    s -> {
                      loops.close();
                      return s.await(sleep(3600));
                    }));
    assertThrows(CancellationException.class, closing::join);
    loops.stop().join();
  }

  @Test
  void settingsAreThoseOfEachThread() {
    LoopThread.Builder settings =
        LoopThread.builder().name("server").daemon(false).grace(Duration.ofSeconds(30));
    try (LoopGroup ours = LoopGroup.open(2, settings)) {
      Set<String> names = new TreeSet<>(ours.runOnEach(LoopGroupTest::threadName).join());
      assertEquals(Set.of("server-1", "server-2"), names);
      assertFalse(
          ours.call(1, () -> Script.<Boolean>of(s -> Thread.currentThread().isDaemon())).join());
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertTells(
        "at least one loop: 0",
        assertThrows(IllegalArgumentException.class, () -> LoopGroup.open(0)));
    assertTells(
        "there is no loop 3 in a group of 3",
        assertThrows(IndexOutOfBoundsException.class, () -> loops.loop(3)));
    EventLoop one = EventLoop.create();
    assertTells(
        "each has one of its own",
        assertThrows(
            IllegalArgumentException.class,
            () -> LoopGroup.open(2, LoopThread.builder().loop(one))));
    one.close();
    assertThrows(NullPointerException.class, () -> loops.runOnEach(null));
  }
}
