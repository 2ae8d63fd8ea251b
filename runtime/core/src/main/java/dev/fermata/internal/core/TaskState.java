package dev.fermata.internal.core;

import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.continuation.Frame;
import java.util.List;

/**
 * The state of a {@link Task}, and its life in the loop. It is between the two public classes, so
 * that a task is one object. Other packages of the library use {@link Tasks}.
 *
 * @param <T> the type of the coroutine's value
 */
public abstract class TaskState<T> extends Future<T> {
  /*
   * States: a task is always in exactly one of these positions.
   *
   *   queued     in the ready queue, or running. `awaiting` is null (first step, or a plain yield),
   *              a Yield with a value, a done future (whose outcome goes into the body), or an
   *              error to throw into the body
   *   waiting    `awaiting` is a pending future, and this is among its waiters
   *   done       `coroutine`, name and cancel count remain
   *
   * While it is not done, the inherited `outcome` holds what the next step enters: the program
   * taken from the coroutine, then the innermost frame, null for a leaf without a frame. So a task
   * takes 40 bytes.
   */

  /** The next one of the loop's unfinished tasks. The coroutine keeps the previous one. */
  protected Task<?> next;

  private final Coroutine<T> coroutine;
  private Object awaiting;

  /**
   * Makes a task of a coroutine that has not been used. {@link #begin} completes it.
   *
   * @param permit a {@link CreationStamp}, which tells the loop
   */
  protected TaskState(Permit permit, Coroutine<T> coroutine) {
    super(permit);
    this.coroutine = coroutine;
    this.outcome = ((CoroutineState<T>) coroutine).take();
  }

  /** Sets the extras, and the number of a task without a name. */
  final void begin(String name, long number, Variables variables) {
    if (name != null) {
      extras().name = name;
    } else {
      flags = (int) (number - stamp.firstNumber()) << NUMBER_SHIFT;
    }
    if (variables != null) {
      extras().variables = variables;
    }
    if (engine().debug) {
      extras().origin = Origin.here();
    }
  }

  private TaskExtras extras() {
    if (stamp instanceof TaskExtras own) {
      return own;
    }
    TaskExtras made = new TaskExtras(stamp);
    stamp = made;
    flags |= EXTRAS;
    return made;
  }

  private Task<T> self() {
    return (Task<T>) this;
  }

  // ---------------------------------------------------------------- what users see

  protected final String name() {
    return stamp instanceof TaskExtras extras && extras.name != null
        ? extras.name
        : "Task-" + (stamp.firstNumber() + (flags >>> NUMBER_SHIFT));
  }

  protected final void rename(String name) {
    checkThread();
    extras().name = name;
  }

  protected final Coroutine<T> program() {
    return coroutine;
  }

  protected final List<StackTraceElement> origin() {
    return stamp instanceof TaskExtras extras && extras.origin != null ? extras.origin : List.of();
  }

  @Override
  protected String label() {
    return name();
  }

  // ---------------------------------------------------------------- cancelling

  /** Asks the task to end; false when it is done. */
  protected final boolean requestCancel(String message) {
    checkThread();
    markRetrieved();
    if (isDone()) {
      return false;
    }
    if (!CancelPropagation.leadsOn(this)) {
      cancelHere(message, 1);
    } else if (!CancelPropagation.cancel(self(), message)) {
      leaveCircle(message);
      cancelHere(message, 1);
    }
    return true;
  }

  /**
   * Cancels this and what it waits for, which itself waits for nothing else.
   *
   * @param times how many requests this counts as
   */
  protected final void cancelHere(String message, int times) {
    countCancellations(times);
    if (!(awaiting instanceof Future<?> future && future.cancel(message))) {
      cancelNextStep(message);
    }
  }

