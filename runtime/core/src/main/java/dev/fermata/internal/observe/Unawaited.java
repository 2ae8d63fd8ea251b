package dev.fermata.internal.observe;

import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.CloseListener;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Origin;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;

/**
 * The record of a coroutine that was made in a loop in debug mode and that nobody has used yet. It
 * is reported when the coroutine is collected or the loop is closed. It must not hold the coroutine
 * or the loop.
 */
public final class Unawaited implements Runnable, CloseListener {
  /** Whether any loop has ever been in debug mode. Before that, nothing looks for the loop. */
  public static volatile boolean possible;

  private final WeakReference<LoopEngine> engine;
  private final List<StackTraceElement> origin;
  private Cleaner.Cleanable registration;

  /**
   * Whether the coroutine has been used, closed or reported. Also written by the cleaner's thread.
   */
  private volatile boolean settled;

  private Unawaited(LoopEngine engine) {
    this.engine = engine.weakly;
    this.origin = Origin.here();
  }

  static Unawaited watch(TrackedCoroutine<?> coroutine, LoopEngine engine) {
    Unawaited record = new Unawaited(engine);
    engine.unawaited.add(record);
    record.registration = Failures.CLEANER.register(coroutine, record);
    return record;
  }

  /** Called when there is nothing to report any more. */
  void settle() {
    if (!settled) {
      settled = true;
      LoopEngine owner = engine.get();
      if (owner != null) {
        owner.unawaited.remove(this);
      }
      registration.clean();
    }
  }

  /** Called by the cleaner's thread when the coroutine has been collected. */
  @Override
  public void run() {
    LoopEngine owner = engine.get();
    if (settled || owner == null) {
      return;
    }
    try {
      owner.addFromStranger(Callback.of(this::loopClosed));
    } catch (IllegalStateException closed) {
      // It was reported when the loop was closed.
    }
  }

  /** Reports this to the loop's exception handler, once. */
  @Override
  public void loopClosed() {
    LoopEngine owner = engine.get();
    if (settled || owner == null) {
      return;
    }
    settle();
    String method =
        origin.isEmpty()
            ? "coroutine"
            : "coroutine " + origin.get(0).getClassName() + "." + origin.get(0).getMethodName();
    Map<String, Object> context = Failures.context(method + " was never awaited", null);
    context.put("origin", origin);
    owner.failures.report(context);
  }
}
