package dev.fermata;

import dev.fermata.continuation.Frame;
import java.util.List;

/**
 * A coroutine that runs by itself, turn by turn, in an event loop; asyncio's {@code Task}. It is
 * the future of the coroutine's outcome, and only the coroutine completes it.
 *
 * <p>Made by {@link Fermata#createTask createTask}, which queues its first step. The loop keeps its
 * unfinished tasks alive.
 *
 * @param <T> the type of the coroutine's value
 */
public final class Task<T> extends Future<T> {
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

  /** The next one of the loop's unfinished tasks; the one before is kept by the coroutine. */
  Task<?> next;

  private final Coroutine<T> coroutine;
  private Object awaiting;

  Task(EventLoop loop, Coroutine<T> coroutine, String name, long number, Variables variables) {
    super(loop.moments.now(number));
    this.coroutine = coroutine;
    this.outcome = coroutine.take();
    if (name != null) {
      extras().name = name;
    } else {
      flags = (int) (number - moment.firstNumber()) << NUMBER_SHIFT;
    }
    if (variables != null) {
      extras().variables = variables;
    }
    if (loop.debug) {
      extras().origin = Origin.here();
    }
  }

  private TaskExtras extras() {
    if (moment instanceof TaskExtras own) {
      return own;
    }
    TaskExtras made = new TaskExtras(moment);
    moment = made;
    flags |= EXTRAS;
    return made;
  }

  // ---------------------------------------------------------------- for users

  /**
   * The task's name; may be called from any thread. asyncio's {@code Task.get_name}.
   *
   * @return the name given to it, or "Task-" and its number among the loop's tasks
   */
  public String getName() {
    return moment instanceof TaskExtras extras && extras.name != null
        ? extras.name
        : "Task-" + (moment.firstNumber() + (flags >>> NUMBER_SHIFT));
  }

  /**
   * Gives the task another name. asyncio's {@code Task.set_name}.
   *
   * @param name the name, not null
   */
  public void setName(String name) {
    if (name == null) {
      throw new NullPointerException("name");
    }
    loop().checkThread();
    extras().name = name;
  }

  /**
   * What this task runs; may be called from any thread. asyncio's {@code Task.get_coro}.
   *
   * @return the coroutine that the task was made of
   */
  public Coroutine<T> coroutine() {
    return coroutine;
  }

  /**
   * Not for tasks.
   *
   * @throws IllegalStateException always
   */
  @Override
  public void setResult(T value) {
    throw onlyItsBody();
  }

  /**
   * Not for tasks.
   *
   * @throws IllegalStateException always
   */
  @Override
  public void setException(Throwable error) {
    throw onlyItsBody();
  }

  private static IllegalStateException onlyItsBody() {
    return new IllegalStateException("a task is completed by its coroutine only");
  }

  /**
   * Asks the task to end: a {@link CancelledError} is thrown into its body. When the task waits for
   * a future or another task, that is cancelled now, and the error reaches the body in the next
   * pass of the loop; the body may clean up, await, and even swallow the error. A task that has not
   * started ends without running its body. asyncio's {@code Task.cancel}.
   *
   * <p>Where tasks wait for each other in a circle, directly or through {@code gather}, only the
   * task itself gets the error, and the others do not.
   *
   * @param message the error's message; may be null
   * @return false when the task is done already
   */
  @Override
  public boolean cancel(String message) {
    loop().checkThread();
    hear();
    if (isDone()) {
      return false;
    }
    if (!CancelWalk.leadsOn(this)) {
      cancelHere(message, 1);
    } else if (!CancelWalk.cancel(this, message)) {
      leaveCircle(message);
      cancelHere(message, 1);
    }
    return true;
  }

  /**
   * Cancels this and what it waits for, which leads to nothing else.
   *
   * @param times as how many requests this counts
   */
  void cancelHere(String message, int times) {
    countCancellations(times);
    if (!(awaiting instanceof Future<?> future && future.cancel(message))) {
      cancelNextStep(message);
    }
  }

  /** Gives up waiting, so that this gets the error. */
  private void leaveCircle(String message) {
    if (awaiting instanceof Gather<?> gather) {
      // Nobody would hear of its end.
      gather.abandon(message);
      return;
    }
    ((Future<?>) awaiting).removeWaiter(this);
    awaiting = null;
    loop().engine.add(this);
  }

  /** Takes note of requests to cancel this. */
  void countCancellations(int times) {
    TaskExtras extras = extras();
    extras.cancellations = CancelWalk.sum(extras.cancellations, times);
  }

  /** Has the next step throw the error. */
  void cancelNextStep(String message) {
    flags |= MUST_CANCEL;
    extras().cancelMessage = message;
  }

  /**
   * How many requests to cancel this task have not been withdrawn; may be called from any thread,
   * as {@link #isDone}. asyncio's {@code Task.cancelling}.
   *
   * @return calls of {@code cancel} while it was not done, less those of {@link #uncancel}
   */
  public int cancelling() {
    return moment instanceof TaskExtras extras ? extras.cancellations : 0;
  }

