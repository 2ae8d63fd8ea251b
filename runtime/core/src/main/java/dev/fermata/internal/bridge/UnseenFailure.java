package dev.fermata.internal.bridge;

import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.LoopEngine;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The failure, in debug mode, of an asynchronous method that returns a {@code CompletableFuture}.
 * It is reported when the future is collected and nobody has looked at it. It must not hold the
 * future or the error, which may refer to the future.
 */
final class UnseenFailure implements Runnable {
  private static final Map<BodyFuture<?>, UnseenFailure> UNSEEN =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * Whether there has ever been such a failure. Before that, looks at outcomes need not be noted.
   */
  private static volatile boolean possible;

  private final Exception copy;

  /** The loop that gets the report; null outside of any loop. */
  private final WeakReference<LoopEngine> engine;

  private Cleaner.Cleanable registration;

  private volatile boolean settled;

  private UnseenFailure(Throwable error, LoopEngine engine) {
    this.copy = Failures.copyOf(error);
    this.engine = engine == null ? null : engine.weakly;
  }

  /** Called when a future without dependents has failed. */
  static void watch(BodyFuture<?> future, Throwable error, LoopEngine engine) {
    possible = true;
    UnseenFailure record = new UnseenFailure(error, engine);
    UNSEEN.put(future, record);
    record.registration = Failures.CLEANER.register(future, record);
  }

  /** Called when somebody looks at the outcome of a future. */
  static void seen(BodyFuture<?> future) {
    UnseenFailure record = possible ? UNSEEN.remove(future) : null;
    if (record != null) {
      record.settled = true;
      record.registration.clean();
    }
  }

  /** Called by the cleaner's thread when the future has been collected. */
  @Override
  public void run() {
    if (settled) {
      return;
    }
    LoopEngine owner = engine == null ? null : engine.get();
    Map<String, Object> context =
        Failures.context(
            "a CompletableFuture of an asynchronous method has failed, and nobody has looked at it",
            copy);
    if (owner == null) {
      Failures.log(context);
      return;
    }
    try {
      owner.addFromStranger(Callback.of(() -> owner.failures.report(context)));
    } catch (IllegalStateException closed) {
      Failures.log(context);
    }
  }
}
