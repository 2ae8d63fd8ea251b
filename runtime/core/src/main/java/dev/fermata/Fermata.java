package dev.fermata;

import dev.fermata.internal.bridge.Stages;
import dev.fermata.internal.combine.AsCompleted;
import dev.fermata.internal.combine.GatherFuture;
import dev.fermata.internal.combine.MapConcurrent;
import dev.fermata.internal.combine.ShieldFuture;
import dev.fermata.internal.combine.WaitCoroutine;
import dev.fermata.internal.combine.WaitForCoroutine;
import dev.fermata.internal.combine.WithTimeoutCoroutine;
import dev.fermata.internal.core.BodyCoroutine;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SleepCoroutine;
import dev.fermata.internal.core.Tasks;
import dev.fermata.internal.core.Untransformed;
import dev.fermata.internal.core.YieldCoroutine;
import dev.fermata.internal.threads.ExecutorCoroutine;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/**
 * What programs with asynchronous methods call: to await, to run, to make tasks, to wait for
 * several things, to set limits. Meant for {@code import static}.
 *
 * <p>Functions that need an event loop use the one that runs the calling code, and throw {@link
 * IllegalStateException} when there is none. If the reason is that an asynchronous method has not
 * been transformed, and so runs when it is called, the error names the method.
 *
 * <p>asyncio: {@code asyncio}.
 */
public final class Fermata {
  private Fermata() {}

  // ---------------------------------------------------------------- await

  /**
   * Waits for something and returns its value. The transformer replaces this call. It is allowed in
   * methods marked with {@link Async} and in lambdas.
   *
   * <p>If the awaitable is done already, its value is returned at once. A coroutine is simply run.
   * The task lets others run only if there is something to wait for. Cancelling the task while it
   * waits here throws a {@link CancelledError}.
   *
   * <p>asyncio: {@code await}.
   *
   * @param <T> the type of the value
   * @param awaitable a coroutine, a future, a task, or another awaitable; not null
   * @return its value. Its failure is thrown as it is, checked exceptions too
   * @throws IllegalStateException when the calling method was not transformed
   */
  public static <T> T await(Awaitable<T> awaitable) {
    throw Untransformed.awaited();
  }

  /**
   * Waits for a stage, for example a {@link java.util.concurrent.CompletableFuture}. The
   * transformer replaces this call.
   *
   * <p>Cancelling the task while it waits here cancels the stage's future, and throws a {@link
   * CancelledError}. A stage that was cancelled throws one, too.
   *
   * <p>asyncio: {@code await}; of a wrapped future.
   *
   * @param <T> the type of the value
   * @param stage the stage; not null
   * @return its value. Its failure is thrown as it is, not wrapped in a {@link
   *     java.util.concurrent.CompletionException}
   * @throws IllegalStateException when the calling method was not transformed
   */
  public static <T> T await(CompletionStage<T> stage) {
    throw Untransformed.awaited();
  }

  /**
   * Makes a coroutine of an asynchronous lambda. The lambda is called only when the coroutine first
   * runs. Cancelling the task that runs it throws a {@link CancelledError} where the lambda waits.
   *
   * <p>asyncio: none; a local {@code async def} takes its place.
   *
   * @param <T> the type of its value
   * @param body the lambda
   * @return a new coroutine
   */
  public static <T> Coroutine<T> async(AsyncBody<T> body) {
    if (body == null) {
      throw new NullPointerException("body");
    }
    return new BodyCoroutine<>(body);
  }

  // ---------------------------------------------------------------- running

  /**
   * Runs a coroutine in a new event loop, as the main function of a program. When the coroutine has
   * ended, this cancels the remaining tasks, waits for them, and closes the loop.
   *
   * <p>asyncio: {@code asyncio.run}.
   *
   * @param <T> the type of the value
   * @param main the coroutine
   * @return its value. Its failure is thrown as it is
   * @throws IllegalStateException when the calling thread runs an event loop already
   */
  public static <T> T run(Coroutine<T> main) {
    Runner.checkOutside();
    try (Runner runner = new Runner().single()) {
      return runner.run(main);
    }
  }

  /**
   * Runs a coroutine in a given event loop, and closes it.
   *
   * <p>asyncio: {@code asyncio.run}; with a {@code loop_factory}.
   *
   * @param <T> the type of the value
   * @param main the coroutine
   * @param loop the loop, for example {@link EventLoop#createVirtual()}
   * @return the coroutine's value. Its failure is thrown as it is
   * @throws IllegalStateException when the calling thread runs an event loop already
   */
  public static <T> T run(Coroutine<T> main, EventLoop loop) {
    Runner.checkOutside();
    try (Runner runner = Runner.of(loop).single()) {
      return runner.run(main);
    }
  }

