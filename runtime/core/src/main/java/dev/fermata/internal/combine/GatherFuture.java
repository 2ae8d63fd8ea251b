package dev.fermata.internal.combine;

import dev.fermata.Awaitable;
import dev.fermata.CancelledError;
import dev.fermata.Future;
import dev.fermata.Settled;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.CompositeFuture;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The future of {@code gather} and {@code gatherSettled}.
 *
 * <p>It listens to each child through one small object. The loop runs that object when the child is
 * done.
 */
public final class GatherFuture<R> extends CompositeFuture<List<R>> {
  /**
   * The children in the order of the arguments. One that was given twice is here twice. Null when
   * not all children could be made, so that nobody has this gather.
   */
  private Future<?>[] children;

  /** The children that were done when they were given; null for none. */
  private List<Future<?>> early;

  /** Whether to give how each child ended, instead of failing with the first that fails. */
  private final boolean settled;

  private int unfinished;
  private boolean cancelRequested;

  private GatherFuture(LoopEngine engine, int size, boolean settled) {
    super(engine.origin);
    this.settled = settled;
    this.unfinished = size;
  }

  /** Makes tasks of the arguments that are not futures, and listens to all. */
  public static <R> Future<List<R>> of(
      Collection<? extends Awaitable<?>> awaitables, boolean settled) {
    Awaitable<?>[] given = Children.copy(awaitables);
    LoopEngine engine = engine(given);
    GatherFuture<R> gather = new GatherFuture<>(engine, given.length, settled);
    gather.children = Children.of(given, engine, gather::listenTo);
    gather.begin();
    return gather;
  }

  /** The loop of the first one. A task of another loop cannot await this; the await refuses it. */
  private static LoopEngine engine(Awaitable<?>[] awaitables) {
    if (awaitables.length > 0 && awaitables[0] instanceof Future<?> future) {
      LoopEngine engine = Futures.engine(future);
      engine.checkThread();
      return engine;
    }
    return LoopEngine.running();
  }

  private void listenTo(Future<?> child) {
    if (!child.isDone()) {
      Futures.addWaiter(child, new Child(this, child));
    } else {
      if (early == null) {
        early = new ArrayList<>();
      }
      early.add(child);
    }
  }

  /** Counts a child that was done already. If all children are, the gather is done at once. */
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
    Throwable error = Futures.takeError(child);
    if (isDone() || children == null) {
      return;
    }
    if (error != null && !settled) {
      failWith(error);
    } else if (unfinished == 0) {
      finish();
    }
  }

  private void finish() {
    if (cancelRequested) {
      Throwable error = Futures.takeError(children[children.length - 1]);
      failWith(error instanceof CancelledError ? error : new CancelledError());
    } else {
      succeed(results());
    }
  }

  private void failWith(Throwable error) {
    fail(error);
    if (error instanceof CancelledError) {
      // As with a cancelled task, nobody needs to retrieve this.
      markRetrieved();
    }
  }

  @SuppressWarnings("unchecked")
  private List<R> results() {
    Object[] results = new Object[children.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = settled ? settle(children[i]) : Futures.outcome(children[i]);
    }
    return (List<R>) Collections.unmodifiableList(Arrays.asList(results));
  }

  private static Settled<?> settle(Future<?> child) {
    Throwable error = Futures.takeError(child);
    if (error == null) {
      return new Settled<>(Futures.outcome(child), null);
    }
    boolean silent = child.isCancelled() && isWithoutMessage(error);
    return new Settled<>(null, silent ? new CancelledError("") : error);
  }

  private static boolean isWithoutMessage(Throwable error) {
    try {
      return error.getMessage() == null;
    } catch (Throwable broken) {
      // A subclass of the user's: it is passed on as it is.
      return false;
    }
  }

  @Override
  protected void requestCancellation() {
    cancelRequested = true;
  }

  @Override
  protected Future<?>[] children() {
    return children;
  }

  @Override
  protected String label() {
    return "gather";
  }

  /** Tells a gather that one of its children is done. */
  private static final class Child extends Callback {
    private final GatherFuture<?> gather;
    private final Future<?> child;

    Child(GatherFuture<?> gather, Future<?> child) {
      this.gather = gather;
      this.child = child;
    }

    @Override
    protected List<? extends Future<?>> wakes() {
      return List.of(gather);
    }

    @Override
    protected void run() {
      gather.childDone(child);
    }
  }
}
