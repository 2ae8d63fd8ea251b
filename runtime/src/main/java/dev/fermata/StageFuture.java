package dev.fermata;

import java.util.concurrent.CompletionStage;

/** A future of a loop that follows a stage, which other threads may complete. */
final class StageFuture<T> extends Future<T> {
  private final CompletionStage<T> stage;

  StageFuture(EventLoop loop, CompletionStage<T> stage) {
    super(loop);
    this.stage = stage;
  }

  /** The future of a loop that the stage is a view of; null where it is none. */
  Future<?> viewed() {
    return stage instanceof LoopView<?> view ? view.followed() : null;
  }

  /** Begins to wait for the stage. */
  void follow() {
    stage.whenComplete(this::stageCompleted);
    loop().engine.outsideWork().stageBegun();
  }

  /** Called by the thread that completes the stage. */
  private void stageCompleted(T value, Throwable error) {
    if (!loop().isClosed()) {
      loop().addFromAnywhere(Ready.of(() -> take(value, error)));
    }
  }

  private void take(T value, Throwable error) {
    if (isDone()) {
      return;
    }
    loop().engine.outsideWork().stageEnded();
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
  public void setResult(T value) {
    super.setResult(value);
    loop().engine.outsideWork().stageEnded();
  }

  @Override
  public void setException(Throwable error) {
    super.setException(error);
    loop().engine.outsideWork().stageEnded();
  }

  @Override
  public boolean cancel(String message) {
    loop().checkThread();
    boolean cancels = !isDone();
    if (cancels) {
      loop().engine.add(Ready.of(() -> Stages.cancel(stage)));
      loop().engine.outsideWork().stageEnded();
    }
    super.cancel(message);
    return cancels;
  }
}
