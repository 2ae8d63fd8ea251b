package dev.fermata.internal.run;

import dev.fermata.AsyncBody;
import dev.fermata.Awaitable;
import dev.fermata.Future;
import dev.fermata.LoopHost;
import dev.fermata.Task;
import dev.fermata.internal.bridge.HostedFuture;
import dev.fermata.internal.core.BodyCoroutine;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.DetachedPoller;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Variables;
import dev.fermata.internal.threads.Grace;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a loop by turns in the thread of a host, from its main coroutine's first step to the close.
 *
 * <p>A turn is asked for when the one before has left something to run, when its first timer is
 * due, when another thread sends something, and when the host's own code calls the loop between two
 * turns. It is asked for once, however many do so.
 *
 * @param <T> the type of the main coroutine's value
 */
final class HostedLoop<T> {
  private static final int MOST_PASSES = 16;
  private static final long LONGEST_TURN = 1_000_000;

  /** As many passes are run for a host that has ended: a task might yield for ever. */
  private static final int LAST_PASSES = 10_000;

  private final LoopEngine engine;
  private final AsyncBody<T> body;

  /** What the main coroutine inherits. */
  private final Variables variables;

  private final HostedFuture<T> result;
  private final TurnRequests turns;

  /** Whether the host takes no more turns. */
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Waits for channels; null while there are none. */
  private DetachedWait wait;

  /** Written under this object's lock. */
  private boolean inTurn;

  /** Whether the host's thread is behind a turn, and not in the midst of a call of the loop. */
  private boolean planning;

  private Task<T> main;
  private boolean mainCancelled;
  private WindUp windUp;

  /** Whether nothing is left to be run. */
  private boolean over;

  /** An error that has left the loop; null for none. */
  private Throwable failure;

  private HostedLoop(LoopEngine engine, LoopHost host, AsyncBody<T> body) {
    this.engine = engine;
    this.turns = new TurnRequests(host, this);
    this.body = body;
    this.result = new HostedFuture<>(engine, this::cancelFromAnywhere);
    this.variables = engine.capturedVariables();
  }

  /** Begins to run a loop; its first turn runs the first step of {@code body}. */
  static <T> CompletableFuture<T> start(LoopEngine engine, LoopHost host, AsyncBody<T> body) {
    HostedLoop<T> hosted = new HostedLoop<>(engine, host, body);
    engine.useHost(hosted.turns::ask);
    hosted.turns.ask();
    return hosted.result;
  }

  // ---------------------------------------------------------------- turns

  /** The host gives a turn. */
  void take() {
    if (!enter()) {
      return;
    }
    LoopEngine outer = engine.enterTurn();
    try {
      runTurn();
    } finally {
      engine.leaveTurn(outer);
      leave();
    }
    if (over) {
      finish(failure);
    } else {
      plan();
    }
  }

  /**
   * Begins a turn. A step may wait for the host's events, in the midst of which a turn may come:
   * then there is none, and what it was asked for is seen when that step has ended.
   */
  private synchronized boolean enter() {
    checkOneThread();
    if (inTurn || ended.get()) {
      return false;
    }
    inTurn = true;
    return true;
  }

  private synchronized void leave() {
    inTurn = false;
    if (engine.takeInterrupt()) {
      LoopEngine.interruptAgain();
    }
  }

  /** A host's thread may be replaced by another one when it has died, but there is only one. */
  private void checkOneThread() {
    Thread owner = engine.owner();
    Thread current = Thread.currentThread();
    if (owner != null && owner != current && owner.isAlive()) {
      IllegalStateException strange =
          new IllegalStateException(
              "the host of an event loop runs a turn in the thread "
                  + current.getName()
                  + ", and others in "
                  + owner.getName()
                  + ": all belong into one");
      if (ended.compareAndSet(false, true)) {
        abandon(owner, strange);
      }
      throw strange;
    }
  }

  private void runTurn() {
    try {
      if (wait != null && wait.takeReady()) {
        engine.pollSoon();
      }
      if (main == null) {
        begin();
      }
      runPasses(MOST_PASSES, LONGEST_TURN);
    } catch (Throwable error) {
      failed(error);
    }
  }

  private void runPasses(int most, long nanos) {
    long begin = System.nanoTime();
    int passes = 0;
    do {
      engine.pass(false);
      engine.failures.passEnded(engine.isIdle());
    } while (!over && engine.hasMore() && ++passes < most && System.nanoTime() - begin < nanos);
  }

  /** At the end of a turn: asks for the next one, for now or for later. */
  private void plan() {
    planning = true;
    try {
      long due = engine.goAway();
      if (due == Long.MIN_VALUE) {
        turns.ask();
      } else {
        engine.beginPause();
        waitForChannels();
        if (due < Long.MAX_VALUE) {
          turns.askAt(due, due - engine.now());
        }
      }
    } finally {
      planning = false;
    }
  }

  private void waitForChannels() {
    if (engine.poller() instanceof DetachedPoller poller) {
      if (wait == null) {
        wait = new DetachedWait(poller, turns::ask);
      }
      wait.ask();
    }
  }

  private void begin() {
    main = engine.createTaskIn(variables, new BodyCoroutine<>(body));
    Futures.addWaiter(main, Callback.of(this::beginWindUp));
    if (result.isDone()) {
      cancelMain(null);
    }
  }

