package dev.fermata;

import dev.fermata.internal.core.FutureState;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A value that is not there yet.
 *
 * <p>It belongs to one event loop, and its methods belong to that loop's thread: while the loop
 * runs in another thread they throw {@link IllegalStateException}, except for those that say
 * otherwise. (From other threads use {@link EventLoop#callSoonThreadsafe}.) Only code of its own
 * loop can await it, even when it is done; elsewhere await its {@link #toCompletableFuture}. It
 * becomes done once: with a value, with a failure, or cancelled. Nothing runs inside the call that
 * makes it done. Its waiters are put into the loop's queue at that moment, in the order in which
 * they began to wait.
 *
 * <p>A failure that nobody asks for is reported to the loop's exception handler.
 *
 * <p>asyncio: {@code asyncio.Future}.
 *
 * @param <T> the type of the value
 */
public class Future<T> extends FutureState<T> implements Awaitable<T> {
  /**
   * The states of a future.
   *
   * <p>asyncio: none.
   */
  public enum State {
    /** Not done. For a task: its body has not started. */
    PENDING,
    /** The body of this task has started and not ended. */
    RUNNING,
    /** Done, with a value or a failure. */
    DONE,
    /** Cancelled, and so done. */
    CANCELLED
  }

  /**
   * Makes a pending future; for this library, which alone has the permit.
   *
   * @param permit tells the loop
   */
  public Future(Permit permit) {
    super(permit);
  }

  // ---------------------------------------------------------------- state

  /**
   * Returns the loop that this future belongs to.
   *
   * <p>asyncio: {@code Future.get_loop}.
   *
   * @return the loop, never null; this method may be called from any thread
   */
  public final EventLoop loop() {
    return owner();
  }

  /**
   * Returns whether there is an outcome. May be called from any thread; in another thread the
   * result may be out of date.
   *
   * <p>asyncio: {@code Future.done}.
   *
   * @return true once this has a value or a failure, or is cancelled
   */
  public final boolean isDone() {
    return (flags & OUTCOME) != 0;
  }

  /**
   * Returns whether this was cancelled. May be called from any thread, as {@link #isDone}. A task
   * is cancelled only when its body has ended with the cancellation.
   *
   * <p>asyncio: {@code Future.cancelled}.
   *
   * @return true when it was cancelled; false also for one that failed with a {@link
   *     CancelledError} that was given to {@link #setException}
   */
  public final boolean isCancelled() {
    return (flags & OUTCOME) == CANCELLED;
  }

  /**
   * Returns the state of this future. May be called from any thread, as {@link #isDone}.
   *
   * <p>asyncio: none.
   *
   * @return the state
   */
  public final State state() {
    return switch (flags & OUTCOME) {
      case 0 -> (flags & STARTED) == 0 ? State.PENDING : State.RUNNING;
      case CANCELLED -> State.CANCELLED;
      default -> State.DONE;
    };
  }

  /**
   * Returns the value of a future that is done.
   *
   * <p>asyncio: {@code Future.result}.
   *
   * @return the value; may be null
   * @throws InvalidStateException when this is not done
   * @throws CancelledError when this was cancelled; every call throws the same object. A failure is
   *     thrown as it is, every time the same object; it may be a checked exception
   */
  @SuppressWarnings("unchecked")
  public final T result() {
    checkThread();
    if (!isDone()) {
      throw new InvalidStateException("the result is not there yet");
    }
    return (T) join();
  }

  /**
   * Returns the failure of a future that is done.
   *
   * <p>asyncio: {@code Future.exception}.
   *
   * @return the failure, or null when there is a value
   * @throws InvalidStateException when this is not done
   * @throws CancelledError when this was cancelled
   */
  public final Throwable exception() {
    checkThread();
    if (!isDone()) {
      throw new InvalidStateException("the exception is not known yet");
    }
    Throwable error = takeError();
    if (isCancelled()) {
      throw (CancelledError) error;
    }
    return error;
  }

  // ---------------------------------------------------------------- completion

  /**
   * Completes this with a value.
   *
   * <p>asyncio: {@code Future.set_result}.
   *
   * @param value the value; may be null
   * @throws InvalidStateException when this is done already
   * @throws IllegalStateException when this is a task, which only its body completes
   */
  public void setResult(T value) {
    setOutcome(value);
  }

  /**
   * Completes this with a failure.
   *
   * <p>asyncio: {@code Future.set_exception}.
   *
   * @param error what {@link #result} and every await of this throw, as it is; not null
   * @throws InvalidStateException when this is done already
   * @throws IllegalStateException when this is a task, which only its body completes
   */
  public void setException(Throwable error) {
    setFailure(error);
  }

  /**
   * Cancels this without a message.
   *
   * <p>asyncio: {@code Future.cancel}.
   *
   * @return as {@link #cancel(String)}
   */
  public final boolean cancel() {
    return cancel(null);
  }

  /**
   * Cancels this: everything that waits for it gets a {@link CancelledError}. (A task does not end
   * at once; see {@link Task#cancel(String)}.)
   *
   * <p>asyncio: {@code Future.cancel}.
   *
   * @param message the error's message; may be null
   * @return false when this is done already, which changes nothing
   */
  public boolean cancel(String message) {
    checkThread();
    markRetrieved();
    if (isDone()) {
      return false;
    }
    complete(CANCELLED, message);
    return true;
  }

  // ---------------------------------------------------------------- callbacks

  /**
   * Adds a callback that the loop runs when this is done. The callback is queued at the moment when
   * this becomes done, or now if this is done already, behind everything in the loop's queue. A
   * callback that was added twice runs twice. It sees the context variables as they are now.
   *
   * <p>asyncio: {@code Future.add_done_callback}.
   *
   * @param callback takes this future, in no task; an error that it throws goes to the loop's
   *     exception handler
   */
  public final void addDoneCallback(Consumer<? super Future<T>> callback) {
    checkThread();
    listen(callback);
  }

  /**
   * Removes a callback that has not been queued yet.
   *
   * <p>asyncio: {@code Future.remove_done_callback}.
   *
   * @param callback one that was added; all equal ones are withdrawn
   * @return how many
   */
  public final int removeDoneCallback(Consumer<? super Future<T>> callback) {
    checkThread();
    return unlisten(callback);
  }

  // ---------------------------------------------------------------- waiting

  /**
   * Returns a coroutine that awaits this future. May be called from any thread.
   *
   * <p>asyncio: {@code __await__}.
   *
   * @return a new coroutine; cancelling a task of it cancels this future
   */
  @Override
  public final Coroutine<T> toCoroutine() {
    return asCoroutine();
  }

  /**
   * Returns a view of this future for code outside of the loop. May be called from any thread. The
   * view is completed on the loop's thread with this future's value or its unchanged failure, and
   * is cancelled when this is. It fails with an {@link IllegalStateException} when the loop is
   * closed before. Cancelling it cancels this future.
   *
   * <p>asyncio: none; {@code wrap_future} is the other direction.
   *
   * @return a new {@code CompletableFuture}
   */
  public final CompletableFuture<T> toCompletableFuture() {
    return view();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + describe() + "]";
  }
}
