package dev.fermata;

import static dev.fermata.Fermata.asCompleted;
import static dev.fermata.Fermata.async;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.gatherSettled;
import static dev.fermata.Fermata.shield;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Fermata.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.continuation.Launcher;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A future is awaited in its own loop only (rule R13), also one that is done. */
@Timeout(60)
class ForeignFutureTest {
  /** All ways to wait for a future in a task. */
  private static final Map<String, Function<Future<Object>, Object>> WAYS = new LinkedHashMap<>();

  static {
    WAYS.put("await", future -> future);
    WAYS.put("toCoroutine", Future::toCoroutine);
    WAYS.put("users", future -> (Awaitable<Object>) () -> future.toCoroutine());
    WAYS.put("async", future -> async(future::toCoroutine));
    WAYS.put("generator", future -> AsyncGenerator.of(out -> passing(future)).advance());
    WAYS.put("gather", future -> gather(future));
    WAYS.put("gather of two", future -> gather(future, future.loop().createFuture()));
    WAYS.put("gatherSettled", future -> gatherSettled(future));
    WAYS.put("shield", future -> shield(future));
    WAYS.put("waitFor", future -> waitFor(future, Duration.ofHours(1)));
    WAYS.put("waitFor without limit", future -> waitFor(future, null));
    WAYS.put("waitFor without time", future -> waitFor(future, Duration.ZERO));
    WAYS.put("waitAll", future -> waitAll(List.of(future)));
  }

  private final VirtualEventLoop other = EventLoop.createVirtual();
  private final Future<Object> future = other.createFuture();

  private static Coroutine<Void> passing(Object awaitable) {
    return Script.of(s -> s.await(awaitable), s -> null);
  }

  static Stream<String> ways() {
    return WAYS.keySet().stream();
  }

  /** Has a task of another loop wait; gives the error that it gets at that await. */
  private Throwable refusal(String way) {
    List<Throwable> errors = new ArrayList<>();
    Fermata.run(
        Script.of(
            s -> {
              Object awaitable = WAYS.get(way).apply(future);
              return s.tryAwait(awaitable);
            },
            s -> {
              errors.add(s.error());
              return null;
            }),
        EventLoop.createVirtual());
    return errors.get(0);
  }

  private static void assertTellsTheWayOut(Throwable refusal) {
    String message = refusal.getMessage();
    assertTrue(message.contains("belongs to another event loop"), message);
    assertTrue(message.contains("toCompletableFuture()"), message);
    assertTrue(message.contains("submit"), message);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aDoneFutureOfAnotherLoopIsRefusedWhereItIsAwaited(String way) {
    future.setResult("value");
    assertTellsTheWayOut(refusal(way));
    assertEquals("value", future.result());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aPendingFutureOfAnotherLoopIsRefusedWhereItIsAwaited(String way) {
    assertTellsTheWayOut(refusal(way));
    assertFalse(future.isDone());
  }

  @Test
  void whereALoopIsToRunItOrAnIteratorToGiveItOutItIsRefusedInTheCall() {
    future.setResult("value");
    VirtualEventLoop loop = EventLoop.createVirtual();
    assertTellsTheWayOut(
        assertThrows(IllegalArgumentException.class, () -> loop.runUntilComplete(future)));
    Coroutine<?> iterating = Script.of(s -> asCompleted(List.of(future)));
    assertTellsTheWayOut(
        assertThrows(IllegalArgumentException.class, () -> Fermata.run(iterating, loop)));
  }

  /** CPython makes such tasks, too, and its await fails as this one does. */
  @Test
  void aGatherBelongsToTheLoopOfItsFirstFutureAndSoDoTheTasksOfItsCoroutines() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    List<Future<?>> made = new ArrayList<>();
    Fermata.run(
        Script.of(
            s -> {
              made.add(gather(future, Coroutine.of("x")));
              assertThrows(IllegalArgumentException.class, () -> gather(Coroutine.of("y"), future));
              return null;
            }),
        loop);
    assertSame(other, made.get(0).loop());
    future.setResult("value");
    assertEquals(List.of("value", "x"), other.runUntilComplete(made.get(0)));
  }

  /** The failure is not taken note of where it was not received. */
  @Test
  void aFailureThatWasRefusedElsewhereIsStillReportedAsUnretrieved() {
    List<Object> reports = new ArrayList<>();
    other.setExceptionHandler((loop, context) -> reports.add(context.get("exception")));
    IOException failure = new IOException("unheard");
    future.setException(failure);
    assertTellsTheWayOut(refusal("await"));
    other.close();
    assertEquals(List.of(failure), reports);
  }

  @Test
  void theViewOfAFutureCanBeAwaitedInAnotherLoop() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    future.setResult("value");
    assertEquals(
        "value",
        Fermata.run(Script.of(s -> s.await(future.toCompletableFuture()), s -> s.result()), loop));
  }

  /** Outside of loops there is time for a loop that stands still, but not for one that runs. */
  @Test
  void codeOutsideOfLoopsCanAwaitADoneFutureUnlessItsLoopRunsInAnotherThread() {
    future.setResult("value");
    assertEquals("value", started(future).join());
    other.callSoon(
        () -> {
          CompletableFuture<Object> outside =
              CompletableFuture.supplyAsync(() -> started(future).join());
          other.stop();
          assertTellsTheWayOut(assertThrows(CompletionException.class, outside::join).getCause());
        });
    List<Object> reports = new ArrayList<>();
    other.setExceptionHandler((loop, context) -> reports.add(context.get("exception")));
    other.runForever();
    assertEquals(List.of(), reports);
  }

  @SuppressWarnings("unchecked")
  private static CompletableFuture<Object> started(Object awaitable) {
    return (CompletableFuture<Object>)
        Launcher.future(Script.frame(s -> s.await(awaitable), s -> s.result()));
  }
}
