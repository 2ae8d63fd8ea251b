package dev.fermata;

import dev.fermata.internal.run.LoopState;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * Runs tasks and callbacks in one thread, one after the other.
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
 * <p>Most programs need no more than {@link Fermata#run}; those whose threads are a server's or a
 * framework's, a {@link LoopThread}.
 *
 * <p>asyncio: {@code asyncio.AbstractEventLoop}.
 */
public class EventLoop extends LoopState {
  EventLoop(boolean virtual, Long seed) {
    super(virtual, seed);
  }

  private EventLoop(Poller poller) {
    super(poller);
  }

  /**
   * Makes a loop that follows the real time.
   *
   * <p>asyncio: {@code asyncio.new_event_loop}.
   *
   * @return a new loop; who makes it closes it
   */
  public static EventLoop create() {
    return new EventLoop(false, null);
  }

  /**
   * Makes a loop that follows the real time and waits by another library's means: so that library's
   * channels run in the thread of the loop, between its tasks.
   *
   * <p>asyncio: {@code asyncio.SelectorEventLoop}; with a selector of one's own.
   *
   * @param poller what the loop waits by; {@code dev.fermata.net} cannot be used in this loop then
   * @return a new loop; who makes it closes it
   */
  public static EventLoop create(Poller poller) {
    return new EventLoop(poller);
  }

  /**
   * Makes a loop with a clock of its own, which begins at 0 and jumps to the next timer whenever
   * nothing is ready. An hour of sleeps takes milliseconds, in the same order as in real time. When
   * a real loop would wait for ever, {@link #runUntilComplete} of this loop throws an {@link
   * IllegalStateException} that tells which tasks wait, and where.
   *
   * <p>asyncio: none.
   *
   * @return a new loop; who makes it closes it
   */
  public static VirtualEventLoop createVirtual() {
    return new VirtualEventLoop(null);
  }

  /**
   * Makes a loop as {@link #createVirtual()} does, except that each pass runs its handles in a
   * random order. A test that fails in such a loop depends on an order that nothing guarantees. The
   * same seed gives the same order, as long as the program and this library stay the same.
   *
   * <p>asyncio: none.
   *
   * @param shuffleSeed determines the order
   * @return a new loop; who makes it closes it
   */
  public static VirtualEventLoop createVirtual(long shuffleSeed) {
    return new VirtualEventLoop(shuffleSeed);
  }

  /**
   * Returns the loop that runs the calling code.
   *
   * <p>asyncio: {@code asyncio.get_running_loop}.
   *
   * @return the loop
   * @throws IllegalStateException when the calling thread does not run one
   */
  public static EventLoop running() {
    return runningLoop();
  }

  // ---------------------------------------------------------------- scheduling

  /**
   * Schedules a callback to run in the next pass of this loop. It runs neither inside this call nor
   * in the current pass.
   *
   * <p>asyncio: {@code loop.call_soon}.
   *
   * @param callback what to run, in no task; an error that it throws goes to the exception handler
   * @return the means to cancel it
   */
  @Override
  public Handle callSoon(Runnable callback) {
    return super.callSoon(callback);
  }

  /**
   * As {@link #callSoon}, but may be called from any thread, and wakes the loop.
   *
   * <p>asyncio: {@code loop.call_soon_threadsafe}.
   *
   * @param callback what to run on the loop's thread
   * @return the means to cancel it, on the loop's thread
   */
  @Override
  public Handle callSoonThreadsafe(Runnable callback) {
    return super.callSoonThreadsafe(callback);
  }

  /**
   * Schedules a callback to run after a delay.
   *
   * <p>asyncio: {@code loop.call_later}.
   *
   * @param delay from now; zero or less means in the next pass, behind what is ready then
   * @param callback what to run, in no task; an error that it throws goes to the exception handler
   * @return the means to cancel it
   */
  @Override
  public TimerHandle callLater(Duration delay, Runnable callback) {
    return super.callLater(delay, callback);
  }

  /**
   * Schedules a callback to run at a time.
   *
   * <p>asyncio: {@code loop.call_at}.
   *
   * @param nanos the time on this loop's clock, {@link #time()}; may be past
   * @param callback what to run, in no task; an error that it throws goes to the exception handler
   * @return the means to cancel it
   */
  @Override
  public TimerHandle callAt(long nanos, Runnable callback) {
    return super.callAt(nanos, callback);
  }

  /**
   * Returns this loop's time. May be called from any thread.
   *
   * <p>asyncio: {@code loop.time}; in seconds.
   *
   * @return nanoseconds since the loop was made; it never goes back
   */
  @Override
  public long time() {
    return super.time();
  }

  /**
   * Returns the date and time of this loop, so that code which asks for them can be tested on a
   * virtual clock: {@code EventLoop.running().clock().instant()}. May be called from any thread.
   *
   * <p>asyncio: none.
   *
   * @return a clock in UTC. Of a real loop it is the system's clock; of a virtual loop it begins at
   *     1970-01-01T00:00:00Z and follows {@link #time()}. {@link Clock#offset} lets it begin at
   *     another date
   */
  @Override
  public Clock clock() {
    return super.clock();
  }

  /**
   * Returns how many passes have begun. May be called from any thread; in another thread the result
   * may be out of date.
   *
   * <p>asyncio: none.
   *
   * @return the number of the running pass, 1 being the first
   */
  @Override
  public long iteration() {
    return super.iteration();
  }

  // ---------------------------------------------------------------- futures and tasks

  /**
   * Makes a future of this loop. May be called from any thread.
   *
   * <p>asyncio: {@code loop.create_future}.
   *
   * @param <T> the type of its value
   * @return a pending future, which anybody may complete or cancel
   */
  @Override
  public <T> Future<T> createFuture() {
    return super.createFuture();
  }

  /**
   * Makes a task, and queues its first step, or runs it ({@link #setEagerTasks}). {@link
   * Task#cancel} ends it.
   *
   * <p>asyncio: {@code loop.create_task}.
   *
   * @param <T> the type of its value
   * @param coroutine what the task runs
   * @return the task; unless tasks are eager, nothing of it has run yet
   * @throws IllegalStateException when the coroutine has been used before
   */
  public <T> Task<T> createTask(Coroutine<T> coroutine) {
    return super.createTask(coroutine, null);
  }

  /**
   * Makes a named task, and queues its first step, or runs it ({@link #setEagerTasks}). {@link
   * Task#cancel} ends it.
   *
   * <p>asyncio: {@code loop.create_task}.
   *
   * @param <T> the type of its value
   * @param coroutine what the task runs
   * @param name the task's name; null for the default, "Task-" and a number
   * @return the task; unless tasks are eager, nothing of it has run yet
   * @throws IllegalStateException when the coroutine has been used before
   */
  @Override
  public <T> Task<T> createTask(Coroutine<T> coroutine, String name) {
    return super.createTask(coroutine, name);
  }

  /**
   * Adds an element that follows the tasks and callbacks of this loop into the thread locals of
   * another library. It applies to tasks and callbacks that are created from now on.
   *
   * <p>asyncio: none.
   *
   * @param element what captures the state of a task, and puts it on the thread for each step
   * @throws NullPointerException when {@code element} is null
   * @throws IllegalStateException when the loop is closed, or another thread runs it
   */
  @Override
  public void addContextElement(ContextElement<?> element) {
    super.addContextElement(element);
  }

  /**
   * Sets whether new tasks start at once. The first step of such a task runs inside the call that
   * makes it, even if {@code gather}, a {@link TaskGroup} or another part of this library makes the
   * task. A task whose body never has to wait is done when that call returns, and takes no pass.
   * Tasks that are made while the loop does not run are always queued.
   *
   * <p>asyncio: {@code asyncio.eager_task_factory}.
   *
   * @param on whether tasks start at once; they do not unless this is called
   */
  @Override
  public void setEagerTasks(boolean on) {
    super.setEagerTasks(on);
  }

  /**
   * Returns the unfinished tasks.
   *
   * <p>asyncio: {@code asyncio.all_tasks}; without an order.
   *
   * @return a snapshot, in the order of creation
   */
  @Override
  public Set<Task<?>> allTasks() {
    return super.allTasks();
  }

  // ---------------------------------------------------------------- other threads

  /**
   * Submits a coroutine to this loop. May be called from any thread.
   *
   * <p>asyncio: {@code asyncio.run_coroutine_threadsafe}.
   *
   * @param <T> the type of the value
   * @param body makes the coroutine; called on the loop's thread, in the task
   * @return completed on the loop's thread with the coroutine's value, or with its failure as it
   *     is; with an {@link IllegalStateException} when the loop is closed before. Cancelling it
   *     cancels the coroutine's task
   */
  @Override
  public <T> CompletableFuture<T> submit(AsyncBody<T> body) {
    return super.submit(body);
  }

  /**
   * Runs a job in an executor.
   *
   * <p>asyncio: {@code loop.run_in_executor}.
   *
   * @param <T> the type of the value
   * @param executor the executor; null for this loop's default one
   * @param callable the job
   * @return the job's outcome. Cancelling it drops a job that has not started, and lets one that
   *     runs go on
   * @throws IllegalStateException when the default executor has been shut down
   */
  @Override
  public <T> Future<T> runInExecutor(Executor executor, Callable<T> callable) {
    return super.runInExecutor(executor, callable);
  }

  /**
   * Sets the executor for jobs without one. It replaces a pool of up to 32 daemon threads.
   *
   * <p>asyncio: {@code loop.set_default_executor}.
   *
   * @param executor the executor; shut down when the loop is closed
   */
  @Override
  public void setDefaultExecutor(ExecutorService executor) {
    super.setDefaultExecutor(executor);
  }

  // ---------------------------------------------------------------- running

  /**
   * Runs this loop until an awaitable is done, and for one more pass.
   *
   * <p>asyncio: {@code loop.run_until_complete}.
   *
   * @param <T> the type of the value
   * @param awaitable a future of this loop, or a coroutine, which becomes a task
   * @return its value
   * @throws IllegalStateException when this loop or another one runs in this thread already, or
   *     when {@link #stop} ended the run before. A failure of the awaitable is thrown as it is
   */
  @Override
  public <T> T runUntilComplete(Awaitable<T> awaitable) {
    return super.runUntilComplete(awaitable);
  }

  /**
   * Runs this loop until {@link #stop} is called. If {@code stop} was called before, the loop runs
   * one pass, which does not wait.
   *
   * <p>asyncio: {@code loop.run_forever}.
   *
   * @throws IllegalStateException when this loop or another one runs in this thread already
   */
  @Override
  public void runForever() {
    super.runForever();
  }

  /**
   * Runs a coroutine in a new loop, in a thread that is not ours: that of a user interface, of a
   * framework, or of a game. That thread runs the loop turn by turn, between its other work; a turn
   * takes 16 passes or a millisecond, whichever is less.
   *
   * <p>Between two turns the thread's other code is outside of the loop: {@code createTask}, {@code
   * currentTask} and {@code await} behave as in a thread without one. But methods of the loop and
   * of its futures that belong to its thread may be called there. Several loops may have one host.
   * A turn is never run inside of another one of the same loop: while a step waits for the host's
   * events, as one that opens a modal dialog does, the loop stands still.
   *
   * <p>The loop ends with the coroutine, as in {@link Fermata#run}: the other tasks are cancelled
   * and waited for, and it is closed. {@link #runUntilComplete}, {@link #runForever}, {@link #stop}
   * and {@link #close} are refused. No thread is needed while the loop has no channels; one waits
   * for those. Signals and the shutdown of the JVM are the host's.
   *
   * <p>asyncio: none; Trio has {@code start_guest_run}.
   *
   * @param <T> the type of the value
   * @param host the thread that is not ours
   * @param main makes the coroutine; called in the first turn, in the task
   * @return completed when the loop is closed, with the coroutine's value or with its failure as it
   *     is; with an {@link IllegalStateException} when the host ends before: what is left is
   *     cancelled then, in last turns that do not wait for anything. Cancelling it cancels the
   *     coroutine
   */
  public static <T> CompletableFuture<T> runHosted(LoopHost host, AsyncBody<T> main) {
    return host(
        new EventLoop(false, null),
        Objects.requireNonNull(host, "host"),
        Objects.requireNonNull(main, "main"));
  }

  /**
   * Ends the run after the current pass. What is queued meanwhile stays queued.
   *
   * <p>asyncio: {@code loop.stop}.
   *
   * @throws IllegalStateException when the loop is hosted ({@link #runHosted})
   */
  @Override
  public void stop() {
    super.stop();
  }

  /**
   * Drops everything that is queued, and reports the failures that nobody has asked for. Afterwards
   * this library holds neither the loop nor what it ran. Generators that are left open stay open,
   * and their bodies do not run again ({@link Runner} closes them before). A second call has no
   * effect.
   *
   * <p>asyncio: {@code loop.close}.
   *
   * @throws IllegalStateException when the loop runs, or is hosted
   */
  @Override
  public void close() {
    super.close();
  }

  /**
   * Returns whether the loop runs. May be called from any thread.
   *
   * <p>asyncio: {@code loop.is_running}.
   *
   * @return true while a thread runs it
   */
  @Override
  public boolean isRunning() {
    return super.isRunning();
  }

  /**
   * Returns whether {@link #close} has been called. May be called from any thread.
   *
   * <p>asyncio: {@code loop.is_closed}.
   *
   * @return true once it has
   */
  @Override
  public boolean isClosed() {
    return super.isClosed();
  }

  // ---------------------------------------------------------------- for tests

  /**
   * Returns a future that is done as soon as all other tasks are blocked: nothing is ready, and no
   * timer is due. A virtual clock does not jump before that.
   *
   * <p>asyncio: none; Trio has {@code wait_all_tasks_blocked}.
   *
   * @return a pending future; it may be cancelled
   */
  @Override
  public Future<Void> whenAllBlocked() {
    return super.whenAllBlocked();
  }

  // ---------------------------------------------------------------- looking inside

  /**
   * Records what all tasks of this loop are doing. May be called from any thread.
   *
   * <p>If another thread runs the loop, that thread makes the dump between two steps, so the dump
   * is exact. If it does not do so within half a second, because a step takes longer, the calling
   * thread makes the dump and adds the stack of the loop's thread. The dump then says that it is
   * not exact.
   *
   * <p>asyncio: {@code asyncio.print_call_graph}; of one task, since 3.14.
   *
   * @return the picture; of the oldest 10,000 tasks where there are more
   */
  @Override
  public LoopDump dump() {
    return super.dump();
  }

  // ---------------------------------------------------------------- errors

  /**
   * Sets the handler of errors that no code receives: errors of callbacks, failures of futures that
   * nobody asks for, and errors that happen while a {@link Runner} closes.
   *
   * <p>asyncio: {@code loop.set_exception_handler}.
   *
   * @param handler the handler; null for {@link #defaultExceptionHandler}
   */
  @Override
  public void setExceptionHandler(LoopExceptionHandler handler) {
    super.setExceptionHandler(handler);
  }

  /**
   * Passes an error to the exception handler. If the handler throws, the default handler reports
   * both errors.
   *
   * <p>asyncio: {@code loop.call_exception_handler}.
   *
   * @param context what is known, as {@link LoopExceptionHandler#handle} describes it
   */
  @Override
  public void callExceptionHandler(Map<String, Object> context) {
    super.callExceptionHandler(context);
  }

  /**
   * Writes an error to the logger {@code dev.fermata}. This is the handler when no other is set.
   * May be called from any thread. It never throws: if the logging or an object of the context
   * throws, a line on standard error says what could not be reported, and why.
   *
   * <p>asyncio: {@code loop.default_exception_handler}.
   *
   * @param context what is known, as {@link LoopExceptionHandler#handle} describes it
   */
  @Override
  public void defaultExceptionHandler(Map<String, Object> context) {
    super.defaultExceptionHandler(context);
  }

  /**
   * Turns debug mode on or off. It is on from the beginning when the system property {@code
   * fermata.debug} is {@code true}. In debug mode
   *
   * <ul>
   *   <li>tasks and callbacks remember the code that made them ({@link Task#creationStack}), and
   *       reports of their failures show it;
   *   <li>a coroutine of an asynchronous method that was made in this loop and never used is
   *       reported when it is collected, or when the loop is closed;
   *   <li>a step that takes longer than {@link #setSlowCallbackDuration} is reported when it has
   *       ended, with the place where it was when the limit was reached;
   *   <li>when {@link #runUntilComplete} has nothing to run, and knows of nothing that could change
   *       that, it reports which tasks wait, and where. It does not if other threads have called
   *       this loop on their own, because they may do so again.
   * </ul>
   *
   * These reports go to the exception handler, as {@link LoopExceptionHandler#handle} describes.
   *
   * <p>asyncio: {@code loop.set_debug}.
   *
   * @param on whether debug mode is on
   */
  @Override
  public void setDebug(boolean on) {
    super.setDebug(on);
  }

  /**
   * Sets how long a step of a task or a callback may take before debug mode reports it.
   *
   * <p>asyncio: {@code loop.slow_callback_duration}.
   *
   * @param duration the limit, in real time also in a virtual loop; 100 ms unless this is called
   * @throws IllegalArgumentException when it is not positive
   */
  @Override
  public void setSlowCallbackDuration(Duration duration) {
    super.setSlowCallbackDuration(duration);
  }

  /**
   * Returns whether debug mode is on. May be called from any thread.
   *
   * <p>asyncio: {@code loop.get_debug}.
   *
   * @return true when it is
   */
  @Override
  public boolean isDebug() {
    return super.isDebug();
  }
}
