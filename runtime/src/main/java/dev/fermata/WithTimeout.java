package dev.fermata;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import java.time.Duration;

/**
 * The coroutine of {@code withTimeout}: runs a body in a {@link TimeoutScope}, in the awaiting task
 * itself.
 */
abstract class WithTimeout<T> extends Routine<T> {
  private static final int BODY = 1;

  private TimeoutScope scope;

  /** The deadline, asked for when the coroutine begins to run. */
  abstract Long deadline(EventLoop loop);

  /** Begins what runs in the scope. */
  abstract Object body(TimeoutScope scope, Context context) throws Throwable;

  @Override
  Object run(int point, Context context) throws Throwable {
    if (point == START) {
      scope = new TimeoutScope(context, deadline(TaskContext.of(context).loop));
    }
    Object value = null;
    Throwable error = null;
    try {
      value = point == START ? body(scope, context) : context.result();
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

  /** The deadline that is {@code delay} from now; null for none. */
  static Long after(Duration delay, EventLoop loop) {
    return delay == null ? null : (Long) loop.deadline(EventLoop.nanos(delay));
  }

  /** A body of the user's, with a delay or a point in time. */
  static final class OfBody<T> extends WithTimeout<T> {
    private final TimeoutScope.Body<T> body;
    private final Duration delay;
    private final Long when;

    OfBody(TimeoutScope.Body<T> body, Duration delay, Long when) {
      this.body = body;
      this.delay = delay;
      this.when = when;
    }

    @Override
    Long deadline(EventLoop loop) {
      return when != null ? when : after(delay, loop);
    }

    @Override
    Object body(TimeoutScope scope, Context context) throws Throwable {
      return Awaited.await(body.start(scope), context);
    }
  }
}