  // ---------------------------------------------------------------- tasks

  /**
   * Makes a task in the running loop. {@link Task#cancel} ends it.
   *
   * <p>asyncio: {@code asyncio.create_task}.
   *
   * @param <T> the type of its value
   * @param coroutine what the task runs
   * @return the task; its first step is queued, nothing of it has run yet
   * @throws IllegalStateException when the coroutine has been used before, or no loop runs
   */
  public static <T> Task<T> createTask(Coroutine<T> coroutine) {
    return EventLoop.running().createTask(coroutine);
  }

  /**
   * Makes a named task in the running loop. {@link Task#cancel} ends it.
   *
   * <p>asyncio: {@code asyncio.create_task}.
   *
   * @param <T> the type of its value
   * @param coroutine what the task runs
   * @param name the task's name; null for the default
   * @return the task; its first step is queued, nothing of it has run yet
   * @throws IllegalStateException when the coroutine has been used before, or no loop runs
   */
  public static <T> Task<T> createTask(Coroutine<T> coroutine, String name) {
    return EventLoop.running().createTask(coroutine, name);
  }

  /**
   * Makes a task of an asynchronous lambda in the running loop: {@code createTask(() ->
   * load(name))}. {@link Task#cancel} ends it.
   *
   * <p>The lambda is called in the task. So exceptions that its method declares, checked ones too,
   * are the task's, and the calling code has none to catch; what it reads of the calling code's
   * objects, it reads when the task begins.
   *
   * <p>asyncio: {@code asyncio.create_task}.
   *
   * @param <T> the type of its value
   * @param body called at the first step of the task, and not at all when that is cancelled before
   * @return the task; its first step is queued, nothing of it has run yet
   * @throws IllegalStateException when no loop runs
   * @throws NullPointerException when {@code body} is null
   */
  public static <T> Task<T> createTask(AsyncBody<T> body) {
    return EventLoop.running().createTask(async(body));
  }

  /**
   * Makes a named task of an asynchronous lambda in the running loop, as {@link
   * #createTask(AsyncBody)} does. {@link Task#cancel} ends it.
   *
   * <p>asyncio: {@code asyncio.create_task}.
   *
   * @param <T> the type of its value
   * @param body called at the first step of the task
   * @param name the task's name; null for the default
   * @return the task; its first step is queued, nothing of it has run yet
   * @throws IllegalStateException when no loop runs
   * @throws NullPointerException when {@code body} is null
   */
  public static <T> Task<T> createTask(AsyncBody<T> body, String name) {
    return EventLoop.running().createTask(async(body), name);
  }

  /**
   * Makes a task in the running loop that sees and sets the context variables of {@code values}
   * instead of values of its own. {@link Task#cancel} ends it.
   *
   * <p>If tasks are eager and the calling code itself runs in {@code values}, the task still begins
   * in a later pass.
   *
   * <p>asyncio: {@code asyncio.create_task}; with a {@code context}.
   *
   * @param <T> the type of its value
   * @param values what the task runs in
   * @param coroutine what the task runs
   * @return the task; its first step is queued, nothing of it has run yet
   * @throws IllegalStateException when the coroutine has been used before, or no loop runs
   * @throws NullPointerException when an argument is null
   */
  public static <T> Task<T> createTaskIn(ContextValues values, Coroutine<T> coroutine) {
    return Tasks.createIn(values, coroutine);
  }

  /**
   * Returns the task that runs the calling code.
   *
   * <p>asyncio: {@code asyncio.current_task}.
   *
   * @return the task; null in a plain callback of the loop
   * @throws IllegalStateException when no loop runs
   */
  public static Task<?> currentTask() {
    return LoopEngine.running().context.current;
  }

  /**
   * Returns the unfinished tasks of the running loop.
   *
   * <p>asyncio: {@code asyncio.all_tasks}.
   *
   * @return a snapshot, in the order of creation
   * @throws IllegalStateException when no loop runs
   */
  public static Set<Task<?>> allTasks() {
    return EventLoop.running().allTasks();
  }

