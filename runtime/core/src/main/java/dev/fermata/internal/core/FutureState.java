package dev.fermata.internal.core;

import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.InvalidStateException;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The state of a {@link Future} and the library's operations on it. It is the superclass of the
 * public class, so a future is one object and the library needs no casts to reach its state.
 *
 * <p>Its members are protected, for the public subclasses and for this package. Other packages of
 * the library use {@link Futures}.
 *
 * @param <T> the type of the value
 */
public abstract class FutureState<T> extends Awaited {
  protected static final int SUCCEEDED = 1;
  protected static final int FAILED = 2;
  protected static final int CANCELLED = 3;
  protected static final int OUTCOME = 3;

  /** Failed, and nobody has seen the failure. */
  protected static final int UNRETRIEVED = 4;

  /** A task's flag: the next step throws a {@link CancelledError} into the body. */
  protected static final int MUST_CANCEL = 8;

  /** A task's flag: the body has started. */
  protected static final int STARTED = 16;

  /** A task's flag: it keeps a {@link TaskExtras}. */
  protected static final int EXTRAS = 32;

  /**
   * Above this bit, a task keeps its number, counted from the first one of its {@link
   * CreationStamp}.
   */
  protected static final int NUMBER_SHIFT = 8;

  /**
   * A parameter of every constructor of a future. Only the library can make one, so only the
   * library makes futures.
   */
  public abstract static class Permit {
    Permit() {}
  }

  /**
   * The loop that this belongs to. For a task, this also tells when the task was made, and is a
   * {@link TaskExtras} when there is more to keep.
   */
  protected CreationStamp stamp;

  /** The lowest two bits are the kind of outcome, 0 while pending. The flags are above them. */
  protected int flags;

  /**
   * The value or the failure. For a cancelled future, it is the {@link CancelledError}, or only the
   * message until somebody asks for the error. A pending task keeps its innermost frame here.
   */
  protected Object outcome;

  /** What runs when this is done: null, a task, a {@link Callback}, or {@link Waiters}. */
  private Object callbacks;

  /**
   * Makes a pending future.
   *
   * @param permit a {@link CreationStamp}, which tells the loop
   */
  protected FutureState(Permit permit) {
    this.stamp = (CreationStamp) permit;
  }

  // ---------------------------------------------------------------- the loop

  /** The loop that this belongs to. */
  protected final EventLoop owner() {
    return stamp.engine().loop;
  }

  /** The engine of that loop. */
  protected final LoopEngine engine() {
    return stamp.engine();
  }

  /** Throws when another thread runs the loop. */
  protected final void checkThread() {
    engine().checkThread();
  }

  /** Notes that this, as a timer of the loop, has been cancelled. */
  protected final void noteTimerCancelled() {
    engine().noteTimerCancelled();
  }

  // ---------------------------------------------------------------- outcome

  /** The value, or throws the failure or the cancellation; this must be done. */
  protected final Object join() {
    Throwable error = takeError();
    if (error != null) {
      throw Throwables.rethrow(error);
    }
    return outcome;
  }

  /**
   * Returns the failure or the cancellation and marks it retrieved; null for a success. Must be
   * done.
   */
  protected final Throwable takeError() {
    int kind = flags & OUTCOME;
    if (kind == SUCCEEDED) {
      return null;
    }
    if (kind == FAILED) {
      markRetrieved();
    } else if (!(outcome instanceof CancelledError)) {
      outcome = new CancelledError((String) outcome);
    }
    return (Throwable) outcome;
  }

  /** Marks the failure as retrieved. */
  protected final void markRetrieved() {
    if ((flags & UNRETRIEVED) != 0) {
      flags &= ~UNRETRIEVED;
      if (callbacks instanceof UnretrievedFailure report) {
        report.withdraw();
        callbacks = null;
      }
    }
  }

  // ---------------------------------------------------------------- completion

  /** Becomes done with a value that the user gives. */
  protected final void setOutcome(Object value) {
    complete(SUCCEEDED, value, checkPending());
  }

  /** Becomes done with a failure that the user gives. */
  protected final void setFailure(Throwable error) {
    if (error == null) {
      throw new NullPointerException("a future cannot fail with null");
    }
    fail(error, checkPending());
  }

  private LoopEngine checkPending() {
    LoopEngine engine = engine();
    engine.checkThread();
    if ((flags & OUTCOME) != 0) {
      throw new InvalidStateException("this future is done already");
    }
    return engine;
  }

  protected final void succeed(Object value) {
    complete(SUCCEEDED, value, engine());
  }

  protected final void fail(Throwable error) {
    fail(error, engine());
  }

