package dev.fermata.junit;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.junit.AsyncTests.inRealTime;
import static dev.fermata.junit.AsyncTests.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tests with awaits in them, which nothing has transformed before they run. */
class AwaitTest {
  private Coroutine<String> remembered;

  @Async
  private static Coroutine<String> greet(String name) {
    await(sleep(Duration.ofMinutes(1)));
    return Coroutine.of("hello " + name);
  }

  @Test
  void aBodyAwaits() {
    runTest(
        () -> {
          Task<String> ann = createTask(greet("Ann"));
          assertEquals("hello Bob", await(greet("Bob")));
          assertEquals("hello Ann", await(ann));
          assertEquals(Duration.ofMinutes(1).toNanos(), EventLoop.running().time());
          return Coroutine.done();
        });
  }

  private void remember(Coroutine<String> coroutine) {
    remembered = coroutine;
  }

  @Test
  void aCoroutineThatIsNeverAwaitedFailsTheTest() {
    AssertionError error =
        assertThrows(
            AssertionError.class,
            () ->
                runTest(
                    () -> {
                      await(sleep(Duration.ofSeconds(1)));
                      remember(greet("Ann"));
                      return Coroutine.done();
                    }));
    List<String> lines = error.getMessage().lines().toList();
    assertEquals("coroutine dev.fermata.junit.AwaitTest.greet was never awaited", lines.get(0));
    assertTrue(lines.get(1).startsWith("    made at dev.fermata.junit.AwaitTest."), lines.get(1));
    assertEquals(2, lines.size());
    remembered.close();
  }

  @Test
  void theClockStandsStillForAStage() {
    runTest(
        () -> {
          CompletableFuture<String> stage = new CompletableFuture<>();
          Task<Void> other = createTask(sleep(Duration.ofSeconds(1)));
          new Thread(() -> stage.complete("done")).start();
          assertEquals("done", await(inRealTime(stage)));
          assertEquals(0, EventLoop.running().time());
          await(other);
          return Coroutine.done();
        });
  }
}