  /**
   * Returns a future of an awaitable: a future or task itself, and a new task for anything else.
   * Cancelling it cancels what it was made of.
   *
   * <p>asyncio: {@code asyncio.ensure_future}.
   *
   * @param <T> the type of the value
   * @param awaitable a future of the running loop, a coroutine, or another awaitable
   * @return the future
   * @throws IllegalArgumentException when the future belongs to another loop
   * @throws IllegalStateException when no loop runs
   */
  public static <T> Future<T> ensureFuture(Awaitable<T> awaitable) {
    return LoopEngine.running().ensureFuture(awaitable);
  }

  /**
   * Returns a future of the running loop that follows a stage. Cancelling it cancels the stage's
   * future. If an asynchronous method has returned that future, or if it is a view of a task, the
   * method or task is asked to end instead. The returned future is then done when the method or
   * task has ended, with its outcome.
   *
   * <p>asyncio: {@code asyncio.wrap_future}.
   *
   * @param <T> the type of the value
   * @param stage the stage, which any thread may complete
   * @return a future; its failure is the stage's, not wrapped in a {@link
   *     java.util.concurrent.CompletionException}
   * @throws IllegalStateException when no loop runs
   */
  public static <T> Future<T> wrap(CompletionStage<T> stage) {
    return Stages.wrap(stage, LoopEngine.running());
  }

  /**
   * Runs a blocking call in the loop's default executor, with the caller's context variables.
   * Cancelling the wait drops a call that has not started. A call that has started goes on, and
   * {@link #run} waits for it at its end.
   *
   * <p>asyncio: {@code asyncio.to_thread}.
   *
   * @param <T> the type of the value
   * @param callable the call
   * @return a coroutine; the call is handed over when it is awaited. It fails with what the call
   *     throws, as it is: a checked exception too, of which the compiler does not know, and which
   *     therefore is caught as {@code Exception}
   */
  public static <T> Coroutine<T> toThread(Callable<T> callable) {
    return new ExecutorCoroutine<>(callable, false);
  }

  /**
   * As {@link #toThread}, except that cancelling the wait interrupts a call that has started and
   * waits until it has ended. The wait then ends cancelled, however the call reacts to the
   * interrupt. An exception of the call, other than {@link InterruptedException}, is added to the
   * {@link CancelledError} as suppressed.
   *
   * <p>asyncio: none.
   *
   * @param <T> the type of the value
   * @param callable the call; one that ignores interrupts is waited for all the same
   * @return a coroutine; the call is handed over when it is awaited
   */
  public static <T> Coroutine<T> toThreadInterruptibly(Callable<T> callable) {
    return new ExecutorCoroutine<>(callable, true);
  }

  // ---------------------------------------------------------------- time

  /**
   * Waits for a time. Cancelling its task ends the wait.
   *
   * <p>asyncio: {@code asyncio.sleep}.
   *
   * @param duration how long; zero or less lets all other ready handles run once
   * @return a coroutine
   */
  public static Coroutine<Void> sleep(Duration duration) {
    return sleep(duration, null);
  }

  /**
   * Waits for a time and gives a value. Cancelling its task ends the wait.
   *
   * <p>asyncio: {@code asyncio.sleep}.
   *
   * @param <T> the type of the value
   * @param duration how long; zero or less lets all other ready handles run once
   * @param value what the coroutine returns; may be null
   * @return a coroutine
   */
  public static <T> Coroutine<T> sleep(Duration duration, T value) {
    return new SleepCoroutine<>(LoopEngine.nanos(duration), value);
  }

  /**
   * Lets all other ready handles run once. Cancelling its task meanwhile throws a {@link
   * CancelledError} in the next pass.
   *
   * <p>asyncio: {@code asyncio.sleep}; of 0.
   *
   * @return a coroutine
   */
  public static Coroutine<Void> yieldNow() {
    return new YieldCoroutine();
  }

  // ---------------------------------------------------------------- several at once

  /**
   * Runs awaitables at the same time and waits for all of them.
   *
   * <p>Coroutines become tasks at once, in the order given. One that is given twice is run once.
   * The first failure makes the result fail; a cancelled child counts as a failure. The other
   * children run on, and their failures are not reported. If this is not wanted, use a {@link
   * TaskGroup}.
   *
   * <p>asyncio: {@code asyncio.gather}.
   *
   * @param <T> the type of the values
   * @param awaitables what to wait for; may be none
   * @return a future of the values in the order of the arguments, an unmodifiable list that may
   *     have nulls. It is done at once when all children are. Cancelling it cancels all children;
   *     it then fails with a {@link CancelledError} as soon as one of them has ended
   * @throws IllegalStateException when a task has to be made and no loop runs, or a coroutine has
   *     been used before
   * @throws IllegalArgumentException when futures of different loops are given
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T> Future<List<T>> gather(Awaitable<? extends T>... awaitables) {
    return GatherFuture.of(Arrays.asList(awaitables), false);
  }

  /**
   * As {@link #gather(Awaitable[])}, for a collection, in the order of its iterator.
   *
   * <p>asyncio: {@code asyncio.gather}.
   *
   * @param <T> the type of the values
   * @param awaitables what to wait for; may be empty
   * @return as there
   */
  public static <T> Future<List<T>> gather(
      Collection<? extends Awaitable<? extends T>> awaitables) {
    return GatherFuture.of(awaitables, false);
  }

