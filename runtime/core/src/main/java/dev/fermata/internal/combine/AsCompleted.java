package dev.fermata.internal.combine;

import dev.fermata.AsyncIterator;
import dev.fermata.Awaitable;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.TimerHandle;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.wait.Waiter;
import dev.fermata.internal.wait.WaiterQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The iterator of {@code asCompleted}: futures in the order in which they become done. */
public final class AsCompleted<T> implements AsyncIterator<Future<T>> {
  /** The futures that are not known to be done, each with what listens to it. */
  private final Map<Future<T>, Listener<T>> pending = new LinkedHashMap<>();

  /** The futures that are done and not yet given out. */
  private final ArrayDeque<Future<T>> done = new ArrayDeque<>();

  /** How many futures the time limit has cut off whose failures have not been given out yet. */
  private int cutOff;

  /** The waiters for the next future. */
  private final WaiterQueue waiters = new WaiterQueue();

  private final LoopEngine engine = LoopEngine.running();

  private TimerHandle timer;

  /** The time limit, as a {@link CompactLimit}; meaningless when there is none. */
  private int limit;

  /** How many futures have not been asked for. */
  private int left;

  private Future<T> current;

  /** Starts all coroutines and listens to all futures. */
  @SuppressWarnings("unchecked")
  public AsCompleted(Collection<? extends Awaitable<? extends T>> awaitables, Duration limit) {
    for (Future<?> future : Children.of(Children.copy(awaitables), engine)) {
      pending.computeIfAbsent((Future<T>) future, one -> new Listener<>(this, one));
    }
    pending.forEach(Futures::addWaiter);
    left = pending.size();
    if (left > 0 && limit != null) {
      this.limit = CompactLimit.of(limit);
      timer = engine.callLater(LoopEngine.nanos(limit), this::cutOff);
    }
  }

  private void futureDone(Future<T> future) {
    if (pending.remove(future) != null) {
      done.add(future);
      waiters.pollAndWake();
      if (pending.isEmpty()) {
        cancelTimer();
      }
    }
  }

  /** The time is over: each future that is not done gives a failure in its place. */
  private void cutOff() {
    pending.forEach(Futures::removeWaiter);
    for (int i = pending.size(); i > 0; i--) {
      cutOff++;
      waiters.pollAndWake();
    }
    pending.clear();
  }

  private boolean isEmpty() {
    return done.isEmpty() && cutOff == 0;
  }

  private boolean takeNext() {
    if (done.isEmpty()) {
      cutOff--;
      throw CompactLimit.exception(limit, new CancelledError());
    }
    current = done.remove();
    return true;
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  @Override
  public Coroutine<Boolean> advance() {
    return new Advance<>(this);
  }

  @Override
  public Future<T> current() {
    if (current == null) {
      throw new IllegalStateException("there is no current future");
    }
    return current;
  }

  @Override
  public Coroutine<Void> close() {
    return new Close(this);
  }

  private static final class Listener<T> extends Callback {
    private final AsCompleted<T> iterator;
    private final Future<T> future;

    Listener(AsCompleted<T> iterator, Future<T> future) {
      this.iterator = iterator;
      this.future = future;
    }

    @Override
    protected List<? extends Future<?>> wakes() {
      return iterator.waiters.all();
    }

    @Override
    protected void run() {
      iterator.futureDone(future);
    }
  }

  /** One call of {@link #advance}. */
  private static final class Advance<T> extends StateMachineCoroutine<Boolean> {
    private static final int WOKEN = 1;

    private final AsCompleted<T> iterator;
    private Waiter waiter;

    Advance(AsCompleted<T> iterator) {
      this.iterator = iterator;
    }

    @Override
    protected String publicName() {
      return "asCompleted";
    }

    @Override
    protected Object run(int point, Context context) throws Throwable {
      if (point == START) {
        iterator.current = null;
        if (iterator.left == 0) {
          return false;
        }
        iterator.left--;
      } else {
        woken(context);
      }
      if (!iterator.isEmpty()) {
        return iterator.takeNext();
      }
      waiter = iterator.waiters.add(iterator.engine);
      Awaited.await(waiter, context);
      return suspendAt(WOKEN, context);
    }

    private void woken(Context context) throws Throwable {
      iterator.waiters.remove(waiter);
      try {
        context.result();
      } catch (Throwable t) {
        if (!iterator.isEmpty() && !waiter.isCancelled()) {
          iterator.waiters.pollAndWake();
        }
        throw t;
      }
    }
  }

  /** One call of {@link #close}. */
  private static final class Close extends StateMachineCoroutine<Void> {
    private final AsCompleted<?> iterator;

    Close(AsCompleted<?> iterator) {
      this.iterator = iterator;
    }

    @Override
    protected Object run(int point, Context context) {
      iterator.stop();
      return null;
    }
  }

  /** Stops listening. The futures themselves are left alone. */
  private void stop() {
    cancelTimer();
    pending.forEach(Futures::removeWaiter);
    pending.clear();
    left = 0;
    current = null;
  }
}
