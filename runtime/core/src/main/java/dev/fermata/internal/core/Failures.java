package dev.fermata.internal.core;

import dev.fermata.Future;
import dev.fermata.Handle;
import dev.fermata.LoopExceptionHandler;
import dev.fermata.Task;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reports a loop's errors that no code receives: errors of callbacks, and failures of futures that
 * nobody asks for.
 *
 * <p>A failure without listeners is reported as soon as the loop runs out of ready handles, or
 * after {@link #PATIENCE} passes. Until then somebody may begin to listen. A failure with listeners
 * is left to them, and reported when its future is collected. When the loop closes, both are
 * reported.
 */
public final class Failures {
  /** How many passes of a busy loop a failure without listeners stays unreported. */
  private static final int PATIENCE = 64;

  /** Finds the objects that nobody can reach any more. */
  public static final Cleaner CLEANER = Cleaner.create();

  private final LoopEngine engine;
  private final ArrayDeque<Recent> recent = new ArrayDeque<>();
  private final Set<UnretrievedFailure> left = new LinkedHashSet<>();
  private LoopExceptionHandler handler;

  /** A future that failed recently. */
  private record Recent(Future<?> future, boolean expected, long pass) {}

  Failures(LoopEngine engine) {
    this.engine = engine;
  }

  public void setHandler(LoopExceptionHandler handler) {
    this.handler = handler;
  }

  // ---------------------------------------------------------------- the handler

  /** Reports that a callback threw {@code error}. */
  public void callbackFailed(Callback callback, Throwable error) {
    if (Throwables.isFatal(error)) {
      throw Throwables.rethrow(error);
    }
    Map<String, Object> context = context("Exception in callback " + callback, error);
    if (callback instanceof Handle) {
      context.put("handle", callback);
    }
    if (callback.origin() != null) {
      context.put("origin", callback.origin());
    }
    report(context);
  }

  public static Map<String, Object> context(String message, Throwable error) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("message", message);
    if (error != null) {
      context.put("exception", error);
    }
    return context;
  }

  /**
   * Passes a context to the handler, and an error of the handler itself to the default handler.
   * Only a fatal error leaves this method.
   */
  public void report(Map<String, Object> context) {
    if (handler == null) {
      log(context);
      return;
    }
    try {
      handler.handle(engine.loop, context);
    } catch (Throwable error) {
      if (Throwables.isFatal(error)) {
        throw Throwables.rethrow(error);
      }
      Map<String, Object> second = context("Unhandled error in exception handler", error);
      second.put("context", context);
      log(second);
    }
  }

  /** A copy of an error for reports, which holds nothing of the program. */
  public static Exception copyOf(Throwable error) {
    return FailureCopy.of(error);
  }

  /** The default handler: one record in the log. */
  public static void log(Map<String, Object> context) {
    Map<String, Object> copy = copy(Objects.requireNonNull(context, "context"));
    Object message = copy.remove("message");
    Object exception = copy.get("exception");
    Throwable error = exception instanceof Throwable thrown ? thrown : null;
    // What only debug mode tells of is no error.
    boolean isAdvice =
        exception == null && (copy.containsKey("origin") || copy.containsKey("stack"));
    if (error != null || exception == null) {
      copy.remove("exception");
    }
    Map<String, String> details = new TreeMap<>();
    copy.forEach((key, value) -> details.put(Words.of(key), Words.ofDetail(value)));
    StringBuilder text = new StringBuilder();
    text.append(message == null ? "Unhandled exception in event loop" : Words.of(message));
    details.forEach((key, value) -> text.append('\n').append(key).append(": ").append(value));
    Log.write(isAdvice ? Level.WARNING : Level.ERROR, text.toString(), error);
  }

  /** A context may be a user's map, whose methods may fail. */
  private static Map<String, Object> copy(Map<String, Object> context) {
    try {
      return new LinkedHashMap<>(context);
    } catch (Throwable error) {
      return context(
          "Context of an error that cannot be read: " + context.getClass().getName(), error);
    }
  }

  // ---------------------------------------------------------------- unretrieved failures

  /**
   * Called when a future has failed.
   *
   * @param expected whether anything was waiting for it
   */
  void expectListener(Future<?> future, boolean expected) {
    // An error that left the loop has reached the caller that ran it, so a report can wait.
    boolean patient = expected || Throwables.isFatal((Throwable) future.outcome);
    recent.add(new Recent(future, patient, engine.passes()));
    engine.returnAfterPass();
  }

  /** Called after each pass. */
  public void passEnded(boolean idle) {
    if (recent.isEmpty()) {
      return;
    }
    long patient = engine.passes() - PATIENCE;
    for (Recent next = recent.peek();
        next != null && (idle || next.pass() <= patient);
        next = recent.peek()) {
      recent.remove();
      settle(next);
    }
    if (!recent.isEmpty()) {
      engine.returnAfterPass();
    }
  }

  private void settle(Recent failed) {
    Future<?> future = failed.future();
    if ((future.flags & Future.UNRETRIEVED) == 0) {
      return;
    }
    if (failed.expected()) {
      UnretrievedFailure report = new UnretrievedFailure(future, message(future));
      left.add(report);
      future.attach(report);
    } else {
      reportUnretrieved(future);
    }
  }

  private static String message(Future<?> future) {
    return (future instanceof Task ? "Task" : "Future") + " exception was never retrieved";
  }

  private void reportUnretrieved(Future<?> future) {
    future.markRetrieved();
    Map<String, Object> context = context(message(future), (Throwable) future.outcome);
    context.put("future", future);
    if (future instanceof Task<?> task) {
      context.put("task", task);
      if (!task.creationStack().isEmpty()) {
        context.put("origin", task.creationStack());
      }
    }
    report(context);
  }

  void forget(UnretrievedFailure failure) {
    left.remove(failure);
  }

  /** Called by any thread when a future whose failure nobody asked for has been collected. */
  static void collected(UnretrievedFailure failure, WeakReference<LoopEngine> engine) {
    LoopEngine owner = engine.get();
    if (owner == null || !submit(owner, () -> owner.failures.reportLeft(failure))) {
      log(context(failure.message, failure.error()));
    }
  }

  /**
   * Reports something that was collected. Called by any thread.
   *
   * @param owner the loop that it belonged to; null when the loop was collected too
   */
  public static void reportFrom(LoopEngine owner, String message) {
    if (owner == null || !submit(owner, () -> owner.failures.report(context(message, null)))) {
      log(context(message, null));
    }
  }

  /** Makes an open loop run something; false when it is closed. */
  private static boolean submit(LoopEngine owner, Runnable callback) {
    if (!owner.isClosed()) {
      try {
        owner.addFromStranger(Callback.of(callback));
        return true;
      } catch (IllegalStateException closedMeanwhile) {
        // The same as when the loop was closed before.
      }
    }
    return false;
  }

  private void reportLeft(UnretrievedFailure failure) {
    if (left.remove(failure)) {
      report(context(failure.message, failure.error()));
    }
  }

  /** Called when the loop closes: reports what has not been reported yet. */
  void close() {
    for (UnretrievedFailure failure : List.copyOf(left)) {
      failure.withdraw();
      report(context(failure.message, failure.error()));
    }
    while (!recent.isEmpty()) {
      Future<?> future = recent.remove().future();
      if ((future.flags & Future.UNRETRIEVED) != 0) {
        reportUnretrieved(future);
      }
    }
  }
}
