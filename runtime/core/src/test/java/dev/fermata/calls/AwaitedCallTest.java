package dev.fermata.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.VirtualEventLoop;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Frame;
import dev.fermata.continuation.Launcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes of an awaited call of a method that can be overridden, whatever the method gives. */
class AwaitedCallTest {
  private static final String USED =
      "this coroutine was already awaited, made a task or closed;"
          + " to be told its method and its first use, run with -Dfermata.debug=true";

  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final List<Map<String, Object>> reports = new ArrayList<>();

  @BeforeEach
  void takeReports() {
    loop.setExceptionHandler((where, context) -> reports.add(context));
  }

  private static Coroutine<String> value() {
    return Call.of((frame, context) -> "x");
  }

  private static Coroutine<String> failing(RuntimeException error) {
    return Call.of(
        (frame, context) -> {
          throw error;
        });
  }

  private static Coroutine<String> dropsOne() {
    value();
    return Coroutine.of("y");
  }

  private List<Object> messages() {
    return reports.stream().map(report -> report.get("message")).toList();
  }

  // ---------------------------------------------------------------- what the call has given

  @Test
  void theFrameOfACoroutineIsTheOneThatItWasMadeOfAndCanBeTakenOnce() {
    Frame frame = Call.frame((f, context) -> "x");
    Object coroutine = Launcher.coroutine(frame);
    assertSame(frame, Awaited.frameOf(coroutine));
    IllegalStateException again =
        assertThrows(IllegalStateException.class, () -> Awaited.frameOf(coroutine));
    assertEquals(USED, again.getMessage());
    assertThrows(IllegalStateException.class, () -> loop.createTask((Coroutine<?>) coroutine));
  }

  @Test
  void aCallOfAnAsynchronousMethodGivesItsValueOrItsOwnError() {
    IllegalArgumentException error = new IllegalArgumentException("no");
    Task<String> good = loop.createTask(Call.awaiting(AwaitedCallTest::value));
    Task<String> bad = loop.createTask(Call.awaiting(() -> failing(error)));
    loop.runCurrent();
    assertEquals("x", good.result());
    assertSame(error, bad.exception());
  }

  @Test
  void aCallThatGivesACoroutineWithoutAFrameGivesItsValueOrItsOwnError() {
    IllegalArgumentException error = new IllegalArgumentException("no");
    Task<Object> good = loop.createTask(Call.awaiting(() -> Coroutine.of("x")));
    Task<Object> nothing = loop.createTask(Call.awaiting(Coroutine::done));
    Task<Object> bad = loop.createTask(Call.awaiting(() -> Coroutine.failed(error)));
    loop.runCurrent();
    assertEquals("x", good.result());
    assertNull(nothing.result());
    assertSame(error, bad.exception());
  }

  @Test
  void aCallThatGivesAUsedCoroutineIsRefused() {
    Coroutine<String> method = value();
    Coroutine<String> leaf = Coroutine.of("x");
    Coroutine<String> closed = value();
    closed.close();
    for (Coroutine<String> once : List.of(method, leaf)) {
      Task<String> first = loop.createTask(Call.awaiting(() -> once));
      loop.runCurrent();
      assertEquals("x", first.result());
    }
    for (Coroutine<String> used : List.of(method, leaf, closed)) {
      Task<String> second = loop.createTask(Call.awaiting(() -> used));
      loop.runCurrent();
      assertEquals(USED, second.exception().getMessage());
    }
  }

  @Test
  void aCallThatGivesNullIsAnErrorThatNamesTheAwaitingMethod() {
    Task<Object> task = loop.createTask(Call.awaiting(() -> null));
    loop.runCurrent();
    assertEquals(NullPointerException.class, task.exception().getClass());
    assertEquals(
        "cannot await null, which the method called by Call.await returned in place of a coroutine",
        task.exception().getMessage());
  }

