package dev.fermata;

import java.util.List;

/**
 * The future of {@code shield}: has the outcome of another one, which it leaves alone when it is
 * cancelled itself.
 */
final class Shield<T> extends Future<T> {
  private final Future<? extends T> inner;
  private final Ready innerDone = new InnerDone(this);

  private Shield(Future<? extends T> inner) {
    super(inner.loop());
    this.inner = inner;
  }

  /** Gives {@code inner} itself when it is done. */
  @SuppressWarnings("unchecked")
  static <T> Future<T> of(Future<? extends T> inner) {
    inner.loop().checkThread();
    if (inner.isDone()) {
      return (Future<T>) inner;
    }
    Shield<T> shield = new Shield<>(inner);
    inner.addWaiter(shield.innerDone);
    return shield;
  }

  @Override
  public boolean cancel(String message) {
    loop().checkThread();
    if (!isDone()) {
      loop().engine.add(new Abandoned(this));
    }
    return super.cancel(message);
  }

  private void copyOutcome() {
    if (isDone()) {
      if (!isCancelled()) {
        return;
      }
      inner.takeError();
    } else if (inner.isCancelled()) {
      cancel();
    } else {
      Throwable error = inner.takeError();
      if (error != null) {
        fail(error);
      } else {
        succeed(inner.outcome);
      }
    }
  }

  private static final class InnerDone extends Ready {
    private final Shield<?> shield;

    InnerDone(Shield<?> shield) {
      this.shield = shield;
    }

    @Override
    List<? extends Future<?>> wakes() {
      return List.of(shield);
    }

    @Override
    void run() {
      shield.copyOutcome();
    }
  }

  /** Stops listening after a cancellation: if the inner one fails later, nobody has heard of it. */
  private static final class Abandoned extends Ready {
    private final Shield<?> shield;

    Abandoned(Shield<?> shield) {
      this.shield = shield;
    }

    @Override
    void run() {
      if (!shield.inner.isDone()) {
        shield.inner.removeWaiter(shield.innerDone);
      }
    }
  }
}