  /**
   * As {@link #gather(Awaitable[])}, but waits for all children however they end.
   *
   * <p>asyncio: {@code asyncio.gather}; with {@code return_exceptions=True}.
   *
   * @param <T> the type of the values
   * @param awaitables what to wait for; may be none
   * @return a future of how each of them ended, in the order of the arguments. Cancelling it
   *     cancels all children; it then fails with a {@link CancelledError} when all of them have
   *     ended
   * @throws IllegalStateException when a task has to be made and no loop runs, or a coroutine has
   *     been used before
   * @throws IllegalArgumentException when futures of different loops are given
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <T> Future<List<Settled<T>>> gatherSettled(Awaitable<? extends T>... awaitables) {
    return GatherFuture.of(Arrays.asList(awaitables), true);
  }

  /**
   * As {@link #gatherSettled(Awaitable[])}, for a collection, in the order of its iterator.
   *
   * <p>asyncio: {@code asyncio.gather}; with {@code return_exceptions=True}.
   *
   * @param <T> the type of the values
   * @param awaitables what to wait for; may be empty
   * @return as there
   */
  public static <T> Future<List<Settled<T>>> gatherSettled(
      Collection<? extends Awaitable<? extends T>> awaitables) {
    return GatherFuture.of(awaitables, true);
  }

