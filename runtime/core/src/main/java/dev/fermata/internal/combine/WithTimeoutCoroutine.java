package dev.fermata.internal.combine;

import dev.fermata.Coroutine;
import dev.fermata.TimeoutScope;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.core.TaskContext;
import java.time.Duration;

/**
 * The coroutine of {@code withTimeout}: runs a body in a {@link TimeoutScope}, in the awaiting task
 * itself.
 */
public final class WithTimeoutCoroutine<T> extends StateMachineCoroutine<T> {
  private static final int BODY = 1;

  private final TimeoutScope.Body<T> body;
  private final Duration delay;
  private final Long when;

  /** Whether {@link #fallback} takes the place of the exception of this limit. */
  private final boolean recovers;

  private final T fallback;
  private Deadline scope;

  private WithTimeoutCoroutine(
      TimeoutScope.Body<T> body, Duration delay, Long when, boolean recovers, T fallback) {
    this.body = body;
    this.delay = delay;
    this.when = when;
    this.recovers = recovers;
    this.fallback = fallback;
  }

  /**
   * A limit whose expiry is an error.
   *
   * @param delay how long; null: for ever, or until {@code when}
   * @param when until when; null where there is a delay
   */
  public static <T> Coroutine<T> of(TimeoutScope.Body<T> body, Duration delay, Long when) {
    return new WithTimeoutCoroutine<>(body, delay, when, false, null);
  }

  /**
   * A limit whose expiry gives a value.
   *
   * @param delay how long; null: for ever
   */
  public static <T> Coroutine<T> orElse(TimeoutScope.Body<T> body, Duration delay, T fallback) {
    return new WithTimeoutCoroutine<>(body, delay, null, true, fallback);
  }

  @Override
  protected Object run(int point, Context context) throws Throwable {
    if (point == START) {
      scope = new Deadline(context, deadline(TaskContext.of(context).engine));
    }
    Object value = null;
    Throwable error = null;
    try {
      value = point == START ? Awaited.await(body.start(scope), context) : context.result();
    } catch (Throwable t) {
      error = t;
    }
    if (context.suspended) {
      return suspendAt(BODY, context);
    }
    Throwable leaving = scope.leave(error);
    if (leaving == null) {
      return value;
    }
    if (recovers && leaving != error) {
      // Another error than that of the body: it is the one of this limit.
      return fallback;
    }
    throw leaving;
  }

  private Long deadline(LoopEngine engine) {
    return delay == null ? when : (Long) engine.deadline(LoopEngine.nanos(delay));
  }
}
