package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.shield;
import static dev.fermata.Fermata.waitAny;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.internal.core.Futures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The outcomes of a future, and who waits for them: what asyncio's cases do not show. */
@Timeout(60)
class FutureTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;
  private final Future<Integer> future = loop.createFuture();

  @Test
  void aFailedFutureThrowsTheSameCheckedExceptionEachTime() {
    IOException error = new IOException("x");
    future.setException(error);
    assertSame(error, assertThrows(IOException.class, future::result));
    assertSame(error, assertThrows(IOException.class, future::result));
    assertSame(error, future.exception());
    assertFalse(future.isCancelled());
    assertEquals(Future.State.DONE, future.state());
  }

  @Test
  void aCancelledFutureThrowsTheSameErrorWithItsMessageEachTime() {
    assertTrue(future.cancel("why"));
    assertFalse(future.cancel());
    CancelledError error = assertThrows(CancelledError.class, future::result);
    assertEquals("why", error.message());
    assertSame(error, assertThrows(CancelledError.class, future::exception));
    assertThrows(InvalidStateException.class, () -> future.setResult(1));
    assertTrue(future.isDone());
    assertEquals(Future.State.CANCELLED, future.state());
  }

  @Test
  void aFutureThatFailedWithACancelledErrorIsNotCancelled() {
    CancelledError error = new CancelledError();
    future.setException(error);
    assertFalse(future.isCancelled());
    assertSame(error, future.exception());
  }

  /** Where many wait, those that give up are found without looking at all the others. */
  @Test
  void thousandsThatGiveUpWaitingAtTheSameMomentLeaveTheOthersInTheirOrder() {
    List<Future<Integer>> shields = new ArrayList<>();
    trace.run(
        s -> {
          future.addDoneCallback(f -> trace.log("first"));
          for (int i = 0; i < 400_000; i++) {
            shields.add(shield(future));
          }
          future.addDoneCallback(f -> trace.log("last"));
          shields.forEach(Future::cancel);
          return s.await(yieldNow());
        },
        s -> {
          trace.log(Futures.waiters(future).size());
          future.addDoneCallback(f -> trace.log("late"));
          future.setResult(1);
          return s.await(yieldNow());
        },
        s -> null);
    trace.prints(
        """
        2 2
        3 first
        3 last
        3 late
        """);
  }

  @Test
  void whoWaitsForOneOfTwoLeavesTheOtherWithoutListeners() {
    trace.run(
        s -> {
          Future<Integer> first = loop.createFuture();
          List<Task<?>> waiting = new ArrayList<>();
          for (int i = 0; i < 100; i++) {
            waiting.add(createTask(waitAny(List.of(first, future))));
          }
          first.setResult(1);
          return s.await(gather(waiting));
        },
        s -> {
          trace.log(Futures.waiters(future));
          future.setException(new IOException("x"));
          return s.await(Trace.sleep(1));
        },
        s -> null);
    trace.prints(
        """
        6 []
        6 HANDLER Future exception was never retrieved -> IOException(x)
        """);
  }

  @Test
  void aSingleCallbackCanBeRemoved() {
    Consumer<Future<Integer>> callback = f -> trace.log("must not run");
    future.addDoneCallback(callback);
    assertEquals(1, future.removeDoneCallback(callback));
    assertEquals(0, future.removeDoneCallback(callback));
    future.setResult(1);
    loop.stop();
    loop.runForever();
    trace.prints("");
  }

  @Test
  void aFutureMadeACoroutineIsCancelledWithItsTask() {
    trace.run(
        s -> {
          Task<Integer> task = createTask(future.toCoroutine());
          loop.callSoon(task::cancel);
          return s.await(trace.outcome("task", task));
        },
        s -> {
          trace.log(future.isCancelled());
          return null;
        });
    trace.prints(
        """
        4 task raised CancelledError()
        4 true
        """);
  }
}
