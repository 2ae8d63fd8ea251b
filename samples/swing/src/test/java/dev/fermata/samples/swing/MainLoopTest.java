package dev.fermata.samples.swing;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The main loop of a game, say, as the host of an event loop. */
@Timeout(60)
class MainLoopTest {
  private int frames;
  private int framesAtTheEnd;

  @Async
  private Coroutine<String> openDoor() {
    String key = await(CompletableFuture.supplyAsync(() -> "key"));
    await(sleep(Duration.ofMillis(5)));
    framesAtTheEnd = frames;
    return Coroutine.of(key + " fits");
  }

  private String play() {
    ConcurrentLinkedQueue<Runnable> turns = new ConcurrentLinkedQueue<>();
    CompletableFuture<String> door = EventLoop.runHosted(turns::add, this::openDoor);
    while (!door.isDone()) {
      for (int left = turns.size(); left > 0; left--) {
        turns.remove().run();
      }
      drawFrame();
    }
    return door.join();
  }

  private void drawFrame() {
    frames++;
    Thread.onSpinWait();
  }

  @Test
  void framesAreDrawnWhileACoroutineWaits() {
    assertEquals("key fits", play());
    assertTrue(framesAtTheEnd > 1, () -> "frames: " + framesAtTheEnd);
  }
}
