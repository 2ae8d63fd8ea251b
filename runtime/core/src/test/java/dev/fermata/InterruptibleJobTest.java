package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.toThreadInterruptibly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.internal.code.AwaitTrace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocking calls that a cancellation interrupts and waits for. */
@Timeout(60)
class InterruptibleJobTest {
  private final EventLoop loop = EventLoop.create();
  private final CountDownLatch never = new CountDownLatch(1);
  private final List<Object> lines = new ArrayList<>();

  /** Begins a call in a task, cancels the task when the call has begun, and gives its error. */
  private CancelledError cancelled(Interruptible call) {
    Task<?>[] task = new Task<?>[1];
    return (CancelledError)
        run(
            Script.of(
                s -> {
                  Future<Void> begun = loop.createFuture();
                  task[0] =
                      createTask(
                          toThreadInterruptibly(
                              () -> {
                                loop.callSoonThreadsafe(() -> begun.setResult(null));
                                return call.run();
                              }));
                  return s.await(begun);
                },
                s -> {
                  task[0].cancel("enough");
                  return s.tryAwait(task[0]);
                },
                s -> s.error()),
            loop);
  }

  private interface Interruptible {
    Object run() throws Exception;
  }

  @Test
  void anUndisturbedCallGivesItsValue() {
    assertEquals("value", run(toThreadInterruptibly(() -> "value"), loop));
  }

  @Test
  void cancellingInterruptsTheCallAndWaitsUntilItHasEnded() {
    CancelledError error =
        cancelled(
            () -> {
              try {
                never.await();
              } finally {
                lines.add("ended");
              }
              return null;
            });
    assertEquals(List.of("ended"), lines);
    assertEquals("enough", error.message());
    assertTrue(Stream.of(error.getSuppressed()).allMatch(AwaitTrace.class::isInstance));
  }

  @Test
  void anErrorThatTheInterruptLeadsToIsSuppressed() {
    CancelledError error =
        cancelled(
            () -> {
              try {
                never.await();
                return null;
              } catch (InterruptedException e) {
                throw new IOException("cleanup", e);
              }
            });
    assertInstanceOf(IOException.class, error.getSuppressed()[0]);
  }

  @Test
  void aValueThatComesInSpiteOfTheInterruptIsDropped() {
    CancelledError error =
        cancelled(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
              return "too late";
            });
    assertEquals("enough", error.message());
  }

  @Test
  void theNextJobOfTheThreadIsNotInterrupted() {
    loop.setDefaultExecutor(Executors.newFixedThreadPool(1));
    Task<?>[] task = new Task<?>[1];
    run(
        Script.of(
            s -> {
              Future<Void> begun = loop.createFuture();
              task[0] =
                  createTask(
                      toThreadInterruptibly(
                          () -> {
                            loop.callSoonThreadsafe(() -> begun.setResult(null));
                            while (!Thread.currentThread().isInterrupted()) {
                              Thread.onSpinWait();
                            }
                            return null;
                          }));
              return s.await(begun);
            },
            s -> {
              task[0].cancel();
              return s.await(toThreadInterruptibly(() -> Thread.currentThread().isInterrupted()));
            },
            s -> {
              assertFalse((Boolean) s.result());
              assertTrue(task[0].isCancelled());
              return null;
            }),
        loop);
  }

  @Test
  void aQueuedCallIsDropped() {
    loop.setDefaultExecutor(Executors.newFixedThreadPool(1));
    CountDownLatch go = new CountDownLatch(1);
    Task<?>[] task = new Task<?>[1];
    run(
        Script.of(
            s -> {
              createTask(
                  toThreadInterruptibly(
                      () -> {
                        go.await();
                        return null;
                      }));
              task[0] = createTask(toThreadInterruptibly(() -> lines.add("must not run")));
              return s.await(Fermata.yieldNow());
            },
            s -> {
              task[0].cancel();
              return s.tryAwait(task[0]);
            },
            s -> {
              assertInstanceOf(CancelledError.class, s.error());
              go.countDown();
              return null;
            }),
        loop);
    assertEquals(List.of(), lines);
  }
}
