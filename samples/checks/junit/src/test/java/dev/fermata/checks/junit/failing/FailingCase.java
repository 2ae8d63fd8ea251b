package dev.fermata.checks.junit.failing;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.junit.AsyncTests.runTest;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.checks.junit.Kitchen;
import dev.fermata.junit.FermataTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What each of these is failed for, a comment tells, with the line of the place. */
@FermataTest(timeout = 600)
class FailingCase {
  @Async
  private static Coroutine<Void> serve(String what) {
    await(Kitchen.cook(what));
    return Coroutine.done();
  }

  @Async
  private static Coroutine<Void> spoil() {
    await(yieldNow());
    throw new IllegalStateException("spoilt");
  }

  @Test
  void leaves_a_task() {
    runTest(
        () -> {
          createTask(serve("egg"), "waiter");
          await(sleep(Duration.ofMinutes(1)));
          return Coroutine.done();
        });
  }

  @Test
  void loses_an_error() {
    runTest(
        () -> {
          createTask(spoil());
          await(sleep(Duration.ofMinutes(1)));
          return Coroutine.done();
        });
  }

  @Test
  void forgets_to_await() {
    runTest(
        () -> {
          Coroutine<Void> forgotten = serve("egg");
          await(sleep(Duration.ofMinutes(1)));
          return forgotten == null ? forgotten : Coroutine.done();
        });
  }

  @Test
  void takes_too_long() {
    runTest(
        () -> {
          await(serve("roast"));
          return Coroutine.done();
        });
  }

  @Test
  void waits_for_ever() {
    runTest(
        () -> {
          Future<Void> guests = EventLoop.running().createFuture();
          await(guests);
          return Coroutine.done();
        });
  }

  @Test
  @Async
  Coroutine<Void> returns_a_coroutine() {
    await(serve("egg"));
    return Coroutine.done();
  }
}
