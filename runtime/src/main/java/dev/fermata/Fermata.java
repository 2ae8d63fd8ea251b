package dev.fermata;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The functions of asyncio, for {@code import static}.
 *
 * <p>Those that need an event loop use the one that runs the calling code, and throw {@link
 * IllegalStateException} where there is none.
 */
public final class Fermata {
  private static final StackWalker CALLERS = StackWalker.getInstance();

  private Fermata() {}

  // ---------------------------------------------------------------- await

  /**
   * Waits for something, and gives its value; {@code await x}. The transformer replaces this call;
   * it stands in methods marked with {@link Async} and in lambdas.
   *
   * <p>What is done already gives its value at once, and a coroutine is simply run; only where
   * there is something to wait for does the task let others run. Cancelling the task while it waits
   * here throws a {@link CancelledError}.
   *
   * @param <T> the type of the value
   * @param awaitable a coroutine, a future, a task, or another awaitable; not null
   * @return its value. Its failure is thrown as it is, checked exceptions too
   * @throws IllegalStateException when the calling method was not transformed
   */
  public static <T> T await(Awaitable<T> awaitable) {
    throw notTransformed();
  }

  /**
   * Waits for a stage, for example a {@link java.util.concurrent.CompletableFuture}. The
   * transformer replaces this call.
   *
   * <p>Cancelling the task while it waits here cancels the stage's future, and throws a {@link
   * CancelledError}; so does a stage that was cancelled.
   *
   * @param <T> the type of the value
   * @param stage the stage; not null
   * @return its value. Its failure is thrown as it is, not wrapped in a {@link
   *     java.util.concurrent.CompletionException}
   * @throws IllegalStateException when the calling method was not transformed
   */
  public static <T> T await(CompletionStage<T> stage) {
    throw notTransformed();
  }

  private static IllegalStateException notTransformed() {
    String caller =
        CALLERS.walk(
            frames ->
                frames
                    .filter(frame -> !frame.getClassName().equals(Fermata.class.getName()))
                    .findFirst()
                    .map(StackWalker.StackFrame::toStackTraceElement)
                    .map(StackTraceElement::toString)
                    .orElse("unknown code"));
    return new IllegalStateException(
        "await was called by "
            + caller
            + ", which has not been transformed. Transform its class by the goal fermata:transform of"
            + " the Maven plugin, by -javaagent:fermata-transformer.jar when the program starts, or"
            + " by the command line's fermata transform");
  }

  /**
   * Makes a coroutine of an asynchronous lambda, which is called only when the coroutine first
   * runs.
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
   * Runs a coroutine in a new event loop, as the main function of a program; {@code asyncio.run}.
   * When it has ended, all tasks that are left are cancelled and waited for, and the loop is
   * closed.
   *
   * @param <T> the type of the value
   * @param main the coroutine
   * @return its value. Its failure is thrown as it is
   * @throws IllegalStateException when the calling thread runs an event loop already
   */
  public static <T> T run(Coroutine<T> main) {
    return run(main, EventLoop.create());
  }

  /**
   * Runs a coroutine in a given event loop, and closes it.
   *
   * @param <T> the type of the value
   * @param main the coroutine
   * @param loop the loop, for example {@link EventLoop#createVirtual()}
   * @return the coroutine's value. Its failure is thrown as it is
   * @throws IllegalStateException when the calling thread runs an event loop already
   */
  public static <T> T run(Coroutine<T> main, EventLoop loop) {
    try {
      return loop.runUntilComplete(main);
    } finally {
      loop.close();
    }
  }

  // ---------------------------------------------------------------- tasks

  /**
   * Makes a task in the running loop; {@code create_task}.
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
   * Makes a named task in the running loop.
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
   * The task that runs the calling code.
   *
   * @return the task; null in a plain callback of the loop
   * @throws IllegalStateException when no loop runs
   */
  public static Task<?> currentTask() {
    return EventLoop.running().context.current;
  }

  /**
   * The unfinished tasks of the running loop.
   *
   * @return a snapshot, in the order of creation
   * @throws IllegalStateException when no loop runs
   */
  public static Set<Task<?>> allTasks() {
    return EventLoop.running().allTasks();
  }

  /**
   * A future of something that can be awaited: a future or task itself, a task of anything else.
   *
   * @param <T> the type of the value
   * @param awaitable a future of the running loop, a coroutine, or another awaitable
   * @return the future
   * @throws IllegalArgumentException when the future belongs to another loop
   * @throws IllegalStateException when no loop runs
   */
  public static <T> Future<T> ensureFuture(Awaitable<T> awaitable) {
    return EventLoop.running().ensureFuture(awaitable);
  }

  // ---------------------------------------------------------------- time

  /**
   * Waits for a time.
   *
   * @param duration how long; zero or less lets all other ready handles run once
   * @return a coroutine
   */
  public static Coroutine<Void> sleep(Duration duration) {
    return sleep(duration, null);
  }

  /**
   * Waits for a time, and gives a value.
   *
   * @param <T> the type of the value
   * @param duration how long; zero or less lets all other ready handles run once
   * @param value what the coroutine returns; may be null
   * @return a coroutine
   */
  public static <T> Coroutine<T> sleep(Duration duration, T value) {
    return new SleepCoroutine<>(EventLoop.nanos(duration), value);
  }

  /**
   * Lets all other ready handles run once; {@code asyncio.sleep(0)}.
   *
   * @return a coroutine
   */
  public static Coroutine<Void> yieldNow() {
    return new YieldCoroutine();
  }
}
