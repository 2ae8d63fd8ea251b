package dev.fermata.internal.generate;

import dev.fermata.AsyncGenerator;
import dev.fermata.GeneratorExit;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.core.TaskContext;

/**
 * A coroutine that continues the body of a generator, and awaits in the body's place what the body
 * awaits.
 */
abstract class GeneratorRun<T, R> extends StateMachineCoroutine<R> {
  private static final int AWAITING = 1;

  /** Kept alive while its body runs. */
  private final GeneratorState<T> generator;

  final GeneratorBody<T> body;

  private GeneratorRun(GeneratorState<T> generator, GeneratorBody<T> body) {
    this.generator = generator;
    this.body = body;
  }

  @Override
  protected final Frame inner() {
    return body.innermost();
  }

  /** Whether to run the body at all. */
  abstract boolean isNeeded();

  /** The error to throw where the body is suspended; or null. */
  abstract Throwable command();

  /** Called when the body has emitted. */
  abstract R emitted();

  /** Called when the body has ended, or is not to run. */
  abstract R ended();

  /**
   * Called when the body has thrown an error. Returns the error to throw; or null when the error
   * counts as the end of the body.
   */
  abstract Throwable failure(Throwable error);

  @Override
  protected final Object run(int point, Context context) throws Throwable {
    TaskContext outer = TaskContext.of(context);
    if (point == START) {
      if (!isNeeded()) {
        return ended();
      }
      body.enter(generator, outer);
      return proceed(outer, null, command());
    }
    Object value = null;
    Throwable error = null;
    try {
      value = context.result();
    } catch (Throwable t) {
      error = t;
    }
    return proceed(outer, value, error);
  }

  private Object proceed(TaskContext outer, Object value, Throwable error) throws Throwable {
    Object what;
    try {
      what = body.proceed(outer, value, error);
    } catch (Throwable t) {
      Throwable leaving = failure(t);
      if (leaving != null) {
        throw leaving;
      }
      return ended();
    }
    if (what == GeneratorBody.RETURNED) {
      return ended();
    }
    if (what == body) {
      return emitted();
    }
    outer.suspendOn(what);
    return suspendAt(AWAITING, outer);
  }

  /** One call of {@link AsyncGenerator#advance}. */
  static final class Advance<T> extends GeneratorRun<T, Boolean> {
    Advance(GeneratorState<T> generator, GeneratorBody<T> body) {
      super(generator, body);
    }

    @Override
    boolean isNeeded() {
      return !body.isFinished();
    }

    @Override
    Throwable command() {
      return null;
    }

    @Override
    Boolean emitted() {
      return true;
    }

    @Override
    Boolean ended() {
      return false;
    }

    @Override
    Throwable failure(Throwable error) {
      return error;
    }
  }

  /** One call of {@link AsyncGenerator#close}. */
  static final class Close<T> extends GeneratorRun<T, Void> {
    /** Null until it is thrown, because very many closings may wait at the end of a run. */
    private GeneratorExit exit;

    Close(GeneratorState<T> generator, GeneratorBody<T> body) {
      super(generator, body);
    }

    @Override
    boolean isNeeded() {
      if (body.hasBegun()) {
        return !body.isFinished();
      }
      body.finish();
      return false;
    }

    @Override
    Throwable command() {
      exit = new GeneratorExit();
      return exit;
    }

    @Override
    Void emitted() {
      throw new IllegalStateException("async generator ignored GeneratorExit");
    }

    @Override
    Void ended() {
      return null;
    }

    @Override
    Throwable failure(Throwable error) {
      return error == exit ? null : error;
    }
  }
}
