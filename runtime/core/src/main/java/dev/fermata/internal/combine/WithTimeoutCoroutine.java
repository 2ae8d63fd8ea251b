package dev.fermata.internal.combine;

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
  private Deadline scope;

  /**
   * @param delay how long; null: for ever, or until {@code when}
   * @param when until when; null where there is a delay
   */
  public WithTimeoutCoroutine(TimeoutScope.Body<T> body, Duration delay, Long when) {
    this.body = body;
    this.delay = delay;
    this.when = when;
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
    error = scope.leave(error);
    if (error != null) {
      throw error;
    }
    return value;
  }

  private Long deadline(LoopEngine engine) {
    return delay == null ? when : (Long) engine.deadline(LoopEngine.nanos(delay));
  }
}
