package dev.fermata;

import dev.fermata.continuation.Frame;
import dev.fermata.continuation.Launcher;

/** Makes the results of asynchronous methods: coroutines, and futures of activations. */
final class TaskLauncher extends Launcher {
  private TaskLauncher() {}

  static void install() {
    install(new TaskLauncher());
  }

  @Override
  protected Object newCoroutine(Frame frame) {
    return Unawaited.possible ? newTracked(frame) : new FrameCoroutine<>(frame);
  }

  private static Object newTracked(Frame frame) {
    EventLoop loop = EventLoop.runningOrNull();
    return loop != null && loop.debug
        ? new TrackedCoroutine<>(frame, loop)
        : new FrameCoroutine<>(frame);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // generated code casts it
  protected Object startFuture(Frame frame) {
    EventLoop loop = EventLoop.runningOrNull();
    return loop == null ? new Activation(frame).start() : Stages.start(frame, loop);
  }

  @Override
  protected Object valueOf(Object completed) {
    try {
      return completed instanceof CompletedCoroutine<?> coroutine
          ? coroutine.outcome()
          : Stages.valueOf(completed);
    } catch (Throwable error) {
      throw Sneaky.rethrow(error);
    }
  }
}