  @Test
  void aCallThatWaitsSuspendsTheMethodWhichGoesOnWithItsOutcome() {
    Task<Object> task =
        loop.createTask(
            Call.awaiting(
                () -> Call.awaiting(() -> Fermata.sleep(Duration.ofSeconds(2), "slept"))));
    loop.advanceBy(Duration.ofSeconds(1));
    assertFalse(task.isDone());
    assertEquals(List.of(), task.awaitStack(), "no frame has a place in a source");
    loop.advanceBy(Duration.ofSeconds(1));
    assertEquals("slept", task.result());
  }

  @Test
  void cancellingTheMethodCancelsWhatTheCallWaitsFor() {
    Future<String> future = loop.createFuture();
    Task<Object> task = loop.createTask(Call.awaiting(future::toCoroutine));
    loop.runCurrent();
    task.cancel("enough");
    assertTrue(future.isCancelled());
    loop.runCurrent();
    assertTrue(task.isCancelled());
    assertEquals("enough", assertThrows(CancelledError.class, task::result).message());
  }

  // ---------------------------------------------------------------- debug mode

  @Test
  void inDebugModeAnAwaitedCallIsNotReportedHoweverItEnds() {
    loop.setDebug(true);
    IllegalArgumentException error = new IllegalArgumentException("no");
    Task<String> good = loop.createTask(Call.awaiting(AwaitedCallTest::value));
    Task<String> bad = loop.createTask(Call.awaiting(() -> failing(error)));
    Task<Object> waiting =
        loop.createTask(
            Call.awaiting(() -> Call.awaiting(() -> Fermata.sleep(Duration.ofSeconds(1), "z"))));
    loop.advanceUntilIdle();
    assertEquals("x", good.result());
    assertSame(error, bad.exception());
    assertEquals("z", waiting.result());
    loop.close();
    assertEquals(List.of("Task exception was never retrieved"), messages());
  }

  @Test
  void inDebugModeTheCoroutineThatAnAwaitedCallDropsIsReportedWithWhatMadeIt() {
    loop.setDebug(true);
    Task<String> task = loop.createTask(Call.awaiting(AwaitedCallTest::dropsOne));
    loop.runCurrent();
    assertEquals("y", task.result());
    loop.close();
    assertEquals(List.of("coroutine dev.fermata.calls.Call.of was never awaited"), messages());
    List<?> origin = (List<?>) reports.get(0).get("origin");
    List<String> methods =
        origin.stream().map(element -> ((StackTraceElement) element).getMethodName()).toList();
    assertEquals(List.of("of", "value", "dropsOne"), methods.subList(0, 3));
  }

  @Test
  void inDebugModeACoroutineThatIsRefusedTheSecondTimeIsNotReported() {
    loop.setDebug(true);
    Coroutine<String> once = value();
    loop.createTask(Call.awaiting(() -> once));
    Task<String> second = loop.createTask(Call.awaiting(() -> once));
    loop.runCurrent();
    assertEquals(List.of("Task exception was never retrieved"), messages());
    assertEquals(USED, second.exception().getMessage());
    loop.close();
    assertEquals(1, reports.size());
  }

  @Test
  void inDebugModeATaskMadeInAnAwaitedCallRemembersThatCall() {
    loop.setDebug(true);
    List<Task<?>> made = new ArrayList<>();
    loop.createTask(
        Call.awaiting(
            () -> {
              made.add(Fermata.createTask(value()));
              return value();
            }));
    loop.runCurrent();
    List<String> methods =
        made.get(0).creationStack().stream().map(StackTraceElement::getMethodName).toList();
    assertTrue(methods.get(0).contains("inDebugModeATaskMadeInAnAwaitedCall"), methods::toString);
    assertEquals("await", methods.get(1));
    loop.close();
    assertEquals(List.of(), reports);
  }

  @Test
  void aCoroutineOfBeforeDebugModeIsAwaitedInIt() {
    Coroutine<String> before = value();
    Coroutine<String> forgotten = value();
    loop.setDebug(true);
    Task<String> task = loop.createTask(Call.awaiting(() -> before));
    loop.runCurrent();
    assertEquals("x", task.result());
    loop.close();
    assertEquals(List.of(), reports, () -> forgotten + " was made before");
  }
}
