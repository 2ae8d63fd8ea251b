package dev.fermata;

import dev.fermata.loop.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

/**
 * Runs tasks and callbacks in one thread, one after the other; asyncio's event loop.
 *
 * <p>It works in passes. A pass waits until something is ready, puts the timers that are due behind
 * it, and then runs what is in the queue at that moment; what is queued meanwhile waits for the
 * next pass. Everything runs in the order in which it was queued, timers in the order of their
 * deadlines, equal ones in the order in which they were made.
 *
 * <p>While a loop runs, its methods and those of its futures and tasks belong to the thread that
 * runs it; calls from other threads are an {@link IllegalStateException}, except for the methods
 * that say otherwise. A loop that does not run may be used by one thread at a time. Scheduling
 * anything on a closed loop is an {@link IllegalStateException}.
 *
 * <p>Most programs need no more than {@link Fermata#run}.
 */
public final class EventLoop {
  final LoopEngine engine;
  final Moments moments;

  /** What futures that are no tasks know this loop by. */
  final Moment origin;

  final TaskList tasks = new TaskList();
  final Failures failures = new Failures(this);
  final Generators generators = new Generators(this);
  final Executors executors = new Executors(this);

  boolean debug;

  /** Coroutines that were made in debug mode and nobody has used; any thread removes from it. */
  final Set<Unawaited> unawaited = ConcurrentHashMap.newKeySet();

  /** Views of pending futures that are no tasks; weak, for a pending future may be forgotten. */
  final Set<LoopView<?>> views =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private volatile boolean closed;
  private boolean stopping;
  private boolean eager;
  private long tasksMade;

  private EventLoop(Clock clock, Random order) {
    engine = new LoopEngine(this, clock, order);
    origin = new Moment(engine, 0, 0);
    moments = new Moments(engine);
    engine.look();
    if (Boolean.getBoolean("fermata.debug")) {
      setDebug(true);
    }
    LiveLoops.add(this);
  }

  /**
   * Makes a loop that follows the real time. asyncio's {@code new_event_loop}.
   *
   * @return a new loop; who makes it closes it
   */
  public static EventLoop create() {
    return new EventLoop(Clock.real(), null);
  }

  /**
   * Makes a loop with a clock of its own, which begins at 0 and jumps to the next timer whenever
   * nothing is ready: an hour of sleeps takes milliseconds, in the same order as in real time.
   * Where a real loop would wait for ever, {@link #runUntilComplete} of this one throws an {@link
   * IllegalStateException} that tells which tasks wait, and where. asyncio has no such loop.
   *
   * @return a new loop; who makes it closes it
   */
  public static EventLoop createVirtual() {
    return new EventLoop(Clock.virtual(), null);
  }

  /**
   * Makes a loop as {@link #createVirtual()} does, but each pass runs what it finds in a random
   * order: a test that fails in such a loop depends on an order that it has not asked for. The same
   * seed gives the same order again, as long as the program and this library stay the same. asyncio
   * has no such loop.
   *
   * @param shuffleSeed determines the order
   * @return a new loop; who makes it closes it
   */
  public static EventLoop createVirtual(long shuffleSeed) {
    return new EventLoop(Clock.virtual(), new Random(shuffleSeed));
  }

  /**
   * The loop that runs the calling code; asyncio's {@code get_running_loop}.
   *
   * @return the loop
   * @throws IllegalStateException when the calling thread does not run one
   */
  public static EventLoop running() {
    EventLoop loop = OwnedEngine.runningLoop();
    if (loop == null) {
      throw Untransformed.noneRunning();
    }
    return loop;
  }

  static EventLoop runningOrNull() {
    return OwnedEngine.runningLoop();
  }

  // ---------------------------------------------------------------- scheduling

  /**
   * Has a callback run in the next pass, or in this one's remainder never: never inside this call.
   * asyncio's {@code loop.call_soon}.
   *
   * @param callback what to run, in no task; an error that it throws goes to the exception handler
   * @return the means to cancel it
   */
  public Handle callSoon(Runnable callback) {
    checkUsable();
    Handle handle = new Handle(this, callback);
    engine.add(handle);
    return handle;
  }