  /**
   * Calls an asynchronous function for each element of a collection, with at most {@code limit}
   * calls at the same time, and waits for all: {@code mapConcurrent(urls, 10, this::fetch)}.
   *
   * <p>Each call is a task of its own. They begin in the order of the elements. When the limit is
   * reached, the next element has no task before an earlier call has ended. The first failure
   * cancels the calls that run, and no more begin; it is thrown when all of them have ended. A call
   * that ends cancelled counts as a failure, too. Cancelling the task that waits cancels the calls,
   * and waits for their end, however often it is cancelled.
   *
   * <p>asyncio: none; a {@code Semaphore} around the calls in a {@code TaskGroup}.
   *
   * @param <T> the type of the elements
   * @param <R> the type of the values
   * @param elements a collection, which is copied now, in the order of its iterator
   * @param limit how many calls may run at the same time, at least 1
   * @param function called in the task of an element, when its turn has come
   * @return a coroutine that gives the values in the order of the elements, an unmodifiable list
   *     that may have nulls. It throws the first failure as it is, with those that other calls met
   *     until their end as its suppressed exceptions. When its task was cancelled from outside and
   *     a call has failed, the {@link CancelledError} follows that failure at the task's next
   *     suspension
   * @throws IllegalArgumentException when {@code limit} is less than 1
   * @throws NullPointerException when {@code elements} or {@code function} is null
   */
  public static <T, R> Coroutine<List<R>> mapConcurrent(
      Collection<? extends T> elements, int limit, AsyncFunction<T, R> function) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "mapConcurrent needs a limit of at least 1, not " + limit + ", or no call could run");
    }
    return new MapConcurrent<>(elements, limit, Objects.requireNonNull(function, "function"));
  }

  /**
   * Waits until all futures are done, with any outcome. Their failures are not thrown, and a
   * cancellation of the waiting task leaves them alone.
   *
   * <p>asyncio: {@code asyncio.wait}.
   *
   * @param <T> the type of the futures' values
   * @param futures at least one; coroutines are to be made tasks first
   * @return a coroutine that gives the futures, in the order given; it throws {@link
   *     IllegalArgumentException} when one belongs to another loop
   * @throws IllegalArgumentException when there is none
   */
  public static <T> Coroutine<WaitResult<T>> waitAll(
      Collection<? extends Future<? extends T>> futures) {
    return new WaitCoroutine<>(futures, null, WaitCoroutine.Until.ALL);
  }

  /**
   * As {@link #waitAll(Collection)}, for a limited time. Futures that are not done by then are left
   * alone, and no error is thrown.
   *
   * <p>asyncio: {@code asyncio.wait}.
   *
   * @param <T> the type of the futures' values
   * @param futures at least one
   * @param limit how long to wait; null waits without limit
   * @return a coroutine that gives the futures, parted into the done and the pending ones
   * @throws IllegalArgumentException when there is none
   */
  public static <T> Coroutine<WaitResult<T>> waitAll(
      Collection<? extends Future<? extends T>> futures, Duration limit) {
    return new WaitCoroutine<>(futures, limit, WaitCoroutine.Until.ALL);
  }

  /**
   * As {@link #waitAll(Collection)}, until one of the futures is done.
   *
   * <p>asyncio: {@code asyncio.wait}; with {@code return_when=FIRST_COMPLETED}.
   *
   * @param <T> the type of the futures' values
   * @param futures at least one
   * @return a coroutine that gives the futures, parted into the done and the pending ones
   * @throws IllegalArgumentException when there is none
   */
  public static <T> Coroutine<WaitResult<T>> waitAny(
      Collection<? extends Future<? extends T>> futures) {
    return new WaitCoroutine<>(futures, null, WaitCoroutine.Until.FIRST_DONE);
  }

  /**
   * As {@link #waitAny(Collection)}, for a limited time.
   *
   * <p>asyncio: {@code asyncio.wait}; with {@code return_when=FIRST_COMPLETED}.
   *
   * @param <T> the type of the futures' values
   * @param futures at least one
   * @param limit how long to wait; null waits without limit
   * @return a coroutine that gives the futures, parted into the done and the pending ones
   * @throws IllegalArgumentException when there is none
   */
  public static <T> Coroutine<WaitResult<T>> waitAny(
      Collection<? extends Future<? extends T>> futures, Duration limit) {
    return new WaitCoroutine<>(futures, limit, WaitCoroutine.Until.FIRST_DONE);
  }

  /**
   * As {@link #waitAll(Collection)}, but ends as soon as one of the futures has failed; a cancelled
   * future has not failed.
   *
   * <p>asyncio: {@code asyncio.wait}; with {@code return_when=FIRST_EXCEPTION}.
   *
   * @param <T> the type of the futures' values
   * @param futures at least one
   * @return a coroutine that gives the futures, parted into the done and the pending ones
   * @throws IllegalArgumentException when there is none
   */
  public static <T> Coroutine<WaitResult<T>> waitFirstException(
      Collection<? extends Future<? extends T>> futures) {
    return new WaitCoroutine<>(futures, null, WaitCoroutine.Until.FIRST_FAILED);
  }

  /**
   * As {@link #waitFirstException(Collection)}, for a limited time.
   *
   * <p>asyncio: {@code asyncio.wait}; with {@code return_when=FIRST_EXCEPTION}.
   *
   * @param <T> the type of the futures' values
   * @param futures at least one
   * @param limit how long to wait; null waits without limit
   * @return a coroutine that gives the futures, parted into the done and the pending ones
   * @throws IllegalArgumentException when there is none
   */
  public static <T> Coroutine<WaitResult<T>> waitFirstException(
      Collection<? extends Future<? extends T>> futures, Duration limit) {
    return new WaitCoroutine<>(futures, limit, WaitCoroutine.Until.FIRST_FAILED);
  }

  /**
   * Iterates over futures in the order in which they become done.
   *
   * <p>asyncio: {@code asyncio.as_completed}.
   *
   * @param <T> the type of the values
   * @param awaitables what to run and wait for: coroutines become tasks at once, futures and tasks
   *     are given out as they are; one that is given twice is given out once
   * @return an iterator of futures that are done
   * @throws IllegalStateException when no loop runs, or a coroutine has been used before
   */
  public static <T> AsyncIterator<Future<T>> asCompleted(
      Collection<? extends Awaitable<? extends T>> awaitables) {
    return new AsCompleted<>(awaitables, null);
  }

  /**
   * As {@link #asCompleted(Collection)}, for a limited time.
   *
   * <p>asyncio: {@code asyncio.as_completed}.
   *
   * @param <T> the type of the values
   * @param awaitables what to run and wait for
   * @param limit how long from now. Afterwards each {@code advance} to a future that was not done
   *     in time throws a {@link TimeoutException}; the future itself is left alone. Null: without
   *     limit
   * @return an iterator of futures that are done
   * @throws IllegalStateException when no loop runs, or a coroutine has been used before
   */
  public static <T> AsyncIterator<Future<T>> asCompleted(
      Collection<? extends Awaitable<? extends T>> awaitables, Duration limit) {
    return new AsCompleted<>(awaitables, limit);
  }

  // ---------------------------------------------------------------- limits to cancellation and
  // time

  /**
   * Protects an awaitable from the cancellation of those who wait for it.
   *
   * <p>asyncio: {@code asyncio.shield}.
   *
   * @param <T> the type of the value
   * @param awaitable a future, or a coroutine, which becomes a task at once
   * @return a future with its outcome, or, when it is done already, that itself. Cancelling the
   *     returned future leaves the inner one running, and its failure is then nobody's but the
   *     inner one's; where the inner one is cancelled, so is the returned one
   * @throws IllegalStateException when a task has to be made and no loop runs, or the coroutine has
   *     been used before
   */
  public static <T> Future<T> shield(Awaitable<T> awaitable) {
    return ShieldFuture.of(
        awaitable instanceof Future<T> future ? future : ensureFuture(awaitable));
  }

  /**
   * Waits for something for a limited time. It runs in the awaiting task itself.
   *
   * <p>When the time is over, the awaited thing is cancelled, and this waits for its end, however
   * long that takes. If it then ends with a value or an error of its own, that is the outcome.
   *
   * <p>asyncio: {@code asyncio.wait_for}.
   *
   * @param <T> the type of the value
   * @param awaitable what to wait for. With no time at all (zero or less) a coroutine does not even
   *     begin, while a future that is done gives its outcome
   * @param limit how long, from when the returned coroutine begins to run; null waits for ever
   * @return a coroutine that gives the value. It throws a {@link TimeoutException} when the time
   *     was over first, and {@link CancelledError} when its task was cancelled from elsewhere, also
   *     at the same moment
   */
  public static <T> Coroutine<T> waitFor(Awaitable<T> awaitable, Duration limit) {
    return new WaitForCoroutine<>(Objects.requireNonNull(awaitable, "awaitable"), limit);
  }

  /**
   * Runs a body for a limited time. It runs in the awaiting task itself.
   *
   * <p>When the time is over, the task is cancelled where it waits, and the {@link CancelledError}
   * that then leaves the body becomes a {@link TimeoutException}. A body that ends in another way,
   * even later, or that never waits, is not affected.
   *
   * <p>asyncio: {@code asyncio.timeout}.
   *
   * @param <T> the type of the value
   * @param limit how long, from when the returned coroutine begins to run; with zero or less the
   *     body is cancelled where it first waits; null sets no limit
   * @param body takes the scope, with which the limit can be moved
   * @return a coroutine that gives the body's value. It throws {@link CancelledError} when its task
   *     was cancelled from elsewhere, also at the same moment
   */
  public static <T> Coroutine<T> withTimeout(Duration limit, TimeoutScope.Body<T> body) {
    return WithTimeoutCoroutine.of(Objects.requireNonNull(body, "body"), limit, null);
  }

  /**
   * As {@link #withTimeout}, but gives {@code fallback} where that throws the {@link
   * TimeoutException} of its own limit. A {@code TimeoutException} that comes out of the body, such
   * as that of an inner limit, is thrown; so is a cancellation from elsewhere, also at the moment
   * of the expiry.
   *
   * <p>asyncio: none; {@code move_on_after} of Trio comes near.
   *
   * @param <T> the type of the value
   * @param limit how long, as there; null sets no limit
   * @param fallback the value where the time was over first; may be null
   * @param body takes the scope, with which the limit can be moved
   * @return a coroutine that gives the body's value, or {@code fallback}
   * @throws NullPointerException when {@code body} is null
   */
  public static <T> Coroutine<T> withTimeoutOr(
      Duration limit, T fallback, TimeoutScope.Body<T> body) {
    return WithTimeoutCoroutine.orElse(Objects.requireNonNull(body, "body"), limit, fallback);
  }

  /**
   * As {@link #withTimeout}, with a limit at a point in time.
   *
   * <p>asyncio: {@code asyncio.timeout_at}.
   *
   * @param <T> the type of the value
   * @param nanos the time on the clock of {@link EventLoop#time}; when it is past, the body is
   *     cancelled where it first waits
   * @param body takes the scope, with which the limit can be moved
   * @return as {@link #withTimeout}
   */
  public static <T> Coroutine<T> withTimeoutAt(long nanos, TimeoutScope.Body<T> body) {
    return WithTimeoutCoroutine.of(Objects.requireNonNull(body, "body"), null, nanos);
  }
}
