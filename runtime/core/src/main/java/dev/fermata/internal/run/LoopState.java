package dev.fermata.internal.run;

import dev.fermata.AsyncBody;
import dev.fermata.Awaitable;
import dev.fermata.ContextElement;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Handle;
import dev.fermata.LoopDump;
import dev.fermata.LoopExceptionHandler;
import dev.fermata.LoopHost;
import dev.fermata.Poller;
import dev.fermata.Task;
import dev.fermata.TimerHandle;
import dev.fermata.internal.bridge.Stages;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.loop.Clock;
import dev.fermata.internal.observe.Dump;
import dev.fermata.internal.observe.LiveLoops;
import dev.fermata.internal.observe.StepObserver;
import dev.fermata.internal.observe.Unawaited;
import dev.fermata.internal.threads.ExecutorFuture;
import dev.fermata.internal.threads.Executors;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

/**
 * Puts a loop together from the core and the packages above it. It is the superclass of the public
 * {@link EventLoop}, which specifies each of these methods.
 */
public abstract class LoopState {
  static {
    Artifacts.check();
  }

  final LoopEngine engine;

  private final StepObserver observer = new StepObserver();
  private boolean stopping;

  /**
   * Makes a loop that does not run.
   *
   * @param virtual whether its clock jumps
   * @param seed determines the order within each pass; null for the order of the queue
   */
  protected LoopState(boolean virtual, Long seed) {
    Clock clock = virtual ? Clock.virtual() : Clock.real();
    Random order = seed == null ? null : new Random(seed);
    engine = new LoopEngine((EventLoop) this, clock, order, Stages.BRIDGE, observer);
    if (Boolean.getBoolean("fermata.debug")) {
      setDebug(true);
    }
    LiveLoops.add((EventLoop) this);
  }

  /**
   * Makes a loop that follows the real time and does not run.
   *
   * @param poller waits for what is ready outside
   */
  protected LoopState(Poller poller) {
    this(false, null);
    if (poller == null) {
      throw new NullPointerException("poller");
    }
    engine.use(poller);
    // What it waits for, the loop does not know.
    engine.outsideWork().stageBegun();
  }

  /** The loop that runs the calling code; null when there is none. */
  protected static EventLoop runningLoop() {
    return LoopEngine.running().loop;
  }

  // ---------------------------------------------------------------- scheduling

  protected Handle callSoon(Runnable callback) {
    return engine.callSoon(callback);
  }

  protected Handle callSoonThreadsafe(Runnable callback) {
    engine.checkOpen();
    Handle handle = new Handle(engine.handlePermit, callback);
    engine.addFromStranger(handle);
    return handle;
  }

  protected TimerHandle callLater(Duration delay, Runnable callback) {
    return engine.callLater(LoopEngine.nanos(delay), callback);
  }

  protected TimerHandle callAt(long nanos, Runnable callback) {
    return engine.callAt(nanos, callback);
  }

  protected long time() {
    return engine.now();
  }

  protected java.time.Clock clock() {
    return engine.isVirtual() ? new LoopClock(engine, ZoneOffset.UTC) : java.time.Clock.systemUTC();
  }

  protected long iteration() {
    return engine.passes();
  }

  // ---------------------------------------------------------------- futures and tasks

  protected <T> Future<T> createFuture() {
    return engine.createFuture();
  }

  protected void addContextElement(ContextElement<?> element) {
    engine.addContextElement(element);
  }

  protected <T> Task<T> createTask(Coroutine<T> coroutine, String name) {
    return engine.createTask(coroutine, name);
  }

  protected void setEagerTasks(boolean on) {
    engine.setEager(on);
  }

  protected Set<Task<?>> allTasks() {
    engine.checkThread();
    return engine.tasks.snapshot();
  }

  // ---------------------------------------------------------------- other threads

  protected <T> CompletableFuture<T> submit(AsyncBody<T> body) {
    if (body == null) {
      throw new NullPointerException("body");
    }
    engine.checkOpen();
    engine.noteCaller();
    return Stages.submit(body, engine);
  }

  protected <T> Future<T> runInExecutor(Executor executor, Callable<T> callable) {
    engine.checkUsable();
    return Executors.of(engine).start(executor, new ExecutorFuture<>(engine, callable, null));
  }

  protected void setDefaultExecutor(ExecutorService executor) {
    engine.checkUsable();
    Executors.of(engine).setDefault(executor);
  }

  // ---------------------------------------------------------------- running

