package dev.fermata.internal.combine;

import dev.fermata.Future;
import dev.fermata.TimerHandle;
import dev.fermata.WaitResult;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SignalFuture;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.core.TaskContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The coroutine of {@code waitAll}, {@code waitAny} and {@code waitFirstException}. */
public final class WaitCoroutine<T> extends StateMachineCoroutine<WaitResult<T>> {
  /** When the wait is over before all futures are done. */
  public enum Until {
    ALL,
    FIRST_DONE,
    FIRST_FAILED
  }

  private static final int OVER = 1;

  private final Set<Future<T>> futures;
  private final Duration limit;
  private final Until until;

  private int unfinished;
  private SignalFuture over;
  private Listener[] listeners;
  private TimerHandle timer;

  /**
   * A wait for {@code futures}.
   *
   * @param limit how long at most; null: without limit
   * @throws IllegalArgumentException when there is no future
   * @throws NullPointerException when one of them is null
   */
  @SuppressWarnings("unchecked")
  public WaitCoroutine(
      Collection<? extends Future<? extends T>> futures, Duration limit, Until until) {
    // A reader of Future<T> reads any Future<? extends T>.
    this.futures = new LinkedHashSet<>((Collection<? extends Future<T>>) futures);
    this.limit = limit;
    this.until = until;
    this.futures.forEach(future -> Objects.requireNonNull(future, "future"));
    if (this.futures.isEmpty()) {
      throw new IllegalArgumentException("Set of Tasks/Futures is empty.");
    }
  }

  @Override
  protected String publicName() {
    return "wait";
  }

  @Override
  protected Object run(int point, Context context) throws Throwable {
    if (point == START) {
      begin(TaskContext.of(context).engine);
      Awaited.await(over, context);
      return suspendAt(OVER, context);
    }
    try {
      context.result();
    } finally {
      end();
    }
    return outcome();
  }

  private void begin(LoopEngine engine) {
    for (Future<T> future : futures) {
      if (Futures.engine(future) != engine) {
        throw new IllegalArgumentException(Futures.foreign(future));
      }
    }
    over = new SignalFuture(engine.origin);
    if (limit != null) {
      timer = engine.callLater(LoopEngine.nanos(limit), over::fire);
    }
    unfinished = futures.size();
    listeners = new Listener[unfinished];
    int count = 0;
    for (Future<T> future : futures) {
      Listener listener = new Listener(this, future);
      listeners[count++] = listener;
      Futures.addWaiter(future, listener);
    }
  }

  private void end() {
    cancelTimer();
    for (Listener listener : listeners) {
      if (!listener.future.isDone()) {
        Futures.removeWaiter(listener.future, listener);
      }
    }
    listeners = null;
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void futureDone(Future<?> future) {
    unfinished--;
    if (unfinished == 0 || until == Until.FIRST_DONE || isFailure(future)) {
      cancelTimer();
      over.fire();
    }
  }

  private boolean isFailure(Future<?> future) {
    return until == Until.FIRST_FAILED
        && !future.isCancelled()
        && Futures.takeError(future) != null;
  }

  private WaitResult<T> outcome() {
    List<Future<T>> done = new ArrayList<>();
    List<Future<T>> pending = new ArrayList<>();
    for (Future<T> future : futures) {
      (future.isDone() ? done : pending).add(future);
    }
    return new WaitResult<>(done, pending);
  }

  /** Tells a wait that one of its futures is done. */
  private static final class Listener extends Callback {
    private final WaitCoroutine<?> wait;
    final Future<?> future;

    Listener(WaitCoroutine<?> wait, Future<?> future) {
      this.wait = wait;
      this.future = future;
    }

    @Override
    protected List<? extends Future<?>> wakes() {
      return List.of(wait.over);
    }

    @Override
    protected void run() {
      wait.futureDone(future);
    }
  }
}
