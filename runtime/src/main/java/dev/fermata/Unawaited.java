package dev.fermata;

import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Map;

/**
 * A coroutine that nobody has used yet, made in a loop in debug mode. It is reported when the
 * coroutine is collected or the loop is closed; it must not hold the coroutine.
 */
final class Unawaited implements Runnable {
  /** Whether any loop has ever been in debug mode: before that nothing asks for the loop. */
  static volatile boolean possible;

  private final EventLoop loop;
  private final List<StackTraceElement> origin;
  private Cleaner.Cleanable registration;

  /** Used, closed or reported; also written by the cleaner's thread. */
  private volatile boolean settled;

  private Unawaited(EventLoop loop) {
    this.loop = loop;
    this.origin = Origin.here();
  }

  static Unawaited watch(TrackedCoroutine<?> coroutine, EventLoop loop) {
    Unawaited record = new Unawaited(loop);
    loop.unawaited.add(record);
    record.registration = UnheardFailure.CLEANER.register(coroutine, record);
    return record;
  }

  /** There is nothing to report any more. */
  void settle() {
    if (!settled) {
      settled = true;
      loop.unawaited.remove(this);
      registration.clean();
    }
  }

  /** The coroutine has been collected: called by the cleaner's thread. */
  @Override
  public void run() {
    if (settled) {
      return;
    }
    try {
      loop.callSoonThreadsafe(this::report);
    } catch (IllegalStateException closed) {
      // Reported when the loop was closed.
    }
  }

  /** Tells the loop's exception handler, once. */
  void report() {
    if (settled) {
      return;
    }
    settle();
    String method =
        origin.isEmpty()
            ? "coroutine"
            : "coroutine " + origin.get(0).getClassName() + "." + origin.get(0).getMethodName();
    Map<String, Object> context = Failures.context(method + " was never awaited", null);
    context.put("origin", origin);
    loop.failures.report(context);
  }
}
