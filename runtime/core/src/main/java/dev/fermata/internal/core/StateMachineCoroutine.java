package dev.fermata.internal.core;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Dispatcher;
import dev.fermata.continuation.Frame;

/**
 * A coroutine written by hand as a state machine, for the runtime's own asynchronous code, which
 * has to build without the transformer.
 *
 * <p>A subclass keeps what must survive a suspension in its fields and writes its body as one
 * method, {@link #run}, which switches on the point where it goes on. Point {@link #START} is the
 * beginning; the other numbers are the subclass's own. An await of {@code x} in the middle of the
 * body has this form:
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
 * <p>Where an error of {@code x} is to be handled, both ways to its outcome stand in one {@code
 * try}; that is what {@link #outcome} is for.
 *
 * <p>Only a body that really suspends makes a frame, and it makes one however often it suspends.
 * The uncontended {@code await(lock.acquire())} so costs this object alone, and not even that where
 * the JIT sees that it doesn't escape.
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
   * The outcome of awaiting {@code x}: begins the await at a point where nothing was awaited, else
   * takes its result.
   */
  protected static Object outcome(boolean begin, Object x, Context context) throws Throwable {
    return begin ? Awaited.await(x, context) : context.result();
  }

  /** The frames of what this one runs within its own step; null where there are none. */
  protected Frame inner() {
    return null;
  }

  /** The class that this belongs to, which is what users see that a task waits in. */
  @Override
  protected String publicName() {
    return getClass().getNestHost().getSimpleName();
  }

  @Override
  protected final Object begin(Context context) throws Throwable {
    return enter(START, context);
  }

  /** Runs the body; an error in the midst of a suspension ends that, as if it had never begun. */
  private Object enter(int point, Context context) throws Throwable {
    try {
      return run(point, context);
    } catch (Throwable t) {
      throw context.suspended ? context.abandon(t) : t;
    }
  }

  /** The frame of a suspended routine: only the link to the object that has the state. */
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
