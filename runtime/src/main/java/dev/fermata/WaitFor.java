package dev.fermata;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import java.time.Duration;

/** The coroutine of {@code waitFor}: awaits one object within a {@link TimeLimit}. */
final class WaitFor<T> extends LeafCoroutine<T> {
  private final Awaitable<? extends T> awaitable;
  private final Duration limit;

  WaitFor(Awaitable<? extends T> awaitable, Duration limit) {
    this.awaitable = awaitable;
    this.limit = limit;
  }

  @Override
  Object begin(Context context) throws Throwable {
    if (limit != null && (limit.isNegative() || limit.isZero())) {
      return Awaited.await(new Refusal<>(awaitable), context);
    }
    return new TimeLimit(context, limit).await(awaitable, context);
  }

  /** There is no time at all: only what is done already counts, a coroutine never begins. */
  private static final class Refusal<T> extends Routine<T> {
    private static final int ENDED = 1;

    private final Awaitable<? extends T> awaitable;

    /** The object, now a future, that gets no time to run and whose end is waited for. */
    private Future<? extends T> refused;

    private Signal end;

    Refusal(Awaitable<? extends T> awaitable) {
      this.awaitable = awaitable;
    }

    @Override
    String publicName() {
      return TimeLimit.PUBLIC_NAME;
    }

    @Override
    Object run(int point, Context context) throws Throwable {
      return point == START ? refuse(context) : ended(context);
    }

    private Object refuse(Context context) throws Throwable {
      EventLoop loop = TaskContext.of(context).loop;
      if (awaitable instanceof Future<?> future && future.loop() != loop) {
        throw new IllegalStateException(future.foreign());
      }
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
}