  /**
   * Withdraws one request to cancel this task. When none is left, an error that has not yet been
   * thrown into the body will not be. asyncio's {@code Task.uncancel}.
   *
   * @return how many requests are left
   */
  public int uncancel() {
    loop().checkThread();
    if (cancelling() == 0) {
      return 0;
    }
    int left = --extras().cancellations;
    if (left == 0) {
      flags &= ~MUST_CANCEL;
    }
    return left;
  }

  /**
   * Where the task is suspended: every asynchronous method that has begun and not ended, with the
   * line at which it waits, the innermost first. asyncio's {@code Task.get_stack} tells the
   * innermost method only.
   *
   * @return an unmodifiable list; empty when the task has not started, runs right now, or is done
   */
  public List<StackTraceElement> awaitStack() {
    loop().checkThread();
    return awaitStack(Integer.MAX_VALUE);
  }

  /** The innermost methods of {@link #awaitStack()}, as many as {@code limit}; in any thread. */
  List<StackTraceElement> awaitStack(int limit) {
    return state() == State.RUNNING && outcome instanceof Frame innermost
        ? AwaitStack.of(innermost, limit)
        : List.of();
  }

  /** What users know the part of the library as that this waits in; null where it is none. */
  String waitingPlace() {
    return AwaitStack.place(outcome instanceof Frame innermost ? innermost : null);
  }

  /**
   * What made this task; may be called from any thread. asyncio keeps it in debug mode too, and
   * tells it in its reports.
   *
   * @return the stack of the call that created it, the innermost first, without this library's own
   *     methods; empty unless the loop was in debug mode then
   */
  public List<StackTraceElement> creationStack() {
    return moment instanceof TaskExtras extras && extras.origin != null ? extras.origin : List.of();
  }

  @Override
  public String toString() {
    return "Task[" + getName() + ", " + describe() + "]";
  }

  // ---------------------------------------------------------------- for the loop

  /** The context variables as the body last saw them. */
  Variables variables() {
    return moment instanceof TaskExtras extras ? extras.variables : null;
  }

  /** What the task waits for; null when it does not wait. */
  Object awaiting() {
    return awaiting;
  }

  /** The loop's time when this was made, more or less. */
  long created() {
    return moment.nanos();
  }

  /** Whether this is done with a failure. */
  boolean hasFailed() {
    return (flags & OUTCOME) == FAILED;
  }

  /** Tells the flight recorder of this new task. */
  void startRecord() {
    TaskRecord record = FlightEvents.taskMade(this);
    if (record != null) {
      extras().record = record;
    }
  }

  /** Has a view of this task completed inside the step in which this ends. */
  void completeAtOnce(LoopView<?> view) {
    extras().view = view;
  }

  /**
   * Runs the body as far as it goes, between two callbacks.
   *
   * @param engine this task's loop's. It is handed down, because what is read through the task
   *     waits for the task, which the loop has just read: with it, the next turn would have to wait
   */
  void step(LoopEngine engine) {
    step(engine, null, null);
  }

  /** Runs the body as far as it goes, inside of whatever runs now. */
  void stepInside() {
    LoopEngine engine = engine();
    step(engine, engine.context.current, engine.context.variables);
  }

  /** Runs the body, as the running task in place of {@code outer}. */
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
    context.current = this;
    Variables own = (flags & EXTRAS) != 0 ? beginExtras() : null;
    if (own != outerVariables) {
      context.variables = own;
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

  /** Counts the step where that is wanted, and gives the task's own variables. */
  private Variables beginExtras() {
    TaskExtras extras = extras();
    if (extras.record != null) {
      extras.record.steps++;
    }
    return extras.variables;
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

  /** Whether there is nothing to be done before and after a step but to run the body. */
  boolean isPlain() {
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
    loop().tasks.remove(this);
    if ((flags & MUST_CANCEL) != 0) {
      flags &= ~MUST_CANCEL;
      complete(CANCELLED, extras().cancelMessage);
    } else {
      succeed(result);
    }
    tellObservers();
  }

  private void finishWith(Throwable error) {
    loop().tasks.remove(this);
    if (error instanceof CancelledError) {
      complete(CANCELLED, error);
    } else {
      fail(error);
    }
    tellObservers();
    if (Sneaky.isFatal(error)) {
      throw Sneaky.rethrow(error);
    }
  }

  /** The loop is closed, and this will never be done: those hear of it who might wait in vain. */
  void abandon() {
    waiters()
        .forEach(
            waiter -> {
              if (waiter instanceof Ready ready) {
                ready.drop();
              }
            });
    if (moment instanceof TaskExtras extras && extras.view != null) {
      extras.view.loopClosed();
    }
  }

  /** Tells those that follow this task without waiting for it. */
  private void tellObservers() {
    if (moment instanceof TaskExtras extras) {
      if (extras.view != null) {
        extras.view.take();
      }
      if (extras.record != null) {
        extras.record.end(this);
      }
    }
  }
}
