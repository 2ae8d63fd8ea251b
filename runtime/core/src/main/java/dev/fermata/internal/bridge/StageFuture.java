package dev.fermata.internal.bridge;

import dev.fermata.CancelledError;
import dev.fermata.Future;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Ready;
import java.util.concurrent.CompletionStage;

/** A future of a loop that follows a stage, which other threads may complete. */
final class StageFuture<T> extends Future<T> {
  private final CompletionStage<T> stage;

  StageFuture(LoopEngine engine, CompletionStage<T> stage) {
    super(engine.origin);
    this.stage = stage;
  }

  @Override
  protected Future<?> viewed() {
    return stage instanceof LoopView<?> view ? view.followed() : null;
  }

  /** Begins to wait for the stage. */
  void follow() {
    stage.whenComplete(this::stageCompleted);
    engine().outsideWork().stageBegun();
  }

  /** Called by the thread that completes the stage. */
  private void stageCompleted(T value, Throwable error) {
    if (!engine().isClosed()) {
      engine().addFromAnywhere(Ready.of(() -> take(value, error)));
    }
  }

  private void take(T value, Throwable error) {
    if (isDone()) {
      return;
    }
    engine().outsideWork().stageEnded();
    if (error == null) {
      succeed(value);
      return;
    }
    Throwable cause = Stages.unwrap(error);
    if (cause instanceof CancelledError) {
      complete(CANCELLED, cause);
    } else {
      fail(cause);
    }
  }

  @Override
  protected String label() {
    return "stage";
  }

  @Override
  public void setResult(T value) {
    super.setResult(value);
    engine().outsideWork().stageEnded();
  }

  @Override
  public void setException(Throwable error) {
    super.setException(error);
    engine().outsideWork().stageEnded();
  }

  @Override
  public boolean cancel(String message) {
    checkThread();
    boolean cancels = !isDone();
    if (cancels) {
      engine().add(Ready.of(() -> Stages.cancel(stage)));
      engine().outsideWork().stageEnded();
    }
    super.cancel(message);
    return cancels;
  }
}
