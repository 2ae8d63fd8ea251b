package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The bridge to the JDK's futures, and methods that return them; wrap_future and its likes. */
class StageBehaviourTest {
  private final List<Object> log = new ArrayList<>();

  @Async
  private CompletableFuture<String> startsAtOnce(double seconds) {
    log.add("started");
    await(sleep(seconds));
    log.add("ended");
    return CompletableFuture.completedFuture("value");
  }

  @Async
  private static CompletionStage<String> fails() throws IOException {
    await(yieldNow());
    throw new IOException("own");
  }

  @Test
  @Shows({R9})
  void awaitingACompletedStageTakesNoPass() {
    runs(
        () -> {
          long before = pass();
          assertEquals("v", await(CompletableFuture.completedFuture("v")));
          assertEquals(before, pass());
          return Coroutine.done();
        });
  }

  @Test
  void aStageThatIsCompletedInTheLoopResumesItsAwaiter() {
    runs(
        () -> {
          CompletableFuture<String> stage = new CompletableFuture<>();
          EventLoop.running().callLater(seconds(1), () -> stage.complete("later"));
          assertEquals("later", await(stage));
          assertEquals(1.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void theErrorOfAStageIsNotWrapped() {
    runs(
        () -> {
          IOException error = new IOException();
          CompletableFuture<String> source = new CompletableFuture<>();
          CompletionStage<String> derived = source.thenApply(v -> v);
          source.completeExceptionally(error);
          try {
            await(derived);
          } catch (CompletionException e) {
            log.add("wrapped");
          } catch (Exception e) {
            assertSame(error, e);
            log.add("plain");
          }
          assertEquals(List.of("plain"), log);
          return Coroutine.done();
        });
  }

  @Test
  void aWrappedStageIsAFutureOfTheLoop() {
    runs(
        () -> {
          CompletableFuture<String> stage = new CompletableFuture<>();
          Future<String> future = wrap(stage);
          assertSame(EventLoop.running(), future.loop());
          stage.complete("v");
          assertEquals("v", await(future));
          return Coroutine.done();
        });
  }

  @Test
  void cancellingAWrappedStageCancelsTheStage() {
    runs(
        () -> {
          CompletableFuture<String> stage = new CompletableFuture<>();
          Future<String> future = wrap(stage);
          future.cancel();
          await(passes(2));
          assertTrue(stage.isCancelled());
          return Coroutine.done();
        });
  }

  @Test
  void aCancelledStageCancelsItsWrappedFuture() {
    runs(
        () -> {
          CompletableFuture<String> stage = new CompletableFuture<>();
          Future<String> future = wrap(stage);
          stage.cancel(false);
          await(cancellation(future));
          assertTrue(future.isCancelled());
          return Coroutine.done();
        });
  }

  @Test
  void wrappingNeedsARunningLoop() {
    assertThrows(IllegalStateException.class, () -> wrap(CompletableFuture.completedFuture("x")));
  }

  @Test
  void aViewOfAFutureHasItsValue() {
    runs(
        () -> {
          Task<String> t = createTask(sleep(1, "v"));
          CompletableFuture<String> view = t.toCompletableFuture();
          assertFalse(view.isDone());
          await(t);
          assertEquals("v", await(view));
          return Coroutine.done();
        });
  }

  @Test
  void aViewOfAFutureHasItsErrorAsItIs() {
    runs(
        () -> {
          Future<String> f = EventLoop.running().createFuture();
          CompletableFuture<String> view = f.toCompletableFuture();
          IOException error = new IOException();
          f.setException(error);
          await(passes(2));
          assertSame(error, view.handle((value, e) -> e).getNow(null));
          return Coroutine.done();
        });
  }

  @Test
  void cancellingAViewCancelsItsTask() {
    runs(
        () -> {
          Task<Void> t = createTask(sleep(9));
          CompletableFuture<Void> view = t.toCompletableFuture();
          await(yieldNow());
          view.cancel(false);
          await(cancellation(t));
          assertEquals(0.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void cancellingATaskCancelsItsViews() {
    runs(
        () -> {
          Task<Void> t = createTask(sleep(9));
          CompletableFuture<Void> view = t.toCompletableFuture();
          await(yieldNow());
          t.cancel();
          await(passes(3));
          assertTrue(view.isCancelled());
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R14})
  void aMethodThatReturnsAStageStartsInItsCall() {
    runs(
        () -> {
          CompletableFuture<String> running = startsAtOnce(2);
          assertEquals(List.of("started"), log);
          assertEquals("value", await(running));
          assertEquals(List.of("started", "ended"), log);
          assertEquals(2.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void theErrorOfSuchAMethodIsNotWrapped() {
    runs(
        () -> {
          try {
            await(fails());
          } catch (IOException e) {
            log.add(e.getMessage());
          }
          assertEquals(List.of("own"), log);
          return Coroutine.done();
        });
  }

  @Test
  void cancellingWhatSuchAMethodReturnedCancelsWhatItAwaits() {
    runs(
        () -> {
          CompletableFuture<String> running = startsAtOnce(1000);
          await(yieldNow());
          running.cancel(false);
          await(passes(4));
          assertEquals(1, allTasks().size());
          assertEquals(List.of("started"), log);
          return Coroutine.done();
        });
  }

  @Test
  void withoutALoopSuchAMethodGoesOnWhereItsStageIsCompleted() {
    CompletableFuture<String> gate = new CompletableFuture<>();
    CompletableFuture<String> result = after(gate);
    assertFalse(result.isDone());
    gate.complete("open");
    assertTrue(result.isDone());
    assertEquals("open!", result.join());
  }

  @Async
  private static CompletableFuture<String> after(CompletableFuture<String> gate) {
    return CompletableFuture.completedFuture(await(gate) + "!");
  }

  @Test
  void cancellingATaskCancelsTheStageThatItAwaits() {
    runs(
        () -> {
          CompletableFuture<String> stage = new CompletableFuture<>();
          Task<String> t = createTask(async(() -> Coroutine.of(await(stage))));
          await(yieldNow());
          t.cancel();
          await(cancellation(t));
          assertTrue(stage.isCancelled());
          return Coroutine.done();
        });
  }

  @Test
  void aTaskThatAwaitsACancelledStageIsCancelled() {
    runs(
        () -> {
          CompletableFuture<String> stage = new CompletableFuture<>();
          Task<String> t = createTask(async(() -> Coroutine.of(await(stage))));
          await(yieldNow());
          stage.cancel(false);
          await(cancellation(t));
          assertEquals(0, t.cancelling());
          return Coroutine.done();
        });
  }
}
