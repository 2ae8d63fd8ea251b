package dev.fermata.internal.combine;

import dev.fermata.Awaitable;
import dev.fermata.CancelledError;
import dev.fermata.Future;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LeafCoroutine;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SignalFuture;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.core.TaskContext;
import java.time.Duration;

/** The coroutine of {@code waitFor}: awaits one object within a {@link TimeLimit}. */
public final class WaitForCoroutine<T> extends LeafCoroutine<T> {
  private final Awaitable<? extends T> awaitable;
  private final Duration limit;

  public WaitForCoroutine(Awaitable<? extends T> awaitable, Duration limit) {
    this.awaitable = awaitable;
    this.limit = limit;
  }

  @Override
  protected Object begin(Context context) throws Throwable {
    if (limit != null && (limit.isNegative() || limit.isZero())) {
      return Awaited.await(new Refusal<>(awaitable), context);
    }
    return new TimeLimit(context, limit).await(awaitable, context);
  }

  /** There is no time at all: only what is done already counts, and a coroutine never begins. */
  private static final class Refusal<T> extends StateMachineCoroutine<T> {
    private static final int ENDED = 1;

    private final Awaitable<? extends T> awaitable;

    /** The future of the object that has no time to run; it is cancelled and its end awaited. */
    private Future<? extends T> refused;

    private SignalFuture end;

    Refusal(Awaitable<? extends T> awaitable) {
      this.awaitable = awaitable;
    }

    @Override
    protected String publicName() {
      return TimeLimit.PUBLIC_NAME;
    }

    @Override
    protected Object run(int point, Context context) throws Throwable {
      return point == START ? refuse(context) : ended(context);
    }

    private Object refuse(Context context) throws Throwable {
      LoopEngine engine = TaskContext.of(context).engine;
      if (awaitable instanceof Future<?> future && Futures.engine(future) != engine) {
        throw new IllegalStateException(Futures.foreign(future));
      }
      refused = engine.ensureFuture(awaitable);
      if (refused.isDone()) {
        return refused.result();
      }
      end = new SignalFuture(engine.origin);
      Futures.addWaiter(refused, end.trigger);
      refused.cancel();
      Awaited.await(end, context);
      return suspendAt(ENDED, context);
    }

    private Object ended(Context context) throws Throwable {
      try {
        context.result();
      } finally {
        Futures.removeWaiter(refused, end.trigger);
      }
      try {
        return refused.result();
      } catch (CancelledError e) {
        throw CompactLimit.exception(CompactLimit.of(0), e);
      }
    }
  }
}