  private void fail(Throwable error, LoopEngine engine) {
    boolean expected = callbacks != null;
    complete(FAILED | UNRETRIEVED, error, engine);
    engine.failures.expectListener((Future<?>) this, expected);
  }

  /** Becomes done and queues everything that waits; this must be pending. */
  protected final void complete(int kind, Object result) {
    complete(kind, result, engine());
  }

  /**
   * Does the same with the engine that the caller has read already. After the check of its thread,
   * which reads a volatile field, the JIT would read the engine once more.
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

  // ---------------------------------------------------------------- waiters

  /** Makes a user's callback run when this is done. */
  protected final void listen(Consumer<? super Future<T>> callback) {
    addWaiter(new DoneCallback<>((Future<T>) this, callback));
  }

  /** Removes all equal callbacks that have not been queued; returns how many. */
  protected final int unlisten(Consumer<? super Future<T>> callback) {
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

  /** Queues a task or a {@link Callback} when this is done, or now if it is done. */
  protected final void addWaiter(Object waiter) {
    if ((flags & OUTCOME) != 0) {
      engine().add(waiter);
    } else if (callbacks == null) {
      callbacks = waiter;
    } else if (callbacks instanceof Waiters several) {
      several.add(waiter);
    } else {
      callbacks = new Waiters(callbacks, waiter);
    }
  }

  /** Removes a waiter that has not been queued yet. */
  protected final void removeWaiter(Object waiter) {
    if (callbacks == waiter) {
      callbacks = null;
    } else if (callbacks instanceof Waiters several) {
      several.remove(waiter);
      forgetIfEmpty(several);
    }
  }

  /** If all waiters have been removed, nobody waits. */
  private void forgetIfEmpty(Waiters several) {
    if (several.isEmpty()) {
      callbacks = null;
    }
  }

  /** A copy of the tasks and {@link Callback}s that run when this is done. */
  protected final List<Object> waiters() {
    Object waiting = callbacks;
    if (waiting instanceof Waiters several) {
      return several.copy();
    }
    return waiting == null ? List.of() : List.of(waiting);
  }

  /** Keeps the report to make if this is collected and its failure is still unretrieved. */
  protected final void attach(UnretrievedFailure report) {
    callbacks = report;
  }

  // ---------------------------------------------------------------- waiting

  @Override
  protected final Object awaitIn(Context context) throws Throwable {
    if ((flags & OUTCOME) == 0) {
      return context.suspendOn(this);
    }
    if (LoopEngine.several && stamp.engine().context != context) {
      checkAwaitedIn(context);
    }
    Throwable error = takeError();
    if (error != null) {
      throw context.traced(error);
    }
    return outcome;
  }

  /**
   * Throws when the running code cannot await this because of its loop. A future that is done is
   * read at once, so it must not belong to another thread. For a pending future, the task checks
   * this.
   */
  private void checkAwaitedIn(Context context) {
    // The body of a generator has a context of its own. Code outside of any loop may read a loop
    // that does not run.
    boolean own =
        context instanceof TaskContext running
            ? running.engine == engine()
            : engine().isCurrent() || !engine().isRunning();
    if (!own) {
      throw new IllegalStateException(foreign());
    }
  }

  /** The error that this cannot be awaited in another loop. It says what to do instead. */
  protected final String foreign() {
    String name = this instanceof TaskState<?> task ? task.name() : getClass().getSimpleName();
    return name
        + " belongs to another event loop: await its toCompletableFuture(), or have that loop run"
        + " a coroutine by submit";
  }

  /** The loop's future whose view this follows; null when this follows no view. */
  protected Future<?> viewed() {
    return null;
  }

  /** A coroutine that awaits this. */
  protected final Coroutine<T> asCoroutine() {
    return new AwaitingCoroutine<>((Future<T>) this);
  }

  /** A view of this for code outside of the loop. */
  protected final CompletableFuture<T> view() {
    return engine().stages.viewOf((Future<T>) this);
  }

  // ---------------------------------------------------------------- words

  /**
   * The name of this in reports and dumps, as something that a task waits for; null when it has
   * none.
   */
  protected String label() {
    return null;
  }

  /**
   * What a task does that waits for this, as "reads from" something; null where it waits, and no
   * more.
   */
  protected String activity() {
    return null;
  }

  /** The outcome in a few words. */
  protected final String describe() {
    return switch (flags & OUTCOME) {
      case 0 -> "pending";
      case SUCCEEDED -> "result=" + Words.of(outcome);
      case FAILED -> "exception=" + Words.of(outcome);
      default -> "cancelled";
    };
  }
}