  private void cancelFromAnywhere(String message) {
    if (!ended.get()) {
      engine.addFromAnywhere(Callback.of(() -> cancelMain(message)));
    }
  }

  private void cancelMain(String message) {
    if (!mainCancelled) {
      mainCancelled = true;
      main.cancel(message);
    }
  }

  // ---------------------------------------------------------------- the loop's end

  /** An error has left the loop, which nothing in it handles. */
  private void failed(Throwable error) {
    if (failure == null) {
      failure = error;
    } else if (failure != error) {
      failure.addSuppressed(error);
    }
    engine.add(Callback.of(this::beginWindUp));
  }

  private void beginWindUp() {
    if (windUp == null && !ended.get()) {
      windUp = new WindUp(engine);
      awaitNext(windUp);
    }
  }

  /** Has what follows the next step of the end run behind it; null when there is none. */
  private Future<?> awaitNext(WindUp rest) {
    Awaitable<?> next = rest.next();
    if (next == null) {
      over = true;
      return null;
    }
    Future<?> step = engine.ensureFuture(next);
    Futures.addWaiter(step, Callback.of(() -> stepEnded(step)));
    return step;
  }

  private void stepEnded(Future<?> step) {
    Throwable error = Futures.takeError(step);
    if (error != null) {
      engine.failures.report(Failures.context("a hosted loop could not be wound up", error));
    }
    if (!ended.get()) {
      awaitNext(windUp);
    }
  }

  /** Closes the loop, and tells how it ended. */
  private void finish(Throwable error) {
    letGo();
    engine.leaveHost();
    Throwable own = main != null && main.isDone() ? Futures.takeError(main) : null;
    Throwable broken = error;
    try {
      engine.loop.close();
    } catch (Throwable closing) {
      broken = broken == null ? closing : broken;
    }
    if (broken == null) {
      result.take(main, own);
      return;
    }
    if (own != null && own != broken && !main.isCancelled()) {
      broken.addSuppressed(own);
    }
    fail(broken);
  }

  /** From now on, neither the host nor a thread of ours refers to the loop. */
  private void letGo() {
    ended.set(true);
    turns.end();
    if (wait != null) {
      wait.end();
    }
  }

  /** As any failure of a future that has been cancelled, one that comes too late is not told. */
  private void fail(Throwable error) {
    if (!result.fail(error) && error == failure) {
      engine.failures.report(
          Failures.context("an error has left a hosted loop that was cancelled", error));
    }
  }

  // ---------------------------------------------------------------- the host's end

  /**
   * The host takes no more turns. Called by any thread, which may be in the midst of a call of the
   * loop.
   */
  void hostEnded(Throwable refused) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    Thread owner = engine.owner();
    if (owner == null) {
      finish(lastWords(refused, Set.of()));
    } else if (owner == Thread.currentThread() && planning) {
      runLastTurns(refused);
    } else {
      TurnRequests.startHeir(() -> outlive(owner, refused));
    }
  }

  /**
   * Runs what is left in place of the host's thread, which alone may touch the loop, at its end.
   */
  private void outlive(Thread owner, Throwable refused) {
    try {
      owner.join(Math.max(1, Grace.standard().toMillis()));
    } catch (InterruptedException e) {
      // Nobody waits any longer.
    }
    if (owner.isAlive()) {
      abandon(owner, refused);
    } else {
      runLastTurns(refused);
    }
  }

  /** Whether the thread that took turns has died; the host may have another one. */
  boolean isThreadDead() {
    Thread owner = engine.owner();
    return owner != null && !owner.isAlive();
  }

  /** The host's thread is dead, and the turn that it was asked for has not begun. */
  void turnDropped() {
    synchronized (this) {
      if (inTurn || !isThreadDead() || !ended.compareAndSet(false, true)) {
        return;
      }
    }
    runLastTurns(null);
  }

  /** Leaves the loop as it is: its thread lives, and takes no turns. */
  private void abandon(Thread owner, Throwable reason) {
    letGo();
    fail(
        new IllegalStateException(
            "the host of this event loop takes no more turns, but its thread "
                + owner.getName()
                + " lives on, where alone the loop's tasks can be cancelled: they are left where"
                + " they are",
            reason));
  }

  private void runLastTurns(Throwable refused) {
    LoopEngine outer = engine.enterTurn();
    try {
      WindUp last = new WindUp(engine);
      Future<?> step = awaitNext(last);
      while (step != null) {
        runPasses(LAST_PASSES, Long.MAX_VALUE);
        step = step.isDone() ? awaitNext(last) : null;
      }
    } catch (Throwable error) {
      failed(error);
    } finally {
      engine.leaveTurn(outer);
    }
    finish(lastWords(refused, engine.tasks.snapshot()));
  }

  private IllegalStateException lastWords(Throwable refused, Set<Task<?>> left) {
    IllegalStateException told =
        new IllegalStateException(
            "the host of this event loop has ended before it, and takes no more turns: what was"
                + " left has been cancelled"
                + (left.isEmpty() ? "" : ", but this still waits: " + left),
            refused);
    if (failure != null) {
      told.addSuppressed(failure);
    }
    return told;
  }
}
