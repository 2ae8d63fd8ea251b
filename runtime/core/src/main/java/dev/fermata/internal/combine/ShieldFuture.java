package dev.fermata.internal.combine;

import dev.fermata.Future;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import java.util.List;

/**
 * The future of {@code shield}. It gets the outcome of another future, and leaves that one alone
 * when it is cancelled itself.
 */
public final class ShieldFuture<T> extends Future<T> {
  private final Future<? extends T> inner;
  private final Callback innerDone = new InnerDone(this);

  private ShieldFuture(Future<? extends T> inner) {
    super(Futures.engine(inner).origin);
    this.inner = inner;
  }

  /** Gives {@code inner} itself when it is done. */
  @SuppressWarnings("unchecked")
  public static <T> Future<T> of(Future<? extends T> inner) {
    Futures.engine(inner).checkThread();
    if (inner.isDone()) {
      return (Future<T>) inner;
    }
    ShieldFuture<T> shield = new ShieldFuture<>(inner);
    Futures.addWaiter(inner, shield.innerDone);
    return shield;
  }

  @Override
  public boolean cancel(String message) {
    checkThread();
    if (!isDone()) {
      engine().add(new Abandoned(this));
    }
    return super.cancel(message);
  }

  private void copyOutcome() {
    if (isDone()) {
      if (!isCancelled()) {
        return;
      }
      Futures.takeError(inner);
    } else if (inner.isCancelled()) {
      cancel();
    } else {
      Throwable error = Futures.takeError(inner);
      if (error != null) {
        fail(error);
      } else {
        succeed(Futures.outcome(inner));
      }
    }
  }

  @Override
  protected String label() {
    return "shield";
  }

  private static final class InnerDone extends Callback {
    private final ShieldFuture<?> shield;

    InnerDone(ShieldFuture<?> shield) {
      this.shield = shield;
    }

    @Override
    protected List<? extends Future<?>> wakes() {
      return List.of(shield);
    }

    @Override
    protected void run() {
      shield.copyOutcome();
    }
  }

  /** Stops listening after a cancellation: a later failure of the inner one is unretrieved. */
  private static final class Abandoned extends Callback {
    private final ShieldFuture<?> shield;

    Abandoned(ShieldFuture<?> shield) {
      this.shield = shield;
    }

    @Override
    protected void run() {
      if (!shield.inner.isDone()) {
        Futures.removeWaiter(shield.inner, shield.innerDone);
      }
    }
  }
}
