package dev.fermata;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import java.time.Duration;

/**
 * The coroutine of {@code waitFor}: awaits one object in a {@link TimeoutScope}, without a task of
 * its own.
 */
final class WaitFor<T> extends WithTimeout<T> {
  private static final int ENDED = 2;

  private final Awaitable<? extends T> awaitable;
  private final Duration limit;

  /** The object, already a future, that gets no time to run and whose end is waited for. */
  private Future<? extends T> refused;

  private Signal end;

  WaitFor(Awaitable<? extends T> awaitable, Duration limit) {
    this.awaitable = awaitable;
    this.limit = limit;
  }

  @Override
  String publicName() {
    return "waitFor";
  }

  @Override
  Long deadline(EventLoop loop) {
    return after(limit, loop);
  }

  @Override
  Object body(TimeoutScope scope, Context context) throws Throwable {
    return Awaited.await(awaitable, context);
  }

  @Override
  Object run(int point, Context context) throws Throwable {
    if (point == ENDED) {
      return ended(context);
    }
    if (point == START && limit != null && (limit.isNegative() || limit.isZero())) {
      return refuse(context);
    }
    return super.run(point, context);
  }

  /** There is no time at all: only what is done already counts, a coroutine never begins. */
  private Object refuse(Context context) throws Throwable {
    EventLoop loop = TaskContext.of(context).loop;
    refused = loop.ensureFuture(awaitable);
    if (refused.isDone()) {
      return refused.result();
    }
    end = new Signal(loop);
    refused.addWaiter(end.trigger);
    refused.cancel();
    Awaited.await(end, context);
    return suspendAt(ENDED, context);
  }

  private Object ended(Context context) throws Throwable {
    try {
      context.result();
    } finally {
      refused.removeWaiter(end.trigger);
    }
    try {
      return refused.result();
    } catch (CancelledError e) {
      throw TimeoutScope.timeoutException(e);
    }
  }
}
