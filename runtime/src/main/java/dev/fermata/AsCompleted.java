package dev.fermata;

import dev.fermata.continuation.Context;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The iterator of {@code asCompleted}: futures in the order in which they become done. */
final class AsCompleted<T> implements AsyncIterator<Future<T>> {
  /** The futures that are not known to be done, each with what listens to it. */
  private final Map<Future<T>, Listener<T>> pending = new LinkedHashMap<>();

  /**
   * The futures that are done and not yet given out; null in the place of one that the time limit
   * has cut off.
   */
  private final AsyncQueue<Future<T>> done = new AsyncQueue<>();

  private TimerHandle timer;

  /** How many futures have not been asked for. */
  private int left;

  private Future<T> current;

  /** Begins to run all the coroutines and to listen to all futures. */
  @SuppressWarnings("unchecked")
  AsCompleted(Collection<? extends Awaitable<? extends T>> awaitables, Duration limit) {
    EventLoop loop = EventLoop.running();
    for (Future<?> future : Children.of(awaitables, loop)) {
      pending.computeIfAbsent((Future<T>) future, one -> new Listener<>(this, one));
    }
    pending.forEach(Future::addWaiter);
    left = pending.size();
    if (left > 0 && limit != null) {
      timer = loop.callLater(limit, this::cutOff);
    }
  }

  private void futureDone(Future<T> future) {
    if (pending.remove(future) != null) {
      done.putNowait(future);
      if (pending.isEmpty()) {
        cancelTimer();
      }
    }
  }

  /** The time is over: each future that is not done gives a failure in its place. */
  private void cutOff() {
    pending.forEach(Future::removeWaiter);
    for (int i = pending.size(); i > 0; i--) {
      done.putNowait(null);
    }
    pending.clear();
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

  private static final class Listener<T> extends Ready {
    private final AsCompleted<T> iterator;
    private final Future<T> future;

    Listener(AsCompleted<T> iterator, Future<T> future) {
      this.iterator = iterator;
      this.future = future;
    }

    @Override
    List<? extends Future<?>> wakes() {
      return iterator.done.waitingGetters();
    }

    @Override
    void run() {
      iterator.futureDone(future);
    }
  }

  /** One call of {@link #advance}. */
  private static final class Advance<T> extends Routine<Boolean> {
    private static final int TAKEN = 1;

    private final AsCompleted<T> iterator;

    Advance(AsCompleted<T> iterator) {
      this.iterator = iterator;
    }

    @Override
    @SuppressWarnings("unchecked")
    Object run(int point, Context context) throws Throwable {
      if (point == START) {
        iterator.current = null;
        if (iterator.left == 0) {
          return false;
        }
        iterator.left--;
      }
      Object future = outcome(point == START, point == START ? iterator.done.get() : null, context);
      if (context.suspended) {
        return suspendAt(TAKEN, context);
      }
      if (future == null) {
        throw new TimeoutException();
      }
      iterator.current = (Future<T>) future;
      return true;
    }
  }

  /** One call of {@link #close}. */
  private static final class Close extends Routine<Void> {
    private final AsCompleted<?> iterator;

    Close(AsCompleted<?> iterator) {
      this.iterator = iterator;
    }

    @Override
    Object run(int point, Context context) {
      iterator.stop();
      return null;
    }
  }

  /** Listens no longer; the futures themselves are left alone. */
  private void stop() {
    cancelTimer();
    pending.forEach(Future::removeWaiter);
    pending.clear();
    left = 0;
    current = null;
  }
}
