package dev.fermata.internal.bridge;

import dev.fermata.Future;
import dev.fermata.internal.core.LoopEngine;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The outcome of a hosted loop, which is known when the loop is closed.
 *
 * @param <T> the type of the main coroutine's value
 */
public final class HostedFuture<T> extends BodyFuture<T> {
  private final LoopEngine engine;

  /** Cancels the main coroutine, with a message that may be null; called by any thread. */
  private final Consumer<String> canceller;

  private boolean asked;

  public HostedFuture(LoopEngine engine, Consumer<String> canceller) {
    this.engine = engine;
    this.canceller = canceller;
  }

  @Override
  boolean cancelBody(CancelRelay relay) {
    if (isDone() || !asksFirst()) {
      return false;
    }
    canceller.accept(relay.message());
    return true;
  }

  /** Two loops that wait for each other would ask each other for ever. */
  private synchronized boolean asksFirst() {
    boolean first = !asked;
    asked = true;
    return first;
  }

  /** Cancels the main coroutine, too. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (cancelThis()) {
      canceller.accept(null);
    }
    return isCancelled();
  }

  /**
   * Takes the outcome of the main coroutine.
   *
   * @param error its failure or cancellation; null for none
   */
  public void take(Future<T> main, Throwable error) {
    try {
      copy(main, error, engine);
    } catch (Throwable broken) {
      Dependants.goOn(this, broken);
    }
  }

  /**
   * Fails.
   *
   * @return false where this has been cancelled before
   */
  public boolean fail(Throwable error) {
    boolean fails = !isDone();
    try {
      failWith(error, engine.isDebug(), engine);
    } catch (Throwable broken) {
      Dependants.goOn(this, broken);
    }
    return fails;
  }

  @Override
  void report(Map<String, Object> context) {
    engine.failures.report(context);
  }
}
