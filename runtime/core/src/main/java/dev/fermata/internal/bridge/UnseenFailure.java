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
 * In debug mode, the failure of an asynchronous method that returns a {@code CompletableFuture}: it
 * is reported when the future is collected and nobody has looked at it. It must hold neither the
 * future nor the error, which may refer to the future.
 */
final class UnseenFailure implements Runnable {
  private static final Map<BodyFuture<?>, UnseenFailure> UNSEEN =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Whether there has ever been one: before that, nobody who looks is to be noted. */
  private static volatile boolean possible;

  private final Exception copy;

  /** The loop that is told; null outside of any. */
  private final WeakReference<LoopEngine> engine;

  private Cleaner.Cleanable registration;

  private volatile boolean settled;

  private UnseenFailure(Throwable error, LoopEngine engine) {
    this.copy = Failures.copyOf(error);
    this.engine = engine == null ? null : engine.weakly;
  }

  /** A future without dependents has failed. */
  static void watch(BodyFuture<?> future, Throwable error, LoopEngine engine) {
    possible = true;
    UnseenFailure record = new UnseenFailure(error, engine);
    UNSEEN.put(future, record);
    record.registration = Failures.CLEANER.register(future, record);
  }

  /** Somebody looks at the outcome of a future. */
  static void seen(BodyFuture<?> future) {
    UnseenFailure record = possible ? UNSEEN.remove(future) : null;
    if (record != null) {
      record.settled = true;
      record.registration.clean();
    }
  }

  /** The future has been collected: called by the cleaner's thread. */
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
