package dev.fermata.internal.core;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Dispatcher;
import dev.fermata.continuation.Frame;

/**
 * A coroutine written by hand as a state machine, for the runtime's own asynchronous code, which
 * has to build without the transformer.
 *
 * <p>A subclass keeps in its fields what must survive a suspension. Its body is one method, {@link
 * #run}, which switches on the point at which it goes on. Point {@link #START} is the beginning;
 * the subclass chooses the other numbers. An await of {@code x} in the middle of the body has this
 * form:
 *
 * <pre>{@code
 * Object value = Awaited.await(x, context);
 * if (context.suspended) {
 *   return suspendAt(POINT, context);
 * }
 * return afterX(value);
 * …
 * case POINT: return afterX(context.result());
 * }</pre>
 *
 * <p>To handle an error of {@code x}, both ways to its outcome must be in one {@code try}. {@link
 * #outcome} serves this purpose.
 *
 * <p>Only a body that really suspends makes a frame, and it makes only one, however often it
 * suspends. So the uncontended {@code await(lock.acquire())} costs only this object, or nothing
 * when the JIT finds that the object does not escape.
 */
public abstract class StateMachineCoroutine<T> extends LeafCoroutine<T> {
  /** The point at which every body begins. */
  protected static final int START = 0;

  private static final Dispatcher DISPATCHER =
      (frame, context) -> ((Activation) frame).routine().enter(frame.point(), context);

  private Activation activation;

  /**
   * Runs the body from a point on, to its end or to its next suspension.
   *
   * @param point {@link #START}, or what the last suspension gave to {@link #suspendAt}
   * @return the coroutine's value; meaningless when {@code context.suspended} is set on return
   */
  protected abstract Object run(int point, Context context) throws Throwable;

  /** Saves that the body goes on at {@code point}; its result is to be returned at once. */
  protected final Object suspendAt(int point, Context context) {
    if (activation == null) {
      activation = new Activation(this);
    }
    activation.state = point;
    context.push(activation);
    return null;
  }

  /**
   * The outcome of awaiting {@code x}. At a point where nothing was awaited yet this begins the
   * await, else it takes the result.
   */
  protected static Object outcome(boolean begin, Object x, Context context) throws Throwable {
    return begin ? Awaited.await(x, context) : context.result();
  }

  /** The frames of the code that this one runs within its own step; null when there are none. */
  protected Frame inner() {
    return null;
  }

  /** The public class that this belongs to. Users see it as the place where a task waits. */
  @Override
  protected String publicName() {
    return getClass().getNestHost().getSimpleName();
  }

  @Override
  protected final Object begin(Context context) throws Throwable {
    return enter(START, context);
  }

  /** Runs the body. An error during a suspension ends the suspension, as if it had never begun. */
  private Object enter(int point, Context context) throws Throwable {
    try {
      return run(point, context);
    } catch (Throwable t) {
      throw context.suspended ? context.abandon(t) : t;
    }
  }

  /** The frame of a suspended coroutine: only a link to the object that holds the state. */
  private static final class Activation extends LabelledFrame {
    Activation(StateMachineCoroutine<?> routine) {
      super(DISPATCHER);
      r0 = routine;
    }

    StateMachineCoroutine<?> routine() {
      return (StateMachineCoroutine<?>) r0;
    }

    @Override
    protected String label() {
      return routine().publicName();
    }

    @Override
    protected Frame inner() {
      return routine().inner();
    }

    @Override
    public void clear() {
      r0 = null;
    }
  }
}
