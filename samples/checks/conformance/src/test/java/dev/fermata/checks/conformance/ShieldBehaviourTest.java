package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeping a cancellation from a task. */
class ShieldBehaviourTest {
  @Test
  void aShieldGivesTheInnerResult() {
    runs(
        () -> {
          Task<String> inner = createTask(sleep(1, "v"));
          Future<String> outer = shield(inner);
          assertNotSame(inner, outer);
          assertEquals("v", await(outer));
          return Coroutine.done();
        });
  }

  @Test
  void aShieldGivesTheInnerError() {
    runs(
        () -> {
          Task<String> inner = createTask(failing(1));
          IOException error = await(failure(IOException.class, shield(inner)));
          assertSame(error, inner.exception());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R43})
  void aCancelledShieldLeavesTheInnerTaskUntouched() {
    runs(
        () -> {
          Task<String> inner = createTask(sleep(5, "inner"));
          Future<String> outer = shield(inner);
          await(sleep(1));
          assertTrue(outer.cancel("only the shield"));
          assertEquals("only the shield", await(cancellation(outer)).message());
          assertEquals(0, inner.cancelling());
          assertEquals("inner", await(inner));
          return Coroutine.done();
        });
  }

  @Test
  void aShieldOfADoneFutureIsThatFuture() {
    runs(
        () -> {
          Future<String> done = future();
          done.setResult("x");
          assertSame(done, shield(done));
          return Coroutine.done();
        });
  }

  @Test
  void aShieldOfACoroutineStartsItEvenWhenItIsCancelledAtOnce() {
    runs(
        () -> {
          List<String> log = new ArrayList<>();
          Future<Void> outer =
              shield(
                  async(
                      () -> {
                        log.add("ran");
                        await(sleep(1));
                        log.add("ended");
                        return Coroutine.done();
                      }));
          outer.cancel();
          await(sleep(2));
          assertEquals(List.of("ran", "ended"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R41, R43})
  void aShieldedChildOfACancelledGatherRunsOn() {
    runs(
        () -> {
          Task<String> kept = createTask(sleep(5, "kept"));
          Task<String> lost = createTask(sleep(5, "lost"));
          Future<List<String>> g = gather(shield(kept), lost);
          await(yieldNow());
          g.cancel();
          await(cancellation(g));
          assertTrue(lost.isCancelled());
          assertEquals("kept", await(kept));
          return Coroutine.done();
        });
  }

  @Test
  void aCancelledInnerTaskCancelsItsShield() {
    runs(
        () -> {
          Task<String> inner = createTask(sleep(5, "inner"));
          Future<String> outer = shield(inner);
          await(yieldNow());
          inner.cancel();
          await(cancellation(outer));
          assertTrue(outer.isCancelled());
          return Coroutine.done();
        });
  }
}