  protected <T> T runUntilComplete(Awaitable<T> awaitable) {
    engine.checkOpen();
    engine.checkFree();
    Future<T> future = engine.ensureFuture(awaitable);
    StopWhenDone stopper = new StopWhenDone(future);
    Futures.addWaiter(future, stopper);
    boolean outer = engine.resultAwaited;
    engine.resultAwaited = true;
    engine.deadlockTold = false;
    try {
      runForever();
    } catch (Throwable leaving) {
      if (future != awaitable) {
        // Nobody else has this task.
        Futures.markRetrieved(future);
      }
      throw leaving;
    } finally {
      engine.resultAwaited = outer;
      stopper.withdraw();
    }
    if (!future.isDone()) {
      throw new IllegalStateException("the event loop was stopped before its future was done");
    }
    return future.result();
  }

  protected void runForever() {
    beginRun();
    try {
      do {
        engine.passes(!stopping);
        engine.failures.passEnded(engine.isIdle());
      } while (!stopping);
    } finally {
      endRun();
    }
  }

  /** Runs passes as long as a condition holds before each, or until {@link #stop} is called. */
  private void runWhile(BooleanSupplier condition) {
    beginRun();
    try {
      while (!stopping && condition.getAsBoolean()) {
        engine.pass(true);
        engine.failures.passEnded(engine.isIdle());
      }
    } finally {
      endRun();
    }
  }

  private void beginRun() {
    engine.checkOpen();
    engine.enter();
  }

  private void endRun() {
    stopping = false;
    engine.endRun();
    if (engine.takeInterrupt()) {
      LoopEngine.interruptAgain();
    }
  }

  /** Has a new loop be run by a host. */
  protected static <T> CompletableFuture<T> host(EventLoop loop, LoopHost host, AsyncBody<T> main) {
    LoopState state = loop;
    return HostedLoop.start(state.engine, host, main);
  }

  protected void stop() {
    engine.checkThread();
    engine.checkNotHosted();
    stopping = true;
    engine.returnAfterPass();
  }

  protected void close() {
    engine.checkNotHosted();
    if (engine.isRunning()) {
      throw new IllegalStateException("cannot close a running event loop");
    }
    if (!engine.isClosed()) {
      LiveLoops.remove((EventLoop) this);
      engine.close();
    }
  }

  protected boolean isRunning() {
    return engine.isRunning();
  }

  protected boolean isClosed() {
    return engine.isClosed();
  }

  // ---------------------------------------------------------------- for tests

  protected void runCurrent() {
    runWhile(engine::hasReady);
  }

  protected void advanceBy(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("the clock cannot go back: " + duration);
    }
    long end = engine.deadline(LoopEngine.nanos(duration));
    TimerHandle arrival = engine.callAt(end, () -> {});
    try {
      runWhile(() -> engine.now() < end || engine.hasReady());
    } finally {
      arrival.cancel();
    }
  }

  protected void advanceUntilIdle() {
    runWhile(engine::hasWork);
  }

  protected void setTimeLimit(Duration limit) {
    engine.checkThread();
    if (limit.isNegative()) {
      throw new IllegalArgumentException("the clock begins at 0: " + limit);
    }
    engine.setLimit(LoopEngine.nanos(limit));
  }

  protected void holdClock() {
    engine.checkThread();
    engine.hold(1);
  }

  protected void releaseClock() {
    engine.checkThread();
    if (engine.holds() == 0) {
      throw new IllegalStateException("the clock is not held");
    }
    engine.hold(-1);
  }

  protected Future<Void> whenAllBlocked() {
    engine.checkUsable();
    return engine.whenQuiet();
  }

  // ---------------------------------------------------------------- looking inside, errors

  protected LoopDump dump() {
    return Dump.take(engine);
  }

  protected void setExceptionHandler(LoopExceptionHandler handler) {
    engine.checkThread();
    engine.failures.setHandler(handler);
  }

  protected void callExceptionHandler(Map<String, Object> context) {
    engine.checkThread();
    engine.failures.report(context);
  }

  protected void defaultExceptionHandler(Map<String, Object> context) {
    Failures.log(context);
  }

  protected void setDebug(boolean on) {
    engine.setDebug(on);
    Unawaited.possible |= on;
  }

  protected void setSlowCallbackDuration(Duration duration) {
    engine.checkThread();
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a step always takes time: " + duration);
    }
    observer.setSlowStep(LoopEngine.nanos(duration));
  }

  protected boolean isDebug() {
    return engine.isDebug();
  }
}