  /** Stops waiting, so that this gets the error. */
  private void leaveCircle(String message) {
    if (awaiting instanceof CompositeFuture<?> composite) {
      // Nothing would notice its end.
      composite.abandon(message);
      return;
    }
    ((Future<?>) awaiting).removeWaiter(this);
    awaiting = null;
    engine().add(this);
  }

  /** Counts requests to cancel this. */
  protected final void countCancellations(int times) {
    TaskExtras extras = extras();
    extras.cancellations = CancelPropagation.sum(extras.cancellations, times);
  }

  /** Makes the next step throw the error. */
  protected final void cancelNextStep(String message) {
    flags |= MUST_CANCEL;
    extras().cancelMessage = message;
  }

  protected final int cancellations() {
    return stamp instanceof TaskExtras extras ? extras.cancellations : 0;
  }

  /** Withdraws one request to cancel this. Returns how many are left. */
  protected final int withdrawCancel() {
    checkThread();
    if (cancellations() == 0) {
      return 0;
    }
    int left = --extras().cancellations;
    if (left == 0) {
      flags &= ~MUST_CANCEL;
    }
    return left;
  }

  // ---------------------------------------------------------------- where it is suspended

  /** The innermost methods of the logical stack, at most {@code limit}. Called by any thread. */
  protected final List<StackTraceElement> stack(int limit) {
    return state() == State.RUNNING && outcome instanceof Frame innermost
        ? AwaitStack.of(innermost, limit)
        : List.of();
  }

  /**
   * The public name of the part of the library that this waits in; null when it waits elsewhere.
   */
  protected final String waitingPlace() {
    return AwaitStack.place(outcome instanceof Frame innermost ? innermost : null);
  }

  // ---------------------------------------------------------------- for the loop

  /** The context variables as the body last saw them. */
  protected final Variables variables() {
    return stamp instanceof TaskExtras extras ? extras.variables : null;
  }

  /** What the task waits for; null when it does not wait. */
  protected final Object awaiting() {
    return awaiting;
  }

  /** The loop's time at about the moment when this was made. */
  protected final long created() {
    return stamp.nanos();
  }

  /** Whether this is done with a failure. */
  protected final boolean hasFailed() {
    return (flags & OUTCOME) == FAILED;
  }

  /** Reports this new task to the flight recorder. */
  protected final void startRecord(LoopObserver observer) {
    TaskRecord record = observer.taskMade(self());
    if (record != null) {
      extras().record = record;
    }
  }

  /** Makes a view of this task complete inside the step in which this ends. */
  protected final void completeAtOnce(TaskFollower view) {
    extras().view = view;
  }

  /**
   * Runs the body as far as it goes, between two callbacks.
   *
   * @param engine the engine of this task's loop. It is a parameter because reading it through the
   *     task would have to wait for the load of the task
   */
  protected final void step(LoopEngine engine) {
    step(engine, null, null);
  }

  /** Runs the body as far as it goes, inside of the code that runs now. */
  protected final void stepInside() {
    LoopEngine engine = engine();
    step(engine, engine.context.current, engine.context.variables);
  }

  /** Runs the body. Meanwhile this is the running task in place of {@code outer}. */
  private void step(LoopEngine engine, Task<?> outer, Variables outerVariables) {
    Object value = null;
    Throwable error = null;
    Object source = awaiting;
    if (source != null) {
      awaiting = null;
      if (source instanceof Future<?> future) {
        error = future.takeError();
        value = future.outcome;
      } else if (source instanceof Yield yielded) {
        value = yielded.value;
      } else {
        error = (Throwable) source;
      }
    }
    if ((flags & MUST_CANCEL) != 0) {
      error = takeCancellation(error);
    }
    TaskContext context = engine.context;
    context.current = self();
    Variables own = (flags & EXTRAS) != 0 ? beginExtras() : null;
    if (own != outerVariables) {
      context.variables = own;
      Variables.enter(own);
    }
    Object result;
    try {
      result = run(value, error, context);
    } catch (Throwable t) {
      leave(context, own, outer, outerVariables);
      finishWith(context.abandon(t));
      return;
    }
    leave(context, own, outer, outerVariables);
    if (context.suspended) {
      suspend(engine);
    } else {
      finish(context.boxed(result));
    }
  }

