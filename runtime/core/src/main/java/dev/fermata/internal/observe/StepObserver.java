package dev.fermata.internal.observe;

import dev.fermata.Handle;
import dev.fermata.Task;
import dev.fermata.internal.core.Callbacks;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.LoopObserver;
import dev.fermata.internal.core.TaskRecord;
import java.util.List;
import java.util.Map;

/** Times the steps of a loop in debug mode, and reports steps and tasks to the flight recorder. */
public final class StepObserver implements LoopObserver {
  /** Debug mode reports a step that takes longer. The value is asyncio's. */
  private long slowStepNanos = 100_000_000L;

  private boolean debug;

  /** Null until the first step in debug mode. */
  Watchdog watchdog;

  public StepObserver() {}

  /** Sets how long a step may take before debug mode reports it. */
  public void setSlowStep(long nanos) {
    slowStepNanos = nanos;
  }

  @Override
  public void loopClosed() {
    if (watchdog != null) {
      watchdog.stop();
    }
  }

  @Override
  public boolean observesSteps(boolean inDebugMode) {
    JfrSupport.look();
    debug = inDebugMode;
    return inDebugMode || JfrSupport.recorded;
  }

  @Override
  public boolean recordsTasks() {
    return JfrSupport.recorded;
  }

  @Override
  public TaskRecord taskMade(Task<?> task) {
    return JfrEvents.taskMade(task);
  }

  @Override
  public void step(Object handle, LoopEngine engine) {
    if (debug) {
      stepTimed(handle, engine);
    } else {
      stepRecorded(handle, engine);
    }
  }

  /** Runs a handle, and reports it to the flight recorder when it takes long. */
  private static void stepRecorded(Object handle, LoopEngine engine) {
    Object what = Callbacks.action(handle);
    JfrEvents.SlowStep event = JfrEvents.stepBegins();
    try {
      engine.dispatch(handle);
    } finally {
      JfrEvents.stepEnds(event, what);
    }
  }

  private void stepTimed(Object handle, LoopEngine engine) {
    if (watchdog == null) {
      watchdog = Watchdog.start(engine);
    }
    String name = handle.toString();
    watchdog.stepBegins(slowStepNanos);
    long begin = System.nanoTime();
    List<StackTraceElement> stack = List.of();
    try {
      if (JfrSupport.recorded) {
        stepRecorded(handle, engine);
      } else {
        engine.dispatch(handle);
      }
    } finally {
      stack = watchdog.stepEnds();
    }
    long nanos = System.nanoTime() - begin;
    if (nanos >= slowStepNanos) {
      String message = "Executing " + name + " took " + nanos / 1_000_000 + " ms";
      report(handle, message, stack, engine);
    }
  }

  private static void report(
      Object handle, String message, List<StackTraceElement> stack, LoopEngine engine) {
    Map<String, Object> context = Failures.context(message, null);
    context.put("stack", stack);
    if (handle instanceof Task) {
      context.put("task", handle);
    } else if (handle instanceof Handle) {
      context.put("handle", handle);
    }
    engine.failures.report(context);
  }
}
