package dev.fermata;

import dev.fermata.loop.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Says what the handles of an {@link EventLoop}'s engine are, and how each is run. */
final class LoopEngine extends OwnedEngine {
  /** In debug mode, a step that takes longer is reported: asyncio's 100 ms. */
  long slowStepNanos = 100_000_000L;

  /** Null until the first step in debug mode. */
  Watchdog watchdog;

  final EventLoop loop;

  /** What all tasks of the loop run in. */
  final TaskContext context;

  /** Whether somebody waits for the loop to come to an end, so that being stuck is an error. */
  boolean resultAwaited;

  /** Whether each step is timed, or recorded. */
  private boolean observed;

  /** Whether this run has been reported as stuck. */
  boolean deadlockTold;

  /** Whether threads call that this loop knows nothing of: they may do so again. */
  volatile boolean calledByStrangers;

  /** What an interrupt of the loop's thread cancels; null for nothing. */
  Task<?> interruptible;

  /** What waits for the moment in which nothing is ready. */
  private List<Signal> quietWaiters = List.of();

  LoopEngine(EventLoop loop, Clock clock, Random order) {
    super(clock, order);
    this.loop = loop;
    this.context = new TaskContext(loop);
  }

  /** A future that is done as soon as nothing is ready and no timer is due. */
  Signal whenQuiet() {
    Signal quiet = new Signal(loop);
    if (quietWaiters.isEmpty()) {
      quietWaiters = new ArrayList<>();
    }
    quietWaiters.add(quiet);
    return quiet;
  }

  @Override
  protected boolean awaitsQuiet() {
    return !quietWaiters.isEmpty();
  }

  @Override
  protected void quiet() {
    List<Signal> waiters = quietWaiters;
    quietWaiters = List.of();
    waiters.forEach(Signal::fire);
  }

  @Override
  protected void execute(Object handle) {
    if (observed) {
      executeObserved(handle);
    } else {
      dispatch(handle);
    }
  }

  /**
   * Whether the handle that runs is the last of its pass and the only one of the next, should it
   * want to run in that: nothing else is ready, and nobody looks at the steps.
   */
  boolean passIsOver() {
    return isAllDone() && !observed;
  }

  private void executeObserved(Object handle) {
    if (loop.debug) {
      executeTimed(handle);
    } else {
      dispatchRecorded(handle);
    }
  }

  /** Looks whether steps are to be observed; called now and then, and when debug mode changes. */
  void look() {
    Flight.look();
    observed = loop.debug || Flight.recorded;
  }

  /** Runs a handle, and tells the flight recorder when that takes long. */
  private void dispatchRecorded(Object handle) {
    Object what = handle instanceof Handle callback ? callback.callback() : handle;
    FlightEvents.SlowStep event = FlightEvents.stepBegins();
    try {
      dispatch(handle);
    } finally {
      FlightEvents.stepEnds(event, what);
    }
  }

  private void dispatch(Object handle) {
    if (handle instanceof Task<?> task) {
      task.step(this);
    } else if (handle instanceof Ready ready) {
      try {
        ready.run();
      } catch (Throwable error) {
        loop.failures.callbackFailed(ready, error);
      } finally {
        context.variables = null;
      }
    } else if (handle instanceof SleepFuture<?> sleep) {
      sleep.fire();
    } else {
      ((TimeLimit) handle).expire();
    }
  }

  private void executeTimed(Object handle) {
    if (watchdog == null) {
      watchdog = Watchdog.start(loop);
    }
    String name = handle.toString();
    watchdog.stepBegins(slowStepNanos);
    long begin = System.nanoTime();
    List<StackTraceElement> stack = List.of();
    try {
      if (Flight.recorded) {
        dispatchRecorded(handle);
      } else {
        dispatch(handle);
      }
    } finally {
      stack = watchdog.stepEnds();
    }
    long nanos = System.nanoTime() - begin;
    if (nanos >= slowStepNanos) {
      reportSlow(handle, "Executing " + name + " took " + nanos / 1_000_000 + " ms", stack);
    }
  }

  @Override
  protected void pausing() {
    look();
  }

  @Override
  protected void dropped(Object handle) {
    if (handle instanceof Ready ready) {
      ready.drop();
    }
  }

  private void reportSlow(Object handle, String message, List<StackTraceElement> stack) {
    Map<String, Object> context = Failures.context(message, null);
    context.put("stack", stack);
    if (handle instanceof Task) {
      context.put("task", handle);
    } else if (handle instanceof Handle) {
      context.put("handle", handle);
    }
    loop.failures.report(context);
  }

  @Override
  protected boolean isCancelled(Object timer) {
    if (timer instanceof TimeLimit limit) {
      return limit.isOver();
    }
    return timer instanceof Handle handle ? handle.isCancelled() : ((Future<?>) timer).isDone();
  }

  @Override
  protected void stuck() {
    boolean suspicious = loop.debug && !deadlockTold && !calledByStrangers;
    if (!resultAwaited || !(isVirtual() || suspicious)) {
      return;
    }
    deadlockTold = true;
    String report =
        "deadlock: nothing is ready, no timer runs, and nothing outside is being waited for."
            + " Unfinished tasks: "
            + loop.allTasks().stream()
                .map(LoopEngine::whereabouts)
                .collect(Collectors.joining("; "));
    if (isVirtual()) {
      throw new IllegalStateException(report);
    }
    // In real time, a thread that we know nothing of may still call.
    loop.failures.report(Failures.context(report, null));
  }

  @Override
  protected void interrupted() {
    if (interruptible != null) {
      interruptible.cancel();
    }
  }

  private static String whereabouts(Task<?> task) {
    StringBuilder text = new StringBuilder(task.getName());
    if (task.awaiting() != null) {
      text.append(" waits for ").append(task.awaiting());
    }
    for (StackTraceElement element : task.awaitStack()) {
      text.append(" at ").append(element);
    }
    return text.toString();
  }
}
