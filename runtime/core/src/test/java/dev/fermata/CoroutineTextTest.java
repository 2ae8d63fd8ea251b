package dev.fermata;

import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.internal.bridge.Stages;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.observe.TrackedCoroutine;
import dev.fermata.internal.run.Loops;
import dev.fermata.sync.AsyncLock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What coroutines, and the futures of methods, say of themselves when they are misused. */
class CoroutineTextTest {
  private static final VirtualEventLoop LOOP = EventLoop.createVirtual();

  @Test
  void aCoroutineNamesItsMethodAndWhetherItHasBeenUsed() {
    Coroutine<Object> coroutine = Script.named("load", s -> null);
    assertEquals("Coroutine[Script.load, not started]", coroutine.toString());
    coroutine.close();
    assertEquals("Coroutine[used]", coroutine.toString());
  }

  @Test
  void coroutinesOfTheLibraryAreNamedByWhatGivesThem() {
    assertEquals("Coroutine[sleep, not started]", sleep(Duration.ZERO).toString());
    assertEquals(
        "Coroutine[waitFor, not started]", waitFor(sleep(Duration.ZERO), Duration.ZERO).toString());
    assertEquals("Coroutine[AsyncLock, not started]", new AsyncLock().acquire().toString());
  }

  @Test
  void theErrorOfASecondUseNamesTheCoroutine() {
    Coroutine<Void> sleep = sleep(Duration.ZERO);
    sleep.close();
    String message =
        assertThrows(IllegalStateException.class, () -> Fermata.run(sleep, newLoop())).getMessage();
    assertEquals("the coroutine sleep was already awaited, made a task or closed", message);
  }

  private static EventLoop newLoop() {
    return EventLoop.createVirtual();
  }

  @Test
  void inDebugModeItNamesTheMethodAndTheFirstUse() {
    LoopEngine engine = Loops.engineOf(LOOP);
    Coroutine<Object> coroutine = new TrackedCoroutine<>(Script.namedFrame("load"), engine);
    coroutine.close();
    assertEquals("Coroutine[Script.load, used]", coroutine.toString());
    String message =
        assertThrows(IllegalStateException.class, () -> Fermata.run(coroutine, newLoop()))
            .getMessage();
    String begin =
        "the coroutine Script.load was already awaited, made a task or closed, first at ";
    assertTrue(message.startsWith(begin), message);
  }

  // ---------------------------------------------------------------- failures that nobody sees

  private static List<String> reportsOf(boolean debug, boolean look) throws Exception {
    VirtualEventLoop loop = EventLoop.createVirtual();
    List<String> reports = new ArrayList<>();
    loop.setDebug(debug);
    loop.setExceptionHandler(
        (where, context) -> reports.add(context.get("message") + ": " + context.get("exception")));
    Fermata.run(
        Script.of(
            s -> {
              CompletableFuture<?> future =
                  Stages.start(
                      Script.frame(
                          t -> {
                            throw new IOException("lost");
                          }),
                      Loops.engineOf(loop));
              if (look) {
                var unused = future.handle((value, error) -> null);
              }
              return null;
            },
            s -> null),
        loop);
    return reports;
  }

  @Test
  void aFailedFutureThatSomebodyLooksAtIsNotReported() throws Exception {
    assertEquals(List.of(), reportsOf(true, true));
  }

  @Test
  void withoutDebugModeNothingIsReported() throws Exception {
    assertEquals(List.of(), reportsOf(false, false));
  }

  @Test
  void inDebugModeAFailedFutureThatNobodyLooksAtIsReportedWhenItIsCollected() throws Exception {
    VirtualEventLoop loop = EventLoop.createVirtual();
    List<String> reports = new ArrayList<>();
    loop.setDebug(true);
    loop.setExceptionHandler(
        (where, context) -> reports.add(context.get("message") + ": " + context.get("exception")));
    failUnseen(loop);
    for (int i = 0; i < 200 && reports.isEmpty(); i++) {
      System.gc();
      Thread.sleep(10);
      loop.runCurrent();
    }
    assertEquals(
        List.of(
            "a CompletableFuture of an asynchronous method has failed, and nobody has looked at"
                + " it: java.io.IOException: lost"),
        reports);
  }

  private static void failUnseen(VirtualEventLoop loop) {
    loop.runUntilComplete(
        Script.of(
            s -> {
              var unused =
                  Stages.start(
                      Script.frame(
                          t -> {
                            throw new IOException("lost");
                          }),
                      Loops.engineOf(loop));
              return null;
            }));
  }
}
