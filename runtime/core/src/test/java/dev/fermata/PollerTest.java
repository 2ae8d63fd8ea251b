package dev.fermata;

import static dev.fermata.Fermata.toThread;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.Net;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop that waits by another library's means. */
@Timeout(60)
class PollerTest {
  private final Queue poller = new Queue();
  private final EventLoop loop = EventLoop.create(poller);

  /** Stands for the other library: what is put in from outside, runs on the loop's thread. */
  private static final class Queue implements Poller {
    private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final List<String> threads = new ArrayList<>();
    private IOException failure;

    @Override
    public void poll(long nanos) throws IOException {
      threads.add(Thread.currentThread().getName());
      if (failure != null) {
        throw failure;
      }
      try {
        Runnable event = events.poll(nanos, TimeUnit.NANOSECONDS);
        if (event != null) {
          event.run();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void wakeUp() {
      events.add(() -> {});
    }
  }

  @Test
  void theLoopWaitsInThePollerAndGoesOnWithWhatThatFinds() {
    Future<String> event = loop.createFuture();
    poller.events.add(() -> event.setResult("arrived"));
    assertEquals("arrived", Fermata.run(event.toCoroutine(), loop));
    assertEquals(
        List.of(Thread.currentThread().getName()), poller.threads.stream().distinct().toList());
  }

  @Test
  void anotherThreadWakesThePoller() {
    assertEquals("done", Fermata.run(toThread(() -> "done"), loop));
  }

  @Test
  void timersComeInTimeBesideIt() {
    long begin = loop.time();
    Fermata.run(Fermata.sleep(Duration.ofMillis(20)), loop);
    assertTrue(loop.time() - begin >= 20_000_000);
  }

  @Test
  void aTaskThatIsNeverIdleDoesNotKeepItFromBeingAsked() {
    Future<String> event = loop.createFuture();
    poller.events.add(() -> event.setResult("arrived"));
    Coroutine<Object> busy =
        Script.of(s -> event.isDone() ? event.result() : s.awaitThen(yieldNow(), 0));
    assertEquals("arrived", Fermata.run(busy, loop));
  }

  @Test
  void itsFailureIsReportedOnceAndTheLoopGoesOn() {
    List<Object> reports = new ArrayList<>();
    loop.setExceptionHandler(
        (where, context) -> reports.add(context.get("message") + " " + context.get("exception")));
    poller.failure = new IOException("broken");
    Coroutine<Object> main =
        Script.of(
            s -> s.await(Fermata.sleep(Duration.ofMillis(5))),
            s -> s.await(toThread(() -> "done")),
            s -> s.result());
    assertEquals("done", Fermata.run(main, loop));
    assertEquals(
        List.of("the poller has failed, and is asked again later java.io.IOException: broken"),
        reports);
  }

  @Test
  void suchALoopHasNoChannelsOfItsOwn() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    Coroutine<Object> main =
        Script.of(s -> s.tryAwait(Net.readable(pipe.source())), s -> s.error().getMessage());
    String message = (String) Fermata.run(main, loop);
    assertTrue(message.startsWith("this loop waits by a poller of its own, "), message);
    pipe.source().close();
    pipe.sink().close();
  }

  @Test
  void noPollerIsRefused() {
    assertThrows(NullPointerException.class, () -> EventLoop.create(null));
    createdAndForgotten();
  }

  /** A loop that never runs asks nobody. */
  private void createdAndForgotten() {
    loop.createTask(Script.of(s -> null));
    loop.close();
    assertEquals(List.of(), poller.threads);
  }
}
