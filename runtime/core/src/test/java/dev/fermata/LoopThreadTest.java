package dev.fermata;

import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop in a thread of its own: what it takes, how it ends, what it says when it does not. */
@Timeout(60)
class LoopThreadTest {
  private final List<Object> lines = Collections.synchronizedList(new ArrayList<>());

  /** Sleeps long, and tells when it is cancelled and when its clean-up, which awaits, is done. */
  private Coroutine<String> sleeper(CountDownLatch begun) {
    return Script.of(
        s -> {
          begun.countDown();
          return s.tryAwait(sleep(3600));
        },
        s -> {
          lines.add("cancelled");
          return s.await(sleep(0.01));
        },
        s -> {
          lines.add("cleaned up");
          throw new CancelledError();
        });
  }

  private CompletableFuture<String> startSleeper(LoopThread loop) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> sleeping = loop.submit(() -> sleeper(begun));
    assertTrue(begun.await(30, TimeUnit.SECONDS));
    return sleeping;
  }

  /** A coroutine whose clean-up ends when it is released. */
  private static Coroutine<Void> stubborn(CountDownLatch begun, Future<Void> release) {
    return Script.named(
        "stubborn",
        s -> {
          begun.countDown();
          return s.tryAwait(sleep(3600));
        },
        s -> s.await(release),
        s -> null);
  }

  @Test
  void itRunsWhatIsSubmittedInADaemonThreadOfItsName() throws Exception {
    try (LoopThread loop = LoopThread.start("orders")) {
      Thread thread = loop.submit(() -> Script.<Thread>of(s -> Thread.currentThread())).get();
      assertEquals("orders", thread.getName());
      assertTrue(thread.isDaemon());
      assertSame(
          loop.loop(), loop.submit(() -> Script.<EventLoop>of(s -> EventLoop.running())).get());
      assertEquals("LoopThread[orders, running]", loop.toString());
    }
  }

  @Test
  void theThreadIsNoDaemonAndTheLoopIsOursWhereTheBuilderSaysSo() throws Exception {
    EventLoop ours = EventLoop.create();
    try (LoopThread loop = LoopThread.builder().daemon(false).loop(ours).start()) {
      Thread thread = loop.submit(() -> Script.<Thread>of(s -> Thread.currentThread())).get();
      assertFalse(thread.isDaemon());
      assertEquals("fermata-loop", thread.getName());
      assertSame(ours, loop.loop());
    }
    assertTrue(ours.isClosed());
  }

  @Test
  void aFailureReachesTheFutureAsItIs() throws Exception {
    IOException failure = new IOException("x");
    try (LoopThread loop = LoopThread.start("failing")) {
      CompletableFuture<Void> failed =
          loop.submit(
              () -> {
                throw failure;
              });
      assertSame(failure, assertThrows(ExecutionException.class, failed::get).getCause());
    }
  }

  @Test
  void cancellingTheFutureCancelsTheTask() throws Exception {
    try (LoopThread loop = LoopThread.start("cancelling")) {
      CompletableFuture<String> sleeping = startSleeper(loop);
      assertTrue(sleeping.cancel(true));
      Coroutine<Object> ended =
          Script.of(
              s -> s.await(sleep(0.001)),
              s -> lines.contains("cleaned up") ? null : s.awaitThen(sleep(0.001), 1));
      loop.submit(() -> ended).get();
      assertEquals(List.of("cancelled", "cleaned up"), lines);
    }
  }

  @Test
  void closeCancelsWhatRunsAndWaitsForItsCleanUp() throws Exception {
    LoopThread loop = LoopThread.start("closing");
    CompletableFuture<String> sleeping = startSleeper(loop);
    loop.close();
    assertEquals(List.of("cancelled", "cleaned up"), lines);
    assertThrows(CancellationException.class, sleeping::get);
    assertTrue(loop.loop().isClosed());
    assertEquals("LoopThread[closing, ended]", loop.toString());
  }

  @Test
  void closeReportsWhoStillRunsWhenTheGraceIsOver() throws Exception {
    EventLoop ours = EventLoop.create();
    Future<Void> release = ours.createFuture();
    LoopThread loop =
        LoopThread.builder().name("late").loop(ours).grace(Duration.ofMillis(50)).start();
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Void> stuck = loop.submit(() -> stubborn(begun, release));
    assertTrue(begun.await(30, TimeUnit.SECONDS));
    try (Logs logs = new Logs()) {
      loop.close();
      List<String> text = logs.messages().get(0).lines().toList();
      assertEquals(
          List.of("the loop thread late has not ended within 0.05 s:", "    at Script.stubborn"),
          List.of(text.get(0), text.get(3).replaceFirst("\\(.*", "")));
      assertTrue(text.get(1).startsWith("event loop in late, pass "), text::toString);
      assertTrue(text.get(2).startsWith("- Task-1: waiting for future"), text::toString);
    }
    assertEquals("LoopThread[late, stopping]", loop.toString());
    ours.callSoonThreadsafe(() -> release.setResult(null));
    loop.stop().get();
    assertTrue(stuck.isDone());
  }

  @Test
  void anInterruptEndsTheWaitOfCloseAndStaysSet() throws Exception {
    EventLoop ours = EventLoop.create();
    Future<Void> release = ours.createFuture();
    LoopThread loop = LoopThread.builder().name("waited for").loop(ours).start();
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Void> stuck = loop.submit(() -> stubborn(begun, release));
    assertTrue(begun.await(30, TimeUnit.SECONDS));
    try (Logs logs = new Logs()) {
      Thread.currentThread().interrupt();
      loop.close();
      assertTrue(Thread.interrupted());
      assertEquals(
          List.of(
              "WARNING the loop thread waited for has not ended when the thread that closes it was"
                  + " interrupted: null"),
          logs.firstLines());
    }
    ours.callSoonThreadsafe(() -> release.setResult(null));
    loop.close();
    assertTrue(stuck.isDone());
  }

  @Test
  void itTakesNothingAfterAStop() throws Exception {
    LoopThread loop = LoopThread.start("stopped");
    CompletableFuture<Void> end = loop.stop();
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> loop.submit(Coroutine::done));
    assertEquals(
        "the loop thread stopped has been stopped, and takes no more coroutines",
        refused.getMessage());
    end.get();
  }

  @Test
  void whatWaitsInTheInboxWhenItStopsIsCancelledOrRefusedButNeverForgotten() throws Exception {
    for (int round = 0; round < 200; round++) {
      LoopThread loop = LoopThread.start("racing");
      List<CompletableFuture<Void>> taken = Collections.synchronizedList(new ArrayList<>());
      Thread submitter =
          new Thread(
              () -> {
                try {
                  while (true) {
                    taken.add(loop.submit(() -> Script.of(s -> s.await(sleep(3600)))));
                  }
                } catch (IllegalStateException stopped) {
                  lines.add("refused");
                }
              });
      submitter.start();
      loop.close();
      submitter.join();
      for (CompletableFuture<Void> future : taken) {
        assertThrows(Exception.class, () -> future.get(10, TimeUnit.SECONDS));
        assertTrue(future.isDone());
      }
    }
    assertEquals(200, lines.size());
  }

  @Test
  void closeOnItsOwnThreadOnlyBeginsToStop() throws Exception {
    LoopThread loop = LoopThread.start("itself");
    CompletableFuture<Void> closer =
        loop.submit(
            () ->
                Script.of(
                    s -> {
                      loop.close();
                      lines.add("closed");
                      return s.tryAwait(sleep(3600));
                    },
                    s -> {
                      lines.add(s.error());
                      return s.rethrow();
                    }));
    assertThrows(CancellationException.class, closer::get);
    loop.close();
    assertEquals("closed", lines.get(0));
    assertInstanceOf(CancelledError.class, lines.get(1));
  }

  @Test
  void itMayBeStoppedAndClosedAgainAndByEventLoopStop() throws Exception {
    LoopThread loop = LoopThread.start("again");
    loop.loop().callSoonThreadsafe(loop.loop()::stop);
    loop.stop().get();
    loop.stop().get();
    loop.close();
    loop.close();
    assertTrue(loop.loop().isClosed());
  }

  @Test
  void completingTheFutureOfStopDoesNothing() throws Exception {
    LoopThread loop = LoopThread.start("own future");
    loop.stop().cancel(true);
    loop.stop().get();
  }

  @Test
  void aFatalErrorEndsItCancelsWhatRunsAndIsTold() throws Exception {
    StackOverflowError fatal = new StackOverflowError("deep");
    LoopThread loop = LoopThread.start("dying");
    CompletableFuture<String> sleeping = startSleeper(loop);
    CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
    loop.submit(() -> Script.<Thread>of(s -> Thread.currentThread()))
        .get()
        .setUncaughtExceptionHandler((thread, error) -> uncaught.complete(error));
    loop.loop()
        .callSoonThreadsafe(
            () -> {
              throw fatal;
            });
    assertSame(fatal, uncaught.get());
    assertThrows(CancellationException.class, sleeping::get);
    assertEquals(List.of("cancelled", "cleaned up"), lines);
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> loop.submit(Coroutine::done));
    assertEquals(
        "the loop thread dying has died, and takes no more coroutines; the cause tells of what",
        refused.getMessage());
    assertSame(fatal, refused.getCause());
    assertSame(fatal, assertThrows(ExecutionException.class, loop.stop()::get).getCause());
    loop.close();
  }

  @Test
  void aLoopServesOneThread() throws Exception {
    LoopThread.Builder builder = LoopThread.builder().name("own").loop(EventLoop.create());
    try (LoopThread loop = builder.start()) {
      loop.submit(() -> Coroutine.done()).get();
      Throwable refused = assertThrows(IllegalStateException.class, builder::start);
      assertEquals(
          "the loop of the loop thread own runs already: set a new one for each start",
          refused.getMessage());
    }
    Throwable refused = assertThrows(IllegalStateException.class, builder::start);
    assertEquals(
        "the loop of the loop thread own is closed: set a new one for each start",
        refused.getMessage());
  }

  @Test
  void theBuilderRefusesWhatMakesNoSense() {
    LoopThread.Builder builder = LoopThread.builder();
    assertThrows(NullPointerException.class, () -> builder.name(null));
    assertThrows(NullPointerException.class, () -> builder.loop(null));
    assertThrows(NullPointerException.class, () -> builder.grace(null));
    assertThrows(IllegalArgumentException.class, () -> builder.grace(Duration.ofMillis(-1)));
  }
}
