package dev.fermata.internal.run;

import dev.fermata.continuation.Frame;
import dev.fermata.continuation.Launcher;
import dev.fermata.internal.bridge.Activation;
import dev.fermata.internal.bridge.Stages;
import dev.fermata.internal.core.CompletedCoroutine;
import dev.fermata.internal.core.FrameCoroutine;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Sneaky;
import dev.fermata.internal.observe.TrackedCoroutine;
import dev.fermata.internal.observe.Unawaited;

/** Makes the results of asynchronous methods: coroutines, and futures of activations. */
final class TaskLauncher extends Launcher {
  static {
    install(new TaskLauncher());
  }

  private TaskLauncher() {}

  @Override
  protected Object newCoroutine(Frame frame) {
    return Unawaited.possible ? newTracked(frame) : new FrameCoroutine<>(frame);
  }

  private static Object newTracked(Frame frame) {
    LoopEngine engine = LoopEngine.runningOrNull();
    return engine != null && engine.isDebug()
        ? new TrackedCoroutine<>(frame, engine)
        : new FrameCoroutine<>(frame);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // generated code casts it
  protected Object startFuture(Frame frame) {
    LoopEngine engine = LoopEngine.runningOrNull();
    return engine == null ? new Activation(frame).start() : Stages.start(frame, engine);
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