  /**
   * As {@link #callSoon}, but may be called from any thread, and wakes the loop.
   *
   * @param callback what to run on the loop's thread
   * @return the means to cancel it, on the loop's thread
   */
  public Handle callSoonThreadsafe(Runnable callback) {
    checkOpen();
    Handle handle = new Handle(this, callback);
    noteStranger();
    addFromAnywhere(handle);
    return handle;
  }

  /**
   * Threads call that this loop knows nothing of. What one of them has noted no other takes back.
   */
  private void noteStranger() {
    if (isRunning() && !isInLoop()) {
      engine.calledByStrangers = true;
    }
  }

  /** Queues what {@link LoopEngine} can run, from any thread. */
  void addFromAnywhere(Object handle) {
    if (isInLoop()) {
      engine.add(handle);
    } else {
      engine.addFromOutside(handle);
    }
  }

  /**
   * Has a callback run after a time. asyncio's {@code loop.call_later}.
   *
   * @param delay from now; zero or less means in the next pass, behind what is ready then
   * @param callback what to run, in no task; an error that it throws goes to the exception handler
   * @return the means to cancel it
   */
  public TimerHandle callLater(Duration delay, Runnable callback) {
    return callAt(deadline(nanos(delay)), callback);
  }

  /**
   * Has a callback run at a time. asyncio's {@code loop.call_at}.
   *
   * @param nanos the time on this loop's clock, {@link #time()}; may be past
   * @param callback what to run, in no task; an error that it throws goes to the exception handler
   * @return the means to cancel it
   */
  public TimerHandle callAt(long nanos, Runnable callback) {
    checkUsable();
    TimerHandle timer = new TimerHandle(this, callback, nanos);
    engine.addTimer(nanos, timer);
    return timer;
  }

  <T> SleepFuture<T> startTimer(long nanos, T value) {
    SleepFuture<T> sleep = new SleepFuture<>(this, value);
    engine.addTimer(deadline(nanos), sleep);
    return sleep;
  }

