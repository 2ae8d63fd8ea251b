package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop that always has something to run notices an interrupt of its thread, too. */
@Timeout(60)
class BusyInterruptTest {
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  /** Yields for ever, and so never lets its loop wait. */
  private static Coroutine<Void> busy() {
    return Script.of(s -> s.awaitThen(yieldNow(), 0));
  }

  /** Interrupts the calling thread, from another one, when it is well under way. */
  private static Thread interruptSoon() {
    Thread target = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              try {
                Thread.sleep(20);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              target.interrupt();
            });
    interrupter.start();
    return interrupter;
  }

  private void assertInterrupted(Coroutine<?> main) throws InterruptedException {
    Thread interrupter = interruptSoon();
    assertThrows(CancelledError.class, () -> Fermata.run(main));
    assertTrue(Thread.interrupted());
    interrupter.join();
  }

  @Test
  void aMainThatYieldsForEverIsCancelled() throws Exception {
    assertInterrupted(busy());
  }

  @Test
  void aMainThatSleepsBesideABusyTaskIsCancelledAndCleansUp() throws Exception {
    assertInterrupted(
        Script.of(
            s -> {
              createTask(busy());
              return s.tryAwait(sleep(3600));
            },
            s -> {
              lines.add("cancelled");
              return s.await(sleep(0.01));
            },
            s -> {
              lines.add("cleaned up");
              throw new CancelledError();
            }));
    assertEquals(List.of("cancelled", "cleaned up"), lines);
  }

  @Test
  void aMainThatWaitsForBusyTasksIsCancelled() throws Exception {
    assertInterrupted(Script.of(s -> s.await(Fermata.gather(busy(), busy()))));
  }

  @Test
  void anInterruptBeforeTheRunLetsMainBegin() {
    Thread.currentThread().interrupt();
    Coroutine<Void> main =
        Script.of(
            s -> {
              lines.add("begun");
              return s.await(sleep(3600));
            });
    assertThrows(CancelledError.class, () -> Fermata.run(main));
    assertTrue(Thread.interrupted());
    assertEquals(List.of("begun"), lines);
  }

  @Test
  void anInterruptOfALoopThreadStopsIt() throws Exception {
    LoopThread loop = LoopThread.start("interrupted");
    Thread thread = loop.submit(() -> Script.<Thread>of(s -> Thread.currentThread())).get();
    CompletableFuture<Void> busy = loop.submit(BusyInterruptTest::busy);
    thread.interrupt();
    assertThrows(CancellationException.class, busy::get);
    thread.join();
    assertEquals("LoopThread[interrupted, ended]", loop.toString());
  }
}
