package dev.fermata;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;
import dev.fermata.internal.core.FrameCoroutine;

/**
 * An asynchronous body for tests, written by hand: a list of steps, between which it awaits.
 *
 * <pre>{@code
 * Script.of(
 *     s -> s.await(sleep(1)),
 *     s -> "slept, got " + s.result());
 * }</pre>
 *
 * <p>A step ends by {@code s.await(x)}, and the next one goes on with the outcome; or it returns
 * the body's value. A failure of what a step awaited leaves the body, unless it awaited by {@link
 * #tryAwait}.
 */
final class Script extends Frame {
  private static final Object AWAIT = new Object();

  /** One step of a body. */
  @FunctionalInterface
  interface Step {
    /** Gives what {@link Script#await} gave, or the body's value. */
    Object run(Script script) throws Throwable;
  }

  private final String name;
  private final Step[] steps;
  private Object awaited;
  private boolean catching;
  private Object result;
  private Throwable error;

  private Script(String name, Step[] steps) {
    super(Script::go);
    this.name = name;
    this.steps = steps;
  }

  static <T> Coroutine<T> of(Step... steps) {
    return named("script", steps);
  }

  static <T> Coroutine<T> named(String name, Step... steps) {
    return new FrameCoroutine<>(new Script(name, steps));
  }

  /** The frame itself, for what takes a bare frame. */
  static Frame frame(Step... steps) {
    return new Script("script", steps);
  }

  /** The frame of a body with a name, which does nothing. */
  static Frame namedFrame(String name) {
    return new Script(name, new Step[] {s -> null});
  }

  // ---------------------------------------------------------------- for steps

  /** Awaits {@code what} before the next step; a failure leaves the body. */
  Object await(Object what) {
    awaited = what;
    catching = false;
    return AWAIT;
  }

  /** Awaits {@code what} before the next step, which looks at {@link #error} itself. */
  Object tryAwait(Object what) {
    awaited = what;
    catching = true;
    return AWAIT;
  }

  /** As {@link #await}, but goes on with the step of that number. */
  Object awaitThen(Object what, int step) {
    state = step - 1;
    return await(what);
  }

  /** The value of what the step before awaited. */
  Object result() {
    return result;
  }

  /** The failure of what the step before awaited by {@link #tryAwait}, or null. */
  Throwable error() {
    return error;
  }

  /** Throws {@link #error}. */
  Object rethrow() throws Throwable {
    throw error;
  }

  // ---------------------------------------------------------------- as a frame

  private static Object go(Frame frame, Context context) throws Throwable {
    Script script = (Script) frame;
    if (script.awaited != null) {
      try {
        script.arrive(context.result(), null);
      } catch (Throwable t) {
        script.arrive(null, t);
      }
    }
    return script.run(context);
  }

  private void arrive(Object value, Throwable failure) throws Throwable {
    awaited = null;
    result = value;
    error = failure;
    state++;
    if (failure != null && !catching) {
      throw failure;
    }
  }

  private Object run(Context context) throws Throwable {
    Object ended = steps[state].run(this);
    while (ended == AWAIT) {
      Object value = null;
      Throwable failure = null;
      try {
        value = Awaited.await(awaited, context);
      } catch (Throwable t) {
        failure = t;
      }
      if (context.suspended) {
        context.push(this);
        return null;
      }
      arrive(value, failure);
      ended = steps[state].run(this);
    }
    return ended;
  }

  @Override
  public void clear() {
    awaited = null;
  }

  @Override
  protected Object place() {
    return location();
  }

  @Override
  public StackTraceElement location() {
    return new StackTraceElement("Script", name, "Script.java", state + 1);
  }
}
