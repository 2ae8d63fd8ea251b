package dev.fermata.internal.core;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;

/**
 * A coroutine written by hand, with several awaits: a method that runs one step of the body, from
 * one await to the next.
 *
 * <pre>{@code
 * protected Object step(int point, Object value) throws Throwable {
 *   switch (point) {
 *     case START:
 *       return await(resolve(host), RESOLVED);
 *     default:
 *       return addresses((List<?>) value);
 *   }
 * }
 * }</pre>
 *
 * <p>What is awaited most often is rather a {@link StateMachineCoroutine} itself, which is a little
 * faster and harder to read.
 */
public abstract class SteppedCoroutine<T> extends StateMachineCoroutine<T> {
  private static final Object AWAIT = new Object();

  private Object awaited;
  private int next;

  /**
   * Runs one step.
   *
   * @param point {@link #START}, or what the step before gave to {@link #await}
   * @param value what that step awaited
   * @return what {@link #await} gave; or the coroutine's value
   */
  protected abstract Object step(int point, Object value) throws Throwable;

  /**
   * Runs one step behind an await that has failed; unless a subclass has a use for the error, that
   * ends the coroutine.
   *
   * @return as {@link #step}
   */
  protected Object failed(int point, Throwable error) throws Throwable {
    throw error;
  }

  /** The coroutine has begun and ends now, whether with a value or an error. */
  protected void ended() {}

  /** Has a step end with an await, and the next one begin at {@code point} with its outcome. */
  protected final Object await(Object awaitable, int point) {
    if (awaitable == null) {
      throw new NullPointerException("what is to be awaited is null");
    }
    awaited = awaitable;
    next = point;
    return AWAIT;
  }

  @Override
  protected final Object run(int point, Context context) throws Throwable {
    try {
      Object result = point == START ? step(START, null) : resume(point, null, context);
      while (result == AWAIT) {
        Object what = awaited;
        awaited = null;
        result = resume(next, what, context);
      }
      if (!context.suspended) {
        ended();
      }
      return result;
    } catch (Throwable error) {
      ended();
      throw error;
    }
  }

  /** Awaits {@code what}, or takes its outcome where that is null, and runs the step behind it. */
  private Object resume(int point, Object what, Context context) throws Throwable {
    Object value;
    try {
      value = what == null ? context.result() : Awaited.await(what, context);
    } catch (Throwable error) {
      return failed(point, error);
    }
    return context.suspended ? suspendAt(point, context) : step(point, value);
  }
}
