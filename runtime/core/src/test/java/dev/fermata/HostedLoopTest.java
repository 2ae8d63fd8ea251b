package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.currentTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.toThread;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.Connection;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop in the thread of a host, whose turns the test takes one by one. */
@Timeout(60)
class HostedLoopTest {
  private final List<Object> lines = new ArrayList<>();
  private final MainLoop host = new MainLoop();

  /** The main loop of a game, say: it runs what it is given when it is its time. */
  private static class MainLoop implements LoopHost {
    final LinkedBlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
    final List<Runnable> alarms = new ArrayList<>();
    boolean ended;

    @Override
    public void execute(Runnable turn) {
      if (ended) {
        throw new RejectedExecutionException("the game is over");
      }
      turns.add(turn);
    }

    /** Runs the turns that have been asked for by now; returns how many there were. */
    int frame() {
      int count = 0;
      for (int left = turns.size(); left > 0; left--) {
        turns.remove().run();
        count++;
      }
      return count;
    }

    /** Runs turns until none is asked for. */
    void drain() {
      while (frame() > 0) {}
    }

    /** Runs turns until something is done. */
    <T> T runTo(CompletableFuture<T> future) throws Exception {
      while (!future.isDone()) {
        Runnable turn = turns.poll(10, TimeUnit.MILLISECONDS);
        if (turn != null) {
          turn.run();
        }
      }
      return future.get();
    }
  }

  /** A host whose timers go off when the test says so. */
  private static final class TimedLoop extends MainLoop {
    final List<Long> delays = new ArrayList<>();

    @Override
    public void schedule(Runnable alarm, long nanos) {
      if (ended) {
        throw new RejectedExecutionException("the game is over");
      }
      alarms.add(alarm);
      delays.add(nanos);
    }

    long lastDelay() {
      return delays.get(delays.size() - 1);
    }
  }

  private static void assertTells(String part, Throwable error) {
    assertTrue(String.valueOf(error.getMessage()).contains(part), () -> error + "");
  }

  // ---------------------------------------------------------------- running

  @Test
  void theCoroutineRunsInTheHostsThreadAndTheLoopIsClosedBehindIt() throws Exception {
    List<EventLoop> loops = new ArrayList<>();
    CompletableFuture<String> result =
        EventLoop.runHosted(
            host,
            () -> {
              loops.add(EventLoop.running());
              return Script.of(
                  s -> s.await(toThread(() -> "other thread")),
                  s -> s.result() + ", " + Thread.currentThread().getName());
            });
    assertEquals(List.of(), loops);
    assertEquals("other thread, " + Thread.currentThread().getName(), host.runTo(result));
    assertTrue(loops.get(0).isClosed());
    assertEquals(0, host.turns.size());
  }

