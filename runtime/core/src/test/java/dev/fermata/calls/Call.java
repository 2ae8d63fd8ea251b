package dev.fermata.calls;

import dev.fermata.Coroutine;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Dispatcher;
import dev.fermata.continuation.Frame;
import dev.fermata.continuation.Frames;
import dev.fermata.continuation.Launcher;
import dev.fermata.continuation.Returned;

/** Asynchronous methods as the transformer leaves them, written by hand. */
final class Call {
  private Call() {}

  /** What such a method calls and awaits. */
  @FunctionalInterface
  interface Callee {
    Coroutine<?> call();
  }

  /** A call of a method with this body, which has not begun. */
  static <T> Coroutine<T> of(Dispatcher body) {
    @SuppressWarnings("unchecked")
    Coroutine<T> coroutine = (Coroutine<T>) Launcher.coroutine(frame(body));
    return coroutine;
  }

  static Frame frame(Dispatcher body) {
    return Frames.R2P0.of(null, null, null, body, 0);
  }

  /** A call of a method that calls another one, which can be overridden, and awaits it at once. */
  static <T> Coroutine<T> awaiting(Callee callee) {
    return of((frame, context) -> await(callee, frame, context));
  }

  private static Object await(Callee callee, Frame frame, Context context) throws Throwable {
    if (frame.point() == 1) {
      return context.result();
    }
    Frame called = Awaited.frameOf(callee.call());
    Object value = Returned.object(called.dispatcher().resume(called, context), context);
    if (context.suspended) {
      frame.state = 1;
      context.push(frame);
      return null;
    }
    return value;
  }
}
