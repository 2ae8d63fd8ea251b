package dev.fermata.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.VirtualEventLoop;
import dev.fermata.continuation.Frames;
import dev.fermata.continuation.Launcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What debug mode tells of the code that made a thing; outside of the library's own package. */
class OriginTest {
  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final List<Map<String, Object>> reports = new ArrayList<>();

  @BeforeEach
  void debug() {
    loop.setDebug(true);
    loop.setExceptionHandler((where, context) -> reports.add(context));
  }

  private static <T> Coroutine<T> call() {
    @SuppressWarnings("unchecked")
    Coroutine<T> coroutine =
        (Coroutine<T>)
            Launcher.coroutine(Frames.R2P0.of(null, null, null, (frame, context) -> "x", 0));
    return coroutine;
  }

  private Map<String, Object> onlyReport() {
    assertEquals(1, reports.size(), reports::toString);
    return reports.get(0);
  }

  private void assertOrigin(String method) {
    List<?> origin = (List<?>) onlyReport().get("origin");
    assertEquals(OriginTest.class.getName(), ((StackTraceElement) origin.get(0)).getClassName());
    assertTrue(
        ((StackTraceElement) origin.get(0)).getMethodName().contains(method), () -> origin + "");
  }

  private static void fail() {
    throw new IllegalArgumentException("x");
  }

  @Test
  void aTaskRemembersTheCallThatMadeIt() {
    Task<Void> task = loop.createTask(Fermata.sleep(Duration.ofSeconds(1)));
    StackTraceElement first = task.creationStack().get(0);
    assertEquals("aTaskRemembersTheCallThatMadeIt", first.getMethodName());
    assertTrue(task.creationStack().size() <= 10);
    loop.advanceUntilIdle();
    assertFalse(task.creationStack().isEmpty());
  }

  @Test
  void outsideOfDebugModeNothingIsKept() {
    loop.setDebug(false);
    assertEquals(List.of(), loop.createTask(Coroutine.done()).creationStack());
    loop.callSoon(OriginTest::fail);
    loop.runCurrent();
    assertFalse(onlyReport().containsKey("origin"));
  }

  @Test
  void theReportOfATaskThatFailedTellsWhatMadeIt() {
    loop.createTask(Coroutine.failed(new IllegalArgumentException("x")));
    loop.runCurrent();
    assertOrigin("theReportOfATaskThatFailedTellsWhatMadeIt");
  }

  @Test
  void theReportOfACallbackThatFailedTellsWhatRegisteredIt() {
    loop.callSoon(OriginTest::fail);
    loop.runCurrent();
    assertEquals(
        "Exception in callback Handle[lambda of dev.fermata.debug.OriginTest]",
        onlyReport().get("message"));
    assertOrigin("theReportOfACallbackThatFailedTellsWhatRegisteredIt");
  }

  @Test
  void theReportOfADoneCallbackThatFailedTellsWhatAddedIt() {
    Future<Void> future = loop.createFuture();
    future.addDoneCallback(done -> fail());
    future.setResult(null);
    loop.runCurrent();
    assertOrigin("theReportOfADoneCallbackThatFailedTellsWhatAddedIt");
  }

  @Test
  void aCoroutineThatIsNeverUsedIsReportedWhenTheLoopCloses() {
    List<Object> kept = new ArrayList<>();
    loop.callSoon(() -> kept.add(call()));
    loop.runCurrent();
    assertEquals(List.of(), reports);
    loop.close();
    assertEquals(
        "coroutine dev.fermata.debug.OriginTest.call was never awaited",
        onlyReport().get("message"));
    assertOrigin("call");
  }

  /** Asks for garbage collections, now and then, until the loop is stopped. */
  private static void collectGarbage(EventLoop loop, int times) {
    System.gc();
    loop.callLater(
        Duration.ofMillis(10), times == 0 ? loop::stop : () -> collectGarbage(loop, times - 1));
  }

  @Test
  void aCoroutineThatIsNeverUsedIsReportedWhenItIsCollected() {
    EventLoop real = EventLoop.create();
    real.setDebug(true);
    // A collection takes as long as it takes.
    real.setSlowCallbackDuration(Duration.ofHours(1));
    real.setExceptionHandler(
        (where, context) -> {
          reports.add(context);
          where.stop();
        });
    real.callSoon(OriginTest::call);
    real.callSoon(() -> collectGarbage(real, 500));
    real.runForever();
    assertEquals(
        "coroutine dev.fermata.debug.OriginTest.call was never awaited",
        onlyReport().get("message"));
    assertOrigin("call");
    real.close();
    assertEquals(1, reports.size());
  }

  @Test
  void usedAndClosedCoroutinesAreNotReported() {
    Fermata.run(
        Fermata.async(
            () -> {
              call().close();
              loop.createTask(call());
              return call();
            }),
        loop);
    assertTrue(loop.isClosed());
    assertEquals(List.of(), reports);
  }
}
