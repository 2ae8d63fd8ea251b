package dev.fermata.internal.run;

import dev.fermata.continuation.Frame;
import dev.fermata.continuation.Launcher;
import dev.fermata.internal.bridge.DetachedContext;
import dev.fermata.internal.bridge.Stages;
import dev.fermata.internal.core.CompletedCoroutine;
import dev.fermata.internal.core.FrameCoroutine;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Throwables;
import dev.fermata.internal.observe.TrackedCoroutine;
import dev.fermata.internal.observe.Unawaited;

/** Makes the results of asynchronous methods: coroutines, and futures of activations. */
final class CoroutineLauncher extends Launcher {
  static {
    install(new CoroutineLauncher());
  }

  private CoroutineLauncher() {}

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
    return engine == null ? new DetachedContext(frame).start() : Stages.start(frame, engine);
  }

  @Override
  protected Object valueOf(Object completed) {
    try {
      return completed instanceof CompletedCoroutine<?> coroutine
          ? coroutine.outcome()
          : Stages.valueOf(completed);
    } catch (Throwable error) {
      throw Throwables.rethrow(error);
    }
  }
}
