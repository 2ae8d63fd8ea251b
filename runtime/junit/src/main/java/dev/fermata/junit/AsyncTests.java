package dev.fermata.junit;

import dev.fermata.AsyncBody;
import dev.fermata.Awaitable;
import dev.fermata.Fermata;
import dev.fermata.Future;
import dev.fermata.VirtualEventLoop;
import java.util.concurrent.CompletionStage;

/**
 * Runs tests of coroutines, in Jupiter and without it; meant for a static import.
 *
 * <p>A test runs in a {@link VirtualEventLoop} in debug mode. If its body throws nothing, the test
 * still fails with an {@link AssertionError}
 *
 * <ul>
 *   <li>when tasks are left that have not ended, except with {@link Leaks#CANCEL};
 *   <li>when a callback, a task or a future has failed and nobody has asked for the failure;
 *   <li>when a coroutine was made in the loop and never awaited;
 *   <li>when it reaches its time limit, or waits for something that never comes.
 * </ul>
 *
 * The message tells who waits for what. Slow steps, which debug mode reports, are logged and fail
 * nothing. If the test sets an exception handler of its own, that handler takes the errors.
 */
public final class AsyncTests {
  private AsyncTests() {}

  /**
   * Runs the body of a test by the rules of its {@link FermataTest}, or by the {@linkplain
   * TestRules#standard standard} ones if its class has none. It runs in the loop that is a
   * parameter of the test, or in a new one if there is none.
   *
   * @param <T> the type of the body's value
   * @param body the body; an asynchronous lambda
   * @return its value. Its failure is thrown as it is
   */
  public static <T> T runTest(AsyncBody<T> body) {
    TestScope scope = TestScope.current();
    return scope != null && scope.hasRun() ? scope.run().run(body) : runAlone(rules(scope), body);
  }

  private static TestRules rules(TestScope scope) {
    return scope == null ? TestRules.standard() : scope.rules();
  }

  /**
   * Runs the body of a test by these rules, in a new loop.
   *
   * @param <T> the type of the body's value
   * @param rules what the test is held to
   * @param body the body; an asynchronous lambda
   * @return its value. Its failure is thrown as it is
   */
  public static <T> T runTest(TestRules rules, AsyncBody<T> body) {
    return runAlone(rules, body);
  }

  /**
   * Waits for another thread in real time: the clock of the running loop stands still until the
   * stage is done. Otherwise it jumps to the next timer, because that may complete the stage. In a
   * loop that is not virtual, this only wraps the stage.
   *
   * @param <T> the type of the value
   * @param stage what another thread completes
   * @return a future with the stage's outcome. Cancelling it cancels the stage
   */
  public static <T> Future<T> inRealTime(CompletionStage<T> stage) {
    return inRealTime(Fermata.wrap(stage));
  }

  /**
   * Waits for something that depends on another thread, as {@code toThread} does, in real time: the
   * clock of the running loop stands still until it is done.
   *
   * @param <T> the type of the value
   * @param awaitable what to wait for; a coroutine becomes a task
   * @return a future with its outcome. Cancelling it cancels the awaitable
   */
  public static <T> Future<T> inRealTime(Awaitable<T> awaitable) {
    Future<T> future = Fermata.ensureFuture(awaitable);
    if (future.loop() instanceof VirtualEventLoop loop && !future.isDone()) {
      loop.holdClock();
      future.addDoneCallback(done -> loop.releaseClock());
    }
    return future;
  }

  private static <T> T runAlone(TestRules rules, AsyncBody<T> body) {
    TestRun run = new TestRun(rules);
    T value;
    try {
      value = run.run(body);
    } catch (Throwable failure) {
      run.end(failure);
      throw failure;
    }
    run.end(null);
    return value;
  }
}