  private Throwable takeCancellation(Throwable error) {
    flags &= ~MUST_CANCEL;
    return error instanceof CancelledError ? error : new CancelledError(extras().cancelMessage);
  }

  /** Counts the step if that is wanted, and returns the task's own variables. */
  private Variables beginExtras() {
    TaskExtras extras = extras();
    if (extras.record != null) {
      extras.record.steps++;
    }
    return extras.values == null ? extras.variables : extras.values.beginStep(extras.variables);
  }

  /** Makes this task see and change the variables of {@code values} in place of its own. */
  final void shareValues(SharedVariables values) {
    extras().values = values;
  }

  private Object run(Object value, Throwable error, TaskContext context) throws Throwable {
    Object program = outcome;
    outcome = null;
    if ((flags & STARTED) != 0) {
      return context.proceed((Frame) program, value, error);
    }
    if (error != null) {
      throw error;
    }
    flags |= STARTED;
    return Coroutine.begin(program, context);
  }

  /** Whether a step consists of running the body only, with nothing to do before and after. */
  protected final boolean isPlain() {
    return (flags & (MUST_CANCEL | EXTRAS)) == 0;
  }

  /** Makes {@code outer} the running task again. */
  private void leave(TaskContext context, Variables own, Task<?> outer, Variables outerVariables) {
    Variables left = context.variables;
    if (left != own) {
      extras().variables = left;
    }
    if (left != outerVariables) {
      context.variables = outerVariables;
      Variables.leave(own);
    }
    context.returnTo(outer);
  }

  private void suspend(LoopEngine engine) {
    TaskContext context = engine.context;
    Object what = context.waitsFor();
    outcome = context.takeFrames();
    if (what == null) {
      engine.add(this);
    } else if (what instanceof Future<?> future) {
      waitFor(future, engine);
    } else {
      awaiting = what;
      engine.add(this);
    }
  }

  private void waitFor(Future<?> future, LoopEngine engine) {
    if (future.engine() != engine) {
      throwSoon(future.foreign());
    } else if (future == this) {
      throwSoon("a task cannot await itself: " + this);
    } else {
      awaiting = future;
      future.addWaiter(this);
      if ((flags & MUST_CANCEL) != 0 && future.cancel(extras().cancelMessage)) {
        flags &= ~MUST_CANCEL;
      }
    }
  }

  private void throwSoon(String mistake) {
    awaiting = new IllegalStateException(mistake);
    engine().add(this);
  }

  private void finish(Object result) {
    engine().tasks.remove(self());
    if ((flags & MUST_CANCEL) != 0) {
      flags &= ~MUST_CANCEL;
      complete(CANCELLED, extras().cancelMessage);
    } else {
      succeed(result);
    }
    tellObservers();
  }

  private void finishWith(Throwable error) {
    engine().tasks.remove(self());
    if (error instanceof CancelledError) {
      complete(CANCELLED, error);
    } else {
      fail(error);
    }
    tellObservers();
    if (Throwables.isFatal(error)) {
      throw Throwables.rethrow(error);
    }
  }

  /** Notifies the waiters that the loop is closed and this will never be done. */
  protected final void abandon() {
    waiters()
        .forEach(
            waiter -> {
              if (waiter instanceof Callback ready) {
                ready.drop();
              }
            });
    if (stamp instanceof TaskExtras extras && extras.view != null) {
      extras.view.loopClosed();
    }
  }

  /** Notifies those that follow this task without waiting for it. */
  private void tellObservers() {
    if (stamp instanceof TaskExtras extras) {
      if (extras.view != null) {
        extras.view.take();
      }
      if (extras.record != null) {
        extras.record.end(self());
      }
    }
  }
}
