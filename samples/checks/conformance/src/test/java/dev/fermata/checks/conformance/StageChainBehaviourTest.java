package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Methods that return {@code CompletableFuture}s and await each other's, as the compiler makes
 * them.
 */
class StageChainBehaviourTest {
  private static final int LINKS = 200_000;

  private final CompletableFuture<Void> first = new CompletableFuture<>();

  @Async
  private static CompletableFuture<Void> after(
      CompletableFuture<Void> before, CompletableFuture<Void> io) {
    await(before);
    await(io);
    return CompletableFuture.completedFuture(null);
  }

  @Async
  private static CompletableFuture<Void> returned(CompletableFuture<Void> before) {
    return before;
  }

  private CompletableFuture<Void> chain() {
    CompletableFuture<Void> io = CompletableFuture.completedFuture(null);
    CompletableFuture<Void> tail = first;
    for (int i = 0; i < LINKS; i++) {
      tail = i % 2 == 0 ? after(tail, io) : returned(tail);
    }
    return tail;
  }

  private static void onASmallStack(Runnable action) throws InterruptedException {
    Throwable[] thrown = new Throwable[1];
    Thread thread = new Thread(null, action, "small stack", 256 * 1024);
    thread.setUncaughtExceptionHandler((t, e) -> thrown[0] = e);
    thread.start();
    thread.join();
    if (thrown[0] != null) {
      throw new AssertionError(thrown[0]);
    }
  }

  /** A million calls that await, or return, the future of the one before complete. */
  @Test
  void manyCallsOutsideOfALoopComplete() throws InterruptedException {
    onASmallStack(
        () -> {
          CompletableFuture<Void> tail = chain();
          first.complete(null);
          assertTrue(tail.isDone());
        });
  }

  /** They fail with the failure of the first. */
  @Test
  void manyCallsOutsideOfALoopFail() throws InterruptedException {
    onASmallStack(
        () -> {
          CompletableFuture<Void> tail = chain();
          Exception error = new Exception();
          first.completeExceptionally(error);
          assertSame(error, tail.handle((value, e) -> e).getNow(null));
        });
  }

  /** Cancelling the last cancels what the first awaits. */
  @Test
  void manyCallsOutsideOfALoopAreCancelled() throws InterruptedException {
    onASmallStack(
        () -> {
          assertTrue(chain().cancel(false));
          assertTrue(first.isCancelled());
        });
  }

  @Async
  private static CompletableFuture<String> cleaningUp() {
    try {
      await(sleep(9));
      return CompletableFuture.completedFuture("slept");
    } finally {
      await(sleep(1));
    }
  }

  /** A cancelled task ends when the method that it awaits has cleaned up. */
  @Test
  @Shows({R51})
  void aCancelledTaskWaitsForTheEndOfTheMethodThatItAwaits() {
    runs(
        () -> {
          Task<String> task = createTask(async(() -> Coroutine.of(await(cleaningUp()))));
          await(sleep(1));
          task.cancel();
          await(cancellation(task));
          assertEquals(2.0, time());
          return Coroutine.done();
        });
  }
}
