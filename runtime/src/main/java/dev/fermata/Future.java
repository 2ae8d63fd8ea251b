package dev.fermata;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A value that is not there yet; asyncio's {@code Future}.
 *
 * <p>It belongs to one event loop, and its methods belong to that loop's thread: while the loop
 * runs in another thread they throw {@link IllegalStateException}, except for those that say
 * otherwise. (From other threads use {@link EventLoop#callSoonThreadsafe}.) Only code of its own
 * loop can await it, also when it is done; elsewhere await its {@link #toCompletableFuture}. It
 * becomes done once: with a value, with a failure, or cancelled. Nothing runs inside the call that
 * makes it done; whatever waits for it is put into the loop's queue at that moment, in the order in
 * which it began to wait.
 *
 * <p>A failure that nobody takes note of is reported to the loop's exception handler.
 *
 * @param <T> the type of the value
 */
public class Future<T> extends Awaited implements Awaitable<T> {
  /** The states of a future. asyncio keeps them for itself, and has no {@code RUNNING}. */
  public enum State {
    /** Not done; of a task: its body has not started. */
    PENDING,
    /** A task whose body has started and not ended. */
    RUNNING,
    /** Done, with a value or a failure. */
    DONE,
    /** Done by having been cancelled. */
    CANCELLED
  }

  static final int SUCCEEDED = 1;
  static final int FAILED = 2;
  static final int CANCELLED = 3;
  static final int OUTCOME = 3;

  /** Failed, and nobody has seen the failure. */
  static final int UNHEARD = 4;

  /** A task's flag: the next step throws a {@link CancelledError} into the body. */
  static final int MUST_CANCEL = 8;

  /** A task's flag: the body has started. */
  static final int STARTED = 16;

  /** A task's flag: it keeps a {@link TaskExtras}. */
  static final int EXTRAS = 32;

  /** Above this bit, a task keeps its number, counted from the first one of its {@link Moment}. */
  static final int NUMBER_SHIFT = 8;

  /**
   * The loop that this belongs to; of a task also when it was made, and a {@link TaskExtras} as
   * soon as there is more to keep.
   */
  Moment moment;

  /** The kind of outcome in the lowest two bits, 0 while pending, and the flags above. */
  int flags;

  /**
   * The value; the failure; of a cancelled future the {@link CancelledError}, or the message until
   * somebody asks for the error. A pending task keeps its innermost frame here.
   */
  Object outcome;

  /** What runs when this is done: null, a {@link Task}, a {@link Ready}, or {@link Waiters}. */
  private Object callbacks;

  Future(EventLoop loop) {
    this(loop.origin);
  }

  Future(Moment moment) {
    this.moment = moment;
  }

  // ---------------------------------------------------------------- state

  /**
   * The loop that this future belongs to. asyncio's {@code Future.get_loop}.
   *
   * @return the loop, never null; this method may be called from any thread
   */
  public final EventLoop loop() {
    return moment.loop();
  }

  /** The engine of the loop. */
  final LoopEngine engine() {
    return moment.engine();
  }

  /**
   * Whether there is an outcome; may be called from any thread, and there tells what was so a
   * moment ago. asyncio's {@code Future.done}.
   *
   * @return true once this has a value or a failure, or is cancelled
   */
  public final boolean isDone() {
    return (flags & OUTCOME) != 0;
  }

  /**
   * Whether this was cancelled; may be called from any thread, as {@link #isDone}. A task is
   * cancelled only when its body has ended so. asyncio's {@code Future.cancelled}.
   *
   * @return true when it was cancelled; false also for one that failed with a {@link
   *     CancelledError} that was given to {@link #setException}
   */
  public final boolean isCancelled() {
    return (flags & OUTCOME) == CANCELLED;
  }

  /**
   * The state of this future; may be called from any thread, as {@link #isDone}. asyncio has no
   * such method.
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
   * The value of a future that is done. asyncio's {@code Future.result}.
   *
   * @return the value; may be null
   * @throws InvalidStateException when this is not done
   * @throws CancelledError when this was cancelled; every call throws the same object. A failure is
   *     thrown as it is, every time the same object; it may be a checked exception
   */
  @SuppressWarnings("unchecked")
  public final T result() {
    loop().checkThread();
    if (!isDone()) {
      throw new InvalidStateException("the result is not there yet");
    }
    Throwable error = takeError();
    if (error != null) {
      throw Sneaky.rethrow(error);
    }
    return (T) outcome;
  }

  /**
   * The failure of a future that is done. asyncio's {@code Future.exception}.
   *
   * @return the failure, or null when there is a value
   * @throws InvalidStateException when this is not done
   * @throws CancelledError when this was cancelled
   */
  public final Throwable exception() {
    loop().checkThread();
    if (!isDone()) {
      throw new InvalidStateException("the exception is not known yet");
    }
    Throwable error = takeError();
    if (isCancelled()) {
      throw (CancelledError) error;
    }
    return error;
  }

  /** The failure or the cancellation, now heard of; null of a success. This must be done. */
  final Throwable takeError() {
    int kind = flags & OUTCOME;
    if (kind == SUCCEEDED) {
      return null;
    }
    if (kind == FAILED) {
      hear();
    } else if (!(outcome instanceof CancelledError)) {
      outcome = new CancelledError((String) outcome);
    }
    return (Throwable) outcome;
  }

  /** Takes note that somebody knows of the failure. */
  final void hear() {
    if ((flags & UNHEARD) != 0) {
      flags &= ~UNHEARD;
      if (callbacks instanceof UnheardFailure report) {
        report.withdraw();
        callbacks = null;
      }
    }
  }

  // ---------------------------------------------------------------- completion

  /**
   * Completes this with a value. asyncio's {@code Future.set_result}.
   *
   * @param value the value; may be null
   * @throws InvalidStateException when this is done already
   * @throws IllegalStateException when this is a task, which only its body completes
   */
  public void setResult(T value) {
    complete(SUCCEEDED, value, checkPending());
  }

  /**
   * Completes this with a failure. asyncio's {@code Future.set_exception}.
   *
   * @param error what {@link #result} and every await of this throw, as it is; not null
   * @throws InvalidStateException when this is done already
   * @throws IllegalStateException when this is a task, which only its body completes
   */
  public void setException(Throwable error) {
    if (error == null) {
      throw new NullPointerException("a future cannot fail with null");
    }
    fail(error, checkPending());
  }

  private LoopEngine checkPending() {
    LoopEngine engine = engine();
    engine.checkThread();
    if (isDone()) {
      throw new InvalidStateException("this future is done already");
    }
    return engine;
  }

  /**
   * Cancels this without a message. asyncio's {@code Future.cancel}.
   *
   * @return as {@link #cancel(String)}
   */
  public final boolean cancel() {
    return cancel(null);
  }

  /**
   * Cancels this: everything that waits for it gets a {@link CancelledError}. (A task does not end
   * at once; see {@link Task#cancel(String)}.) asyncio's {@code Future.cancel}.
   *
   * @param message the error's message; may be null
   * @return false when this is done already, which changes nothing
   */
  public boolean cancel(String message) {
    loop().checkThread();
    hear();
    if (isDone()) {
      return false;
    }
    complete(CANCELLED, message);
    return true;
  }

  final void succeed(Object value) {
    complete(SUCCEEDED, value, engine());
  }

  final void fail(Throwable error) {
    fail(error, engine());
  }

  private void fail(Throwable error, LoopEngine engine) {
    boolean expected = callbacks != null;
    complete(FAILED | UNHEARD, error, engine);
    engine.loop.failures.expectListener(this, expected);
  }

  /** Becomes done and queues everything that waits; this must be pending. */
  final void complete(int kind, Object result) {
    complete(kind, result, engine());
  }

  /**
   * Does so, with the engine that the caller has read already: behind the check of its thread,
   * whose field is volatile, the JIT would read it once more.
   */
  private void complete(int kind, Object result, LoopEngine engine) {
    flags |= kind;
    outcome = result;
    Object waiting = callbacks;
    if (waiting != null) {
      callbacks = null;
      if (waiting instanceof Waiters several) {
        several.addTo(engine);
      } else {
        engine.add(waiting);
      }
    }
  }

  // ---------------------------------------------------------------- callbacks

  /**
   * Has a callback run once this is done: by the loop, after everything that is in its queue at
   * that moment; when this is done already, at that moment is now. A callback that was added twice
   * runs twice. It sees the context variables as they are now. asyncio's {@code
   * Future.add_done_callback}.
   *
   * @param callback takes this future, in no task; an error that it throws goes to the loop's
   *     exception handler
   */
  public final void addDoneCallback(Consumer<? super Future<T>> callback) {
    loop().checkThread();
    addWaiter(new DoneCallback<>(this, callback));
  }

  /**
   * Withdraws a callback that has not been queued yet. asyncio's {@code
   * Future.remove_done_callback}.
   *
   * @param callback one that was added; all equal ones are withdrawn
   * @return how many
   */
  public final int removeDoneCallback(Consumer<? super Future<T>> callback) {
    loop().checkThread();
    if (callbacks instanceof Waiters several) {
      int removed = several.removeIf(entry -> isCallback(entry, callback));
      forgetIfEmpty(several);
      return removed;
    }
    if (isCallback(callbacks, callback)) {
      callbacks = null;
      return 1;
    }
    return 0;
  }

  private static boolean isCallback(Object entry, Object callback) {
    return entry instanceof DoneCallback<?> own && own.isFor(callback);
  }

  /** Has a {@link Task} or a {@link Ready} queued when this is done, or now when it is. */
  final void addWaiter(Object waiter) {
    if (isDone()) {
      engine().add(waiter);
    } else if (callbacks == null) {
      callbacks = waiter;
    } else if (callbacks instanceof Waiters several) {
      several.add(waiter);
    } else {
      callbacks = new Waiters(callbacks, waiter);
    }
  }

  /** Withdraws a waiter that has not been queued yet. */
  final void removeWaiter(Object waiter) {
    if (callbacks == waiter) {
      callbacks = null;
    } else if (callbacks instanceof Waiters several) {
      several.remove(waiter);
      forgetIfEmpty(several);
    }
  }

  /** Where all have been withdrawn, nobody waits. */
  private void forgetIfEmpty(Waiters several) {
    if (several.isEmpty()) {
      callbacks = null;
    }
  }

  /** A copy of what runs when this is done: tasks and {@link Ready}s. */
  final List<Object> waiters() {
    Object waiting = callbacks;
    if (waiting instanceof Waiters several) {
      return several.copy();
    }
    return waiting == null ? List.of() : List.of(waiting);
  }

  /**
   * Keeps the report that will be made when this is collected and nobody has heard of its failure.
   */
  final void attach(UnheardFailure report) {
    callbacks = report;
  }

  // ---------------------------------------------------------------- waiting

  @Override
  protected final Object awaitIn(Context context) throws Throwable {
    if (!isDone()) {
      return context.suspendOn(this);
    }
    if (LiveLoops.several && moment.engine().context != context) {
      checkAwaitedIn(context);
    }
    Throwable error = takeError();
    if (error != null) {
      throw error;
    }
    return outcome;
  }

  /**
   * Throws when the running code cannot await this because of its loop: what is done already is
   * read at once, and so must not be another thread's. Of a pending future the task finds it out.
   */
  private void checkAwaitedIn(Context context) {
    // A generator's body has a context of its own; code outside of any loop has time for a loop
    // that stands still.
    boolean own =
        context instanceof TaskContext running
            ? running.loop == loop()
            : engine().isCurrent() || !engine().isRunning();
    if (!own) {
      throw new IllegalStateException(foreign());
    }
  }

  /** Says that this cannot be awaited in another loop, and what to do instead. */
  final String foreign() {
    String name = this instanceof Task<?> task ? task.getName() : getClass().getSimpleName();
    return name
        + " belongs to another event loop: await its toCompletableFuture(), or have that loop run"
        + " a coroutine by submit";
  }

  /**
   * A coroutine that awaits this future; may be called from any thread.
   *
   * @return a new coroutine; cancelling a task of it cancels this future
   */
  @Override
  public final Coroutine<T> toCoroutine() {
    return new AwaitingCoroutine<>(this);
  }

  /**
   * A view of this future for code outside of the loop; may be called from any thread. It is
   * completed on the loop's thread with this future's value or with its failure as it is, and is
   * cancelled when this is. It fails with an {@link IllegalStateException} when the loop is closed
   * before. Cancelling it cancels this future. asyncio has no counterpart; its {@code wrap_future}
   * is the other direction.
   *
   * @return a new {@code CompletableFuture}
   */
  public final CompletableFuture<T> toCompletableFuture() {
    return Stages.viewOf(this);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + describe() + "]";
  }

  final String describe() {
    return switch (flags & OUTCOME) {
      case 0 -> "pending";
      case SUCCEEDED -> "result=" + outcome;
      case FAILED -> "exception=" + outcome;
      default -> "cancelled";
    };
  }
}