  @Test
  void aFailureArrivesAsItIsAndTheOtherTasksAreCancelledBefore() {
    IOException failure = new IOException("broken");
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () ->
                Script.of(
                    s -> {
                      createTask(
                          Script.of(
                              t -> t.tryAwait(sleep(3600)),
                              t -> t.await(sleep(0.01)),
                              t -> lines.add("cleaned up")));
                      return s.await(yieldNow());
                    },
                    s -> {
                      throw failure;
                    }));
    Throwable error = assertThrows(Exception.class, () -> host.runTo(result)).getCause();
    assertSame(failure, error);
    assertEquals(List.of("cleaned up"), lines);
  }

  @Test
  void aTurnHasSixteenPassesAtMostAndTheHostsOtherWorkComesBetween() throws Exception {
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () ->
                Script.of(
                    s ->
                        EventLoop.running().iteration() < 40
                            ? s.awaitThen(yieldNow(), 0)
                            : EventLoop.running().iteration()));
    while (!result.isDone()) {
      host.execute(() -> lines.add("work"));
      assertTrue(host.frame() >= 1);
    }
    assertEquals(40L, result.get());
    assertTrue(lines.size() >= 3, () -> lines + "");
  }

  @Test
  void timersAreTheHostsAndOneIsAskedForOnlyWhenItIsTheFirst() throws Exception {
    TimedLoop timed = new TimedLoop();
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            timed,
            () -> {
              EventLoop loop = EventLoop.running();
              loop.callLater(Duration.ofHours(2), () -> {});
              Coroutine<Void> nap = sleep(0.005);
              return Script.of(s -> s.await(nap), s -> s.await(sleep(3600)), s -> "never");
            });
    timed.drain();
    assertEquals(1, timed.alarms.size());
    assertTrue(timed.lastDelay() <= 5_000_000);
    while (timed.lastDelay() <= 5_000_000) {
      timed.alarms.get(timed.alarms.size() - 1).run();
      timed.drain();
    }
    assertTrue(timed.lastDelay() > 3_000_000_000_000L);
    result.cancel(false);
    assertThrows(CancellationException.class, () -> timed.runTo(result));
    timed.drain();
    // They come too late, and have nothing to do.
    timed.alarms.forEach(Runnable::run);
    assertEquals(0, timed.frame());
  }

  @Test
  void withoutTimersOfTheHostTheJdksDo() throws Exception {
    CompletableFuture<String> result =
        EventLoop.runHosted(host, () -> Script.of(s -> s.await(sleep(0.01)), s -> "slept"));
    assertEquals("slept", host.runTo(result));
  }

  @Test
  void manyCallsOfOtherThreadsAskForOneTurn() throws Exception {
    List<EventLoop> loops = new ArrayList<>();
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () -> {
              loops.add(EventLoop.running());
              return Script.of(s -> s.await(EventLoop.running().createFuture()), s -> null);
            });
    host.frame();
    assertEquals(0, host.turns.size());
    CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 1000; i++) {
                int number = i;
                loops.get(0).callSoonThreadsafe(() -> lines.add(number));
              }
            })
        .get();
    assertEquals(1, host.turns.size());
    host.drain();
    assertEquals(1000, lines.size());
    result.cancel(false);
    host.drain();
    assertTrue(loops.get(0).isClosed());
  }

  @Test
  void cancellingTheResultCancelsTheCoroutineAlsoBeforeItBegins() throws Exception {
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () ->
                Script.of(
                    s -> s.tryAwait(sleep(3600)),
                    s -> {
                      lines.add(s.error().getClass().getSimpleName());
                      return s.await(sleep(0.001));
                    },
                    s -> lines.add("cleaned up")));
    host.frame();
    result.cancel(false);
    while (lines.size() < 2) {
      host.frame();
    }
    assertEquals(List.of("CancelledError", "cleaned up"), lines);
    CompletableFuture<Object> early =
        EventLoop.runHosted(host, () -> Script.of(s -> lines.add("begun")));
    early.cancel(false);
    host.drain();
    assertEquals(2, lines.size());
  }

  @Test
  void aCancelledCoroutineIsACancelledResult() {
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () ->
                Script.of(
                    s -> {
                      throw new CancelledError("enough");
                    }));
    host.drain();
    assertTrue(result.isCancelled());
    assertTells("enough", result.<Throwable>handle((value, error) -> error).join());
  }

  @Test
  void whoWaitsForQuietIsToldAtTheEndOfATurn() throws Exception {
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () ->
                Script.of(
                    s -> {
                      createTask(
                          Script.of(
                              t -> t.await(yieldNow()),
                              t -> t.await(yieldNow()),
                              t -> lines.add("busy")));
                      return s.await(EventLoop.running().whenAllBlocked());
                    },
                    s -> lines.add("quiet")));
    host.runTo(result);
    assertEquals(List.of("busy", "quiet"), lines);
  }

  @Test
  void anErrorThatLeavesTheLoopEndsItAndArrives() {
    Error fatal = new OutOfMemoryError("of a user");
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () ->
                Script.of(
                    s -> {
                      EventLoop.running()
                          .callSoon(
                              () -> {
                                throw fatal;
                              });
                      return s.tryAwait(sleep(3600));
                    },
                    s -> lines.add("cancelled")));
    Throwable error = assertThrows(Exception.class, () -> host.runTo(result)).getCause();
    assertSame(fatal, error);
    assertEquals(List.of("cancelled"), lines);
  }

  @Test
  void theInterruptOfTheHostsThreadIsTheHosts() throws Exception {
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () ->
                Script.of(
                    s ->
                        EventLoop.running().iteration() < 3000
                            ? s.awaitThen(yieldNow(), 0)
                            : "done"));
    Thread.currentThread().interrupt();
    while (!result.isDone()) {
      host.frame();
    }
    assertTrue(Thread.interrupted());
    assertEquals("done", result.get());
  }

  @Test
  void aDumpOfAnotherThreadShowsItAndIsExact() throws Exception {
    List<EventLoop> loops = new ArrayList<>();
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () -> {
              loops.add(EventLoop.running());
              return Script.of(s -> s.await(sleep(3600)), s -> null);
            });
    host.frame();
    String inside = loops.get(0).dump().tree();
    CompletableFuture<String> dump =
        CompletableFuture.supplyAsync(() -> loops.get(0).dump().tree());
    String text = host.runTo(dump);
    String head = "event loop in " + Thread.currentThread().getName() + ", pass ";
    assertTrue(inside.startsWith(head), inside);
    assertTrue(text.contains(head), text);
    assertFalse(text.contains("not exact"), text);
    assertTrue(text.contains("waiting for sleep"), text);
    result.cancel(false);
    host.drain();
  }

  // ---------------------------------------------------------------- what is refused

  @Test
  void runsAndStopsAreRefusedInAnyThread() throws Exception {
    List<EventLoop> loops = new ArrayList<>();
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () -> {
              EventLoop loop = EventLoop.running();
              loops.add(loop);
              assertTells(
                  "is hosted by the thread", assertThrows(Exception.class, () -> loop.stop()));
              return Script.of(s -> s.await(loop.createFuture()), s -> null);
            });
    host.frame();
    EventLoop loop = loops.get(0);
    List<Runnable> refused =
        List.of(
            loop::runForever,
            () -> loop.runUntilComplete(Coroutine.done()),
            loop::stop,
            loop::close,
            () -> Runner.of(loop),
            () -> Fermata.run(Coroutine.done(), loop));
    for (Runnable call : refused) {
      IllegalStateException error = assertThrows(IllegalStateException.class, call::run);
      assertTells("hosted by the thread " + Thread.currentThread().getName(), error);
      assertTells("the future of runHosted cancels", error);
    }
    Throwable elsewhere =
        assertThrows(Exception.class, () -> CompletableFuture.runAsync(loop::stop).get())
            .getCause();
    assertTells("use callSoonThreadsafe or submit", elsewhere);
    assertTrue(loop.isRunning());
    result.cancel(false);
    host.drain();
    assertTrue(loop.isClosed());
  }

  @Test
  void aHostThatRunsTurnsInsideOfItsCallIsRefused() {
    CompletableFuture<Object> result =
        EventLoop.runHosted(Runnable::run, () -> Script.of(s -> lines.add("ran")));
    Throwable error = assertThrows(CompletionException.class, result::join).getCause();
    assertTells("runs a turn inside of execute", error.getCause());
    assertEquals(List.of(), lines);
  }

  @Test
  void aHostOfTwoThreadsIsRefused() throws Exception {
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host, () -> Script.of(s -> s.await(EventLoop.running().createFuture()), s -> null));
    Runnable turn = host.turns.remove();
    turn.run();
    Throwable thrown =
        assertThrows(Exception.class, () -> CompletableFuture.runAsync(turn).get()).getCause();
    assertTells("all belong into one", thrown);
    Throwable error = assertThrows(CompletionException.class, result::join).getCause();
    assertTells("its thread " + Thread.currentThread().getName() + " lives on", error);
    assertSame(thrown, error.getCause());
  }

  // ---------------------------------------------------------------- rules

  @Test
  @DisplayName("io 24: a turn that comes inside of one is put off until that has ended")
  void aTurnInsideOfATurnWaits() throws Exception {
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () ->
                Script.of(
                    s -> {
                      createTask(Script.of(t -> lines.add("other task")));
                      return s.await(yieldNow());
                    },
                    s -> {
                      EventLoop loop = EventLoop.running();
                      createTask(Script.of(t -> lines.add("made before the dialog")));
                      // A modal dialog runs the host's queue, in which a turn may be already.
                      host.execute(() -> lines.add("event in the dialog"));
                      CompletableFuture.runAsync(() -> loop.callSoonThreadsafe(() -> {})).join();
                      host.frame();
                      lines.add("dialog closed");
                      return s.await(yieldNow());
                    },
                    s -> lines.add("behind it")));
    // Two turns at once: the second one comes inside of the first.
    Runnable turn = host.turns.remove();
    host.turns.add(turn);
    host.turns.add(turn);
    host.runTo(result);
    assertEquals(
        List.of(
            "other task",
            "event in the dialog",
            "dialog closed",
            "made before the dialog",
            "behind it"),
        lines);
  }

  @Test
  @DisplayName("io 25: where the host refuses a turn in its thread, the last turns run at once")
  void aHostThatEndsInATurn() {
    TimedLoop timed = new TimedLoop();
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            timed,
            () ->
                Script.of(
                    s -> {
                      createTask(
                          Script.of(
                              t -> t.tryAwait(sleep(3600)),
                              t -> t.await(yieldNow()),
                              t -> lines.add("cleaned up")));
                      createTask(
                          Script.of(
                              t -> t.tryAwait(sleep(3600)), t -> t.await(sleep(3600)), t -> null),
                          "stubborn");
                      return s.await(yieldNow());
                    },
                    s -> {
                      timed.ended = true;
                      return s.tryAwait(sleep(1800));
                    },
                    s -> lines.add(s.error().getClass().getSimpleName())));
    timed.drain();
    Throwable error = assertThrows(CompletionException.class, result::join).getCause();
    assertInstanceOf(IllegalStateException.class, error);
    assertInstanceOf(RejectedExecutionException.class, error.getCause());
    assertTells("the host of this event loop has ended before it", error);
    assertTells("but this still waits: [Task[stubborn, ", error);
    assertEquals(List.of("CancelledError", "cleaned up"), lines);
  }

  @Test
  @DisplayName("io 25: a host that refuses the first turn has run nothing")
  void aHostThatHasEnded() {
    host.ended = true;
    CompletableFuture<Object> result =
        EventLoop.runHosted(host, () -> Script.of(s -> lines.add("ran")));
    Throwable error = assertThrows(CompletionException.class, result::join).getCause();
    assertInstanceOf(RejectedExecutionException.class, error.getCause());
    assertEquals(List.of(), lines);
  }

  @Test
  @DisplayName("io 25: where its thread lives on and takes no turns, the result says so in time")
  void aHostThatRefusesOthers() {
    List<EventLoop> loops = new ArrayList<>();
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () -> {
              loops.add(EventLoop.running());
              return Script.of(s -> s.await(EventLoop.running().createFuture()), s -> null);
            });
    host.drain();
    host.ended = true;
    System.setProperty("fermata.shutdownGrace", "0.05");
    try {
      CompletableFuture.runAsync(() -> loops.get(0).callSoonThreadsafe(() -> lines.add("ran")))
          .join();
      Throwable error = assertThrows(CompletionException.class, result::join).getCause();
      assertTells("takes no more turns, but its thread", error);
      assertTells("lives on", error);
      assertInstanceOf(RejectedExecutionException.class, error.getCause());
    } finally {
      System.clearProperty("fermata.shutdownGrace");
    }
    assertEquals(List.of(), lines);
  }

  @Test
  @DisplayName("io 26: two loops have one host, and between turns its code is outside of both")
  void twoGuests() throws Exception {
    List<EventLoop> loops = new ArrayList<>();
    List<Future<String>> futures = new ArrayList<>();
    List<CompletableFuture<String>> results = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      results.add(
          EventLoop.runHosted(
              host,
              () -> {
                loops.add(EventLoop.running());
                Future<String> future = EventLoop.running().createFuture();
                futures.add(future);
                return Script.of(s -> s.await(future), s -> s.result() + " received");
              }));
    }
    host.frame();
    assertThrows(IllegalStateException.class, EventLoop::running);
    assertThrows(IllegalStateException.class, Fermata::currentTask);
    Coroutine<Object> unused = Coroutine.of(1);
    assertThrows(IllegalStateException.class, () -> createTask(unused));
    assertEquals("run between", Fermata.run(Coroutine.of("run between")));
    assertEquals(0, host.turns.size());
    futures.get(1).setResult("second");
    assertEquals(1, host.turns.size());
    Task<Object> task = loops.get(0).createTask(Script.of(s -> lines.add(currentTask())));
    loops.get(0).callLater(Duration.ZERO, () -> lines.add("timer"));
    assertEquals(2, host.turns.size());
    assertEquals(List.of(), lines);
    host.frame();
    assertEquals(List.of(task, "timer"), lines);
    assertEquals("second received", host.runTo(results.get(1)));
    futures.get(0).setResult("first");
    assertEquals("first received", host.runTo(results.get(0)));
  }

  @Test
  @DisplayName("io 26: a task made between turns starts in one, and inherits from outside")
  void contextBetweenTurns() throws Exception {
    ContextVar<String> variable = new ContextVar<>("variable", "none");
    List<EventLoop> loops = new ArrayList<>();
    variable.set("host's");
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () -> {
              lines.add(variable.get());
              variable.set("main's");
              EventLoop.running().setEagerTasks(true);
              loops.add(EventLoop.running());
              return Script.of(s -> s.await(EventLoop.running().createFuture()), s -> null);
            });
    variable.set("changed");
    host.frame();
    assertEquals("changed", variable.get());
    loops.get(0).createTask(Script.of(s -> lines.add(variable.get())));
    assertEquals(List.of("host's"), lines);
    host.frame();
    assertEquals(List.of("host's", "changed"), lines);
    result.cancel(false);
    host.drain();
  }

  @Test
  void aFailureThatNobodyReceivesIsReportedAlsoWhereItHappensBetweenTurns() {
    List<Future<Object>> futures = new ArrayList<>();
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () -> {
              EventLoop loop = EventLoop.running();
              loop.setExceptionHandler((where, context) -> lines.add(context.get("message")));
              futures.add(loop.createFuture());
              return Script.of(s -> s.await(loop.createFuture()), s -> null);
            });
    host.frame();
    futures.get(0).setException(new IOException("unheard"));
    host.frame();
    assertEquals(List.of("Future exception was never retrieved"), lines);
    result.cancel(false);
    host.drain();
  }

  @Test
  void aGuestGoesOnWhileAStepOfTheOtherWaitsForTheHost() throws Exception {
    CompletableFuture<Object> second =
        EventLoop.runHosted(
            host,
            () ->
                Script.of(
                    s -> s.await(yieldNow()), s -> lines.add("second " + currentTask().getName())));
    Runnable turn = host.turns.remove();
    CompletableFuture<Object> first =
        EventLoop.runHosted(
            host,
            () ->
                Script.of(
                    s -> {
                      Task<?> own = currentTask();
                      host.turns.add(turn);
                      host.frame();
                      assertSame(own, currentTask());
                      return lines.add("first");
                    }));
    host.frame();
    host.runTo(first);
    host.runTo(second);
    assertEquals(List.of("second Task-1", "first"), lines);
  }

  // ---------------------------------------------------------------- channels

  @Test
  void aServerAndItsClientTalkAndNoThreadIsLeft() throws Exception {
    CompletableFuture<Object> result = EventLoop.runHosted(host, this::talk);
    assertEquals("hello", host.runTo(result));
    awaitNoThread("fermata-hosted-select");
  }

  private Coroutine<Object> talk() {
    List<Object> ends = new ArrayList<>();
    return Script.of(
        s -> s.await(Net.listen(Connected.anyPort())),
        s -> {
          Listener listener = (Listener) s.result();
          ends.add(listener);
          return s.await(gather(Net.connect(listener.localAddress()), listener.accept()));
        },
        s -> {
          ends.addAll((List<?>) s.result());
          createTask(
              Script.of(
                  t -> t.await(sleep(0.005)),
                  t -> t.await(((Connection) ends.get(1)).write("hello".getBytes(UTF_8))),
                  t -> null));
          return s.await(((Connection) ends.get(2)).read(100));
        },
        s -> {
          ((Connection) ends.get(1)).close();
          ((Connection) ends.get(2)).close();
          ((Listener) ends.get(0)).close();
          return new String((byte[]) s.result(), UTF_8);
        });
  }

  /** The select must not stand in the way of what the host's code closes, nor be forgotten. */
  @Test
  void channelsAreClosedBetweenTurnsAndOthersAreStillHeard() throws Exception {
    List<Listener> listeners = new ArrayList<>();
    CompletableFuture<Object> result =
        EventLoop.runHosted(
            host,
            () ->
                Script.of(
                    s -> s.await(Net.listen(Connected.anyPort())),
                    s -> {
                      listeners.add((Listener) s.result());
                      return s.await(Net.listen(Connected.anyPort()));
                    },
                    s -> {
                      listeners.add((Listener) s.result());
                      return s.await(listeners.get(1).accept());
                    },
                    s -> {
                      ((Connection) s.result()).close();
                      listeners.get(1).close();
                      return "accepted";
                    }));
    while (listeners.size() < 2) {
      host.frame();
    }
    host.frame();
    listeners.get(0).close();
    CompletableFuture<Void> client =
        CompletableFuture.runAsync(
            () ->
                Fermata.run(
                    Script.of(
                        s -> s.await(Net.connect(listeners.get(1).localAddress())),
                        s -> {
                          ((Connection) s.result()).close();
                          return null;
                        })));
    assertEquals("accepted", host.runTo(result));
    client.get();
    awaitNoThread("fermata-hosted-select");
  }

  static void awaitNoThread(String name) throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(name)) {
        thread.join(30_000);
        assertFalse(thread.isAlive(), name);
      }
    }
  }

  @Test
  void noneIsRunningWhereNoneWasBegun() {
    assertThrows(NullPointerException.class, () -> EventLoop.runHosted(null, () -> null));
    assertThrows(NullPointerException.class, () -> EventLoop.runHosted(host, null));
    assertNull(host.turns.peek());
  }
}