  /** A duration in nanoseconds, cut to what a long holds: some 292 years. */
  static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException tooLong) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** The time {@code nanos} from now, cut to the last but one that a long holds. */
  long deadline(long nanos) {
    long now = engine.now();
    return nanos > Long.MAX_VALUE - 1 - now ? Long.MAX_VALUE - 1 : now + nanos;
  }

  /**
   * This loop's time; may be called from any thread. asyncio's {@code loop.time}. That counts
   * seconds.
   *
   * @return nanoseconds since the loop was made; it never goes back
   */
  public long time() {
    return engine.now();
  }

  /**
   * How many passes have begun; may be called from any thread, and there tells what was so a moment
   * ago. asyncio does not count them.
   *
   * @return the number of the running pass, 1 being the first
   */
  public long iteration() {
    return engine.passes();
  }

  // ---------------------------------------------------------------- futures and tasks

  /**
   * Makes a future of this loop; may be called from any thread. asyncio's {@code
   * loop.create_future}.
   *
   * @param <T> the type of its value
   * @return a pending future, which anybody may complete or cancel
   */
  public <T> Future<T> createFuture() {
    return new Future<>(this);
  }

  /**
   * Makes a task, and queues its first step, or runs it ({@link #setEagerTasks}). asyncio's {@code
   * loop.create_task}. {@link Task#cancel} ends it.
   *
   * @param <T> the type of its value
   * @param coroutine what the task runs
   * @return the task; unless tasks are eager, nothing of it has run yet
   * @throws IllegalStateException when the coroutine has been used before
   */
  public <T> Task<T> createTask(Coroutine<T> coroutine) {
    return createTask(coroutine, null);
  }

  /**
   * Makes a named task, and queues its first step, or runs it ({@link #setEagerTasks}). asyncio's
   * {@code loop.create_task}. {@link Task#cancel} ends it.
   *
   * @param <T> the type of its value
   * @param coroutine what the task runs
   * @param name the task's name; null for the default, "Task-" and a number
   * @return the task; unless tasks are eager, nothing of it has run yet
   * @throws IllegalStateException when the coroutine has been used before
   */
  public <T> Task<T> createTask(Coroutine<T> coroutine, String name) {
    Task<T> task = newTask(coroutine, name, Variables.inheritedIn(this));
    if (eager && isInLoop()) {
      task.stepInside();
    } else {
      engine.add(task);
    }
    return task;
  }

  /**
   * Sets whether new tasks start at once; asyncio's {@code eager_task_factory}. The first step of
   * such a task runs inside the call that makes it, also where {@code gather}, a {@link TaskGroup}
   * or another part of this library does; a task whose body never has to wait is done when that
   * call returns, and takes no pass. Tasks that are made while the loop does not run are queued in
   * any case.
   *
   * @param on whether tasks start at once; they do not unless this is called
   */
  public void setEagerTasks(boolean on) {
    checkThread();
    eager = on;
  }

  /** Makes a task that is not queued. */
  <T> Task<T> newTask(Coroutine<T> coroutine, String name, Variables inherited) {
    checkUsable();
    Task<T> task = new Task<>(this, coroutine, name, tasksMade + 1, inherited);
    if (name == null) {
      tasksMade++;
    }
    tasks.add(task);
    if (Flight.recorded) {
      task.startRecord();
    }
    return task;
  }

  /**
   * The unfinished tasks. asyncio's {@code all_tasks}. That is a set without an order.
   *
   * @return a snapshot, in the order of creation
   */
  public Set<Task<?>> allTasks() {
    checkThread();
    return tasks.snapshot();
  }

  // ---------------------------------------------------------------- other threads

  /**
   * Has this loop run a coroutine; may be called from any thread. asyncio's {@code
   * run_coroutine_threadsafe}.
   *
   * @param <T> the type of the value
   * @param body makes the coroutine; called on the loop's thread, in the task
   * @return completed on the loop's thread with the coroutine's value, or with its failure as it
   *     is; with an {@link IllegalStateException} when the loop is closed before. Cancelling it
   *     cancels the coroutine's task
   */
  public <T> CompletableFuture<T> submit(AsyncBody<T> body) {
    if (body == null) {
      throw new NullPointerException("body");
    }
    checkOpen();
    noteStranger();
    return Stages.submit(body, this);
  }

  /**
   * Has an executor run a job. asyncio's {@code loop.run_in_executor}.
   *
   * @param <T> the type of the value
   * @param executor the executor; null for this loop's default one
   * @param callable the job
   * @return the job's outcome. Cancelling it drops a job that has not started, and lets one that
   *     runs go on
   * @throws IllegalStateException when the default executor has been shut down
   */
  public <T> Future<T> runInExecutor(Executor executor, Callable<T> callable) {
    checkUsable();
    return executors.start(executor, new Job<>(this, callable, null));
  }

  /**
   * Sets the executor for jobs without one, in place of a pool of up to 32 daemon threads.
   * asyncio's {@code loop.set_default_executor}.
   *
   * @param executor the executor; shut down when the loop is closed
   */
  public void setDefaultExecutor(ExecutorService executor) {
    checkUsable();
    executors.setDefault(executor);
  }

  // ---------------------------------------------------------------- running

  /**
   * Runs this loop until something is done, and one pass more. asyncio's {@code
   * loop.run_until_complete}.
   *
   * @param <T> the type of the value
   * @param awaitable a future of this loop, or a coroutine, which becomes a task
   * @return its value
   * @throws IllegalStateException when this loop or another one runs in this thread already, or
   *     when {@link #stop} ended the run before. A failure of the awaitable is thrown as it is
   */
  public <T> T runUntilComplete(Awaitable<T> awaitable) {
    checkOpen();
    engine.checkFree();
    Future<T> future = ensureFuture(awaitable);
    Stopper stopper = new Stopper(future);
    future.addWaiter(stopper);
    boolean outer = engine.resultAwaited;
    engine.resultAwaited = true;
    engine.deadlockTold = false;
    try {
      runForever();
    } catch (Throwable leaving) {
      if (future != awaitable) {
        // Nobody else knows of this task.
        future.hear();
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

  /**
   * Runs this loop until {@link #stop} is called. After a stop before the run there is one pass,
   * which does not wait. asyncio's {@code loop.run_forever}.
   *
   * @throws IllegalStateException when this loop or another one runs in this thread already
   */
  public void runForever() {
    beginRun();
    try {
      do {
        engine.passes(!stopping);
        failures.passEnded(engine.isIdle());
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
        failures.passEnded(engine.isIdle());
      }
    } finally {
      endRun();
    }
  }

  private void beginRun() {
    checkOpen();
    engine.enter(this);
  }

  private void endRun() {
    stopping = false;
    moments.expire();
    engine.leave();
    if (engine.takeInterrupt()) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the run after the pass that is under way; what is queued meanwhile stays queued. asyncio's
   * {@code loop.stop}.
   */
  public void stop() {
    checkThread();
    stopping = true;
    engine.returnAfterPass();
  }

  /**
   * Drops everything that is queued, and reports the failures that nobody has asked for. A second
   * call has no effect. asyncio's {@code loop.close}.
   *
   * @throws IllegalStateException when the loop runs
   */
  public void close() {
    if (isRunning()) {
      throw new IllegalStateException("cannot close a running event loop");
    }
    if (!closed) {
      closed = true;
      LiveLoops.remove(this);
      executors.close();
      failures.close();
      unawaited.forEach(Unawaited::report);
      tasks.each(Task::abandon);
      Set.copyOf(views).forEach(LoopView::loopClosed);
      engine.clear();
    }
  }

  /**
   * Whether the loop runs; may be called from any thread. asyncio's {@code loop.is_running}.
   *
   * @return true while a thread runs it
   */
  public boolean isRunning() {
    return engine.isRunning();
  }

  /**
   * Whether {@link #close} has been called; may be called from any thread. asyncio's {@code
   * loop.is_closed}.
   *
   * @return true once it has
   */
  public boolean isClosed() {
    return closed;
  }

  // ---------------------------------------------------------------- for tests

  /**
   * Runs what is ready, and what becomes so meanwhile, until nothing is ready at the present time.
   * The clock stands still. asyncio has no clock that can be moved.
   *
   * @throws IllegalStateException when this is no virtual loop, or this loop or another one runs in
   *     this thread already
   */
  public void runCurrent() {
    checkVirtual();
    runWhile(engine::hasReady);
  }

  /**
   * Lets the clock go forward, and runs everything that becomes ready on the way, in the order of
   * time, up to and including what is due at the end. asyncio has no clock that can be moved.
   *
   * @param duration how far; not negative
   * @throws IllegalStateException as {@link #runCurrent}
   */
  public void advanceBy(Duration duration) {
    checkVirtual();
    if (duration.isNegative()) {
      throw new IllegalArgumentException("the clock cannot go back: " + duration);
    }
    long end = deadline(nanos(duration));
    TimerHandle arrival = callAt(end, () -> {});
    try {
      runWhile(() -> time() < end || engine.hasReady());
    } finally {
      arrival.cancel();
    }
  }

  /**
   * Runs until nothing is ready, no timer runs, and no job of this loop is under way in another
   * thread; the clock jumps from timer to timer. Tasks that wait for anything else are left as they
   * are. This never returns while a task sleeps again and again. asyncio has no clock that can be
   * moved.
   *
   * @throws IllegalStateException as {@link #runCurrent}
   */
  public void advanceUntilIdle() {
    checkVirtual();
    runWhile(engine::hasWork);
  }

  /**
   * A future that is done as soon as all other tasks are blocked: nothing is ready, and no timer is
   * due. A virtual clock does not jump before that. Trio's {@code wait_all_tasks_blocked}.
   *
   * @return a pending future; it may be cancelled
   */
  public Future<Void> whenAllBlocked() {
    checkUsable();
    return engine.whenQuiet();
  }

  private void checkVirtual() {
    if (!engine.isVirtual()) {
      throw new IllegalStateException("the clock of this event loop cannot be moved");
    }
  }

  // ---------------------------------------------------------------- looking inside

  /**
   * Takes down what all tasks of this loop are doing; may be called from any thread.
   *
   * <p>While another thread runs the loop, it is asked to do this between two steps, and so gives
   * an exact picture. When it does not come to that within half a second, because one step takes
   * longer, the picture is taken from outside, with the stack of the loop's thread; it then says
   * that it is not exact. asyncio has {@code print_call_graph} for one task, since 3.14.
   *
   * @return the picture; of the oldest 10,000 tasks where there are more
   */
  public LoopDump dump() {
    return LoopDump.take(this);
  }

  /** The thread that runs this loop; null while none does. */
  Thread owner() {
    return engine.owner();
  }

  // ---------------------------------------------------------------- errors

  /**
   * Sets what takes the errors that no code receives: those of callbacks, failures of futures that
   * nobody asks for, and those that happen while a {@link Runner} closes. asyncio's {@code
   * loop.set_exception_handler}.
   *
   * @param handler the handler; null for {@link #defaultExceptionHandler}
   */
  public void setExceptionHandler(ExceptionHandler handler) {
    checkThread();
    failures.setHandler(handler);
  }

  /**
   * Gives an error to the exception handler. When that throws, the default one takes both.
   * asyncio's {@code loop.call_exception_handler}.
   *
   * @param context what is known, as {@link ExceptionHandler#handle} describes it
   */
  public void callExceptionHandler(Map<String, Object> context) {
    checkThread();
    failures.report(context);
  }

  /**
   * Writes an error to the logger {@code dev.fermata}; what happens where no handler is set. It may
   * be called from any thread. asyncio's {@code loop.default_exception_handler}.
   *
   * @param context what is known, as {@link ExceptionHandler#handle} describes it
   */
  public void defaultExceptionHandler(Map<String, Object> context) {
    Failures.log(context);
  }

  /**
   * Turns debug mode on or off; asyncio's {@code loop.set_debug}. It is on from the beginning when
   * the system property {@code fermata.debug} is {@code true}. In debug mode
   *
   * <ul>
   *   <li>tasks and callbacks remember what made them ({@link Task#creationStack}), and reports of
   *       their failures tell it;
   *   <li>a coroutine of an asynchronous method that was made in this loop and never used is
   *       reported when it is collected, or when the loop is closed;
   *   <li>a step that takes longer than {@link #setSlowCallbackDuration} is reported when it has
   *       ended, with the place where it was seen at that limit;
   *   <li>{@link #runUntilComplete} that has nothing to run, and knows of nothing that could change
   *       that, says which tasks wait, and where; unless other threads have called this loop by
   *       themselves, and so may do it again.
   * </ul>
   *
   * These reports go to the exception handler, as {@link ExceptionHandler#handle} describes.
   *
   * @param on whether debug mode is on
   */
  public void setDebug(boolean on) {
    checkThread();
    debug = on;
    engine.look();
    Unawaited.possible |= on;
  }

  /**
   * Sets how long a step of a task or a callback may take before debug mode reports it; asyncio's
   * {@code slow_callback_duration}.
   *
   * @param duration the limit, in real time also in a virtual loop; 100 ms unless this is called
   * @throws IllegalArgumentException when it is not positive
   */
  public void setSlowCallbackDuration(Duration duration) {
    checkThread();
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a step always takes time: " + duration);
    }
    engine.slowStepNanos = nanos(duration);
  }

  /**
   * Whether debug mode is on; may be called from any thread. asyncio's {@code loop.get_debug}.
   *
   * @return true when it is
   */
  public boolean isDebug() {
    return debug;
  }

  // ---------------------------------------------------------------- guards

  /** Whether the calling code runs in this loop. */
  boolean isInLoop() {
    return engine.isCurrent();
  }

  /** The context variables that the running code sees. */
  Variables variables() {
    return engine.context.variables;
  }

  void setVariables(Variables variables) {
    engine.context.variables = variables;
  }

  /** Throws when another thread runs this loop. */
  void checkThread() {
    engine.checkThread();
  }

  private void checkOpen() {
    if (closed) {
      throw closed();
    }
  }

  static IllegalStateException closed() {
    return new IllegalStateException("the event loop is closed");
  }

  /** Throws when nothing can be scheduled here by the calling thread. */
  void checkUsable() {
    checkOpen();
    checkThread();
  }

  /** As {@link Fermata#ensureFuture}, in this loop. */
  <T> Future<T> ensureFuture(Awaitable<T> awaitable) {
    if (awaitable instanceof Future<T> future) {
      if (future.loop() != this) {
        throw new IllegalArgumentException(future.foreign());
      }
      return future;
    }
    return createTask(
        awaitable instanceof Coroutine<T> coroutine
            ? coroutine
            : new AwaitingCoroutine<>(awaitable));
  }
}
