package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.WaitResult;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting for futures without owning them. */
class WaitBehaviourTest {
  @Test
  void aWaitForAllEndsWithTheLastOne() {
    runs(
        () -> {
          Task<Void> a = createTask(sleep(1));
          Task<Void> b = createTask(sleep(3));
          WaitResult<Void> w = await(waitAll(List.of(b, a)));
          assertEquals(3.0, time());
          assertEquals(List.of(b, a), w.done());
          assertEquals(List.of(), w.pending());
          return Coroutine.done();
        });
  }

  @Test
  void aWaitForAnyEndsWithTheFirstOne() {
    runs(
        () -> {
          Task<Void> a = createTask(sleep(3));
          Task<Void> b = createTask(sleep(1));
          Task<Void> c = createTask(sleep(1));
          WaitResult<Void> w = await(waitAny(List.of(a, b, c)));
          assertEquals(1.0, time());
          assertEquals(List.of(b, c), w.done());
          assertEquals(List.of(a), w.pending());
          await(a);
          return Coroutine.done();
        });
  }

  @Test
  void aWaitForAnyEndsAlsoWithAFailure() {
    runs(
        () -> {
          Task<String> a = createTask(failing(1));
          Task<String> b = createTask(sleep(2, "b"));
          WaitResult<String> w = await(waitAny(List.of(a, b)));
          assertEquals(List.of(a), w.done());
          assertEquals(IOException.class, a.exception().getClass());
          await(b);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R43})
  void aWaitForAFailureEndsWithTheFirstOne() {
    runs(
        () -> {
          Task<String> a = createTask(sleep(1, "a"));
          Task<String> b = createTask(failing(2));
          Task<String> c = createTask(sleep(3, "c"));
          WaitResult<String> w = await(waitFirstException(List.of(a, b, c)));
          assertEquals(2.0, time());
          assertEquals(List.of(a, b), w.done());
          assertEquals(List.of(c), w.pending());
          await(c);
          return Coroutine.done();
        });
  }

  @Test
  void aWaitForAFailureThatNeverComesEndsWithTheLastOne() {
    runs(
        () -> {
          WaitResult<String> w =
              await(
                  waitFirstException(
                      List.of(createTask(sleep(1, "a")), createTask(sleep(2, "b")))));
          assertEquals(2.0, time());
          assertEquals(2, w.done().size());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R43})
  void aWaitWhoseTimeIsOverLeavesTheFuturesAlone() {
    runs(
        () -> {
          Task<Void> a = createTask(sleep(1));
          Task<Void> b = createTask(sleep(5));
          WaitResult<Void> w = await(waitAll(List.of(a, b), seconds(2)));
          assertEquals(2.0, time());
          assertEquals(List.of(a), w.done());
          assertEquals(List.of(b), w.pending());
          assertFalse(b.isCancelled());
          await(b);
          assertEquals(5.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aWaitWithNoTimeAtAllGivesWhatIsDone() {
    runs(
        () -> {
          Future<String> done = future();
          done.setResult("x");
          Future<String> pending = future();
          WaitResult<String> w = await(waitAll(List.of(done, pending), seconds(0)));
          assertEquals(List.of(done), w.done());
          assertEquals(List.of(pending), w.pending());
          assertEquals(0.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aFutureThatIsGivenTwiceIsGivenBackOnce() {
    runs(
        () -> {
          Task<Void> a = createTask(sleep(1));
          assertEquals(List.of(a), await(waitAll(List.of(a, a))).done());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R43})
  void cancellingAWaitLeavesItsFuturesAlone() {
    runs(
        () -> {
          Task<Void> child = createTask(sleep(5));
          Task<?> waiter = createTask(waitAll(List.of(child)));
          await(sleep(1));
          waiter.cancel();
          await(cancellation(waiter));
          assertEquals(0, child.cancelling());
          await(child);
          assertEquals(5.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void aWaitForNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> waitAll(List.<Future<Void>>of()).close());
    assertThrows(IllegalArgumentException.class, () -> waitAny(List.<Future<Void>>of()).close());
    assertThrows(
        IllegalArgumentException.class, () -> waitFirstException(List.<Future<Void>>of()).close());
  }

  @Test
  void aFailureThatAWaitHasSeenIsNotHeardOfBeforeSomebodyReadsIt() {
    List<String> reports =
        reports(
            () -> {
              await(waitAll(List.of(createTask(failing(1)))));
              await(sleep(1));
              return Coroutine.done();
            });
    assertEquals(
        List.of("Task exception was never retrieved: java.io.IOException: after 1.0"), reports);
  }
}
