package dev.fermata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The future of {@code gather} and {@code gatherSettled}.
 *
 * <p>It listens to every child by one small object, which the loop runs in the child's place in the
 * order of events.
 */
final class Gather<R> extends Future<List<R>> {
  /**
   * The children in the order of the arguments; one that was given twice is here twice. Null when
   * not all could be made, and so nobody has this gather.
   */
  private Future<?>[] children;

  /** The children that were done when they were given; null for none. */
  private List<Future<?>> early;

  /** Whether to give how each child ended, instead of failing with the first that fails. */
  private final boolean settled;

  private int unfinished;
  private boolean cancelRequested;

  private Gather(EventLoop loop, int size, boolean settled) {
    super(loop);
    this.settled = settled;
    this.unfinished = size;
  }

  /** Makes tasks of what is no future yet, and begins to listen to all. */
  static <R> Future<List<R>> of(Collection<? extends Awaitable<?>> awaitables, boolean settled) {
    EventLoop loop = loop(awaitables);
    Gather<R> gather = new Gather<>(loop, awaitables.size(), settled);
    gather.children = Children.of(awaitables, loop, gather::listenTo);
    gather.begin();
    return gather;
  }

  /** The loop of the first one; that a task of another loop cannot await this, the await tells. */
  private static EventLoop loop(Collection<? extends Awaitable<?>> awaitables) {
    if (!awaitables.isEmpty() && awaitables.iterator().next() instanceof Future<?> future) {
      future.loop().checkThread();
      return future.loop();
    }
    return EventLoop.running();
  }

  private void listenTo(Future<?> child) {
    if (!child.isDone()) {
      child.addWaiter(new Child(this, child));
    } else {
      if (early == null) {
        early = new ArrayList<>();
      }
      early.add(child);
    }
  }

  /** A child that was done already counts at once: where all are, so is the gather. */
  private void begin() {
    if (early != null) {
      early.forEach(this::childDone);
      early = null;
    } else if (children.length == 0) {
      succeed(List.of());
    }
  }

  private void childDone(Future<?> child) {
    unfinished--;
    Throwable error = child.takeError();
    if (isDone() || children == null) {
      return;
    }
    if (error != null && !settled) {
      fail(error);
    } else if (unfinished == 0) {
      finish();
    }
  }

  private void finish() {
    if (cancelRequested) {
      Throwable error = children[children.length - 1].takeError();
      fail(error instanceof CancelledError ? error : new CancelledError());
    } else {
      succeed(results());
    }
  }

  @SuppressWarnings("unchecked")
  private List<R> results() {
    Object[] results = new Object[children.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = settled ? settle(children[i]) : children[i].outcome;
    }
    return (List<R>) Collections.unmodifiableList(Arrays.asList(results));
  }

  private static Settled<?> settle(Future<?> child) {
    Throwable error = child.takeError();
    if (error == null) {
      return new Settled<>(child.outcome, null);
    }
    boolean silent = child.isCancelled() && error.getMessage() == null;
    return new Settled<>(null, silent ? new CancelledError("") : error);
  }

  /**
   * Cancels all children; this itself fails when the first of them ends, or settled, when the last
   * does. One that waits for itself in a circle is cancelled itself, and at once.
   */
  @Override
  public boolean cancel(String message) {
    loop().checkThread();
    hear();
    if (isDone()) {
      return false;
    }
    Boolean cancelled = CancelWalk.cancel(this, message);
    if (cancelled == null) {
      abandon(message);
    }
    return cancelled == null || cancelled;
  }

  /** Becomes cancelled, whatever the children do. */
  void abandon(String message) {
    complete(CANCELLED, message);
  }

  /** One of the children has been cancelled because this was. */
  void requestCancellation() {
    cancelRequested = true;
  }

  /** The children; one that was given twice is here twice. */
  Future<?>[] children() {
    return children;
  }

  /** Tells a gather that one of its children is done. */
  private static final class Child extends Ready {
    private final Gather<?> gather;
    private final Future<?> child;

    Child(Gather<?> gather, Future<?> child) {
      this.gather = gather;
      this.child = child;
    }

    @Override
    List<? extends Future<?>> wakes() {
      return List.of(gather);
    }

    @Override
    void run() {
      gather.childDone(child);
    }
  }
}
