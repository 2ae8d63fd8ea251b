package dev.fermata.internal.bridge;

import dev.fermata.CancelledError;
import dev.fermata.Future;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.LoopEngine;
import java.util.concurrent.CompletionStage;

/**
 * A future of a loop that follows a stage, which other threads may complete.
 *
 * <p>Cancelling this cancels the stage. If an asynchronous method has returned the stage, the
 * method is asked to end, and this is done when the method has ended. Its outcome need not be the
 * cancellation.
 */
final class StageFuture<T> extends Future<T> implements CancelRelay.Hop {
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
    engine().outsideWork().stageBegun();
    try {
      stage.whenComplete(this::stageCompleted);
    } catch (Throwable broken) {
      // The await throws this error. An outcome that the stage may also report is ignored.
      endWith(null);
      throw broken;
    }
  }

  /** Called by the thread that completes the stage. */
  private void stageCompleted(T value, Throwable error) {
    if (!engine().isClosed()) {
      engine().addFromAnywhere(Callback.of(() -> take(value, error)));
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
    if (isDone()) {
      return super.cancel(message);
    }
    if (stage instanceof BodyFuture<?> body && !body.isDone()) {
      CancelRelay.reach(this, message, engine());
    } else {
      cancelStage(message);
    }
    return true;
  }

  /** Makes this done at once, and cancels the stage later. */
  private void cancelStage(String message) {
    engine().add(Callback.of(() -> Stages.cancel(stage)));
    endWith(message);
  }

  private void endWith(String message) {
    engine().outsideWork().stageEnded();
    super.cancel(message);
  }

  @Override
  public void passOn(CancelRelay relay) {
    if (!isDone() && !((BodyFuture<?>) stage).cancelBody(relay)) {
      cancelStage(relay.message());
    }
  }

  @Override
  public void breakOff(CancelRelay relay) {
    if (!isDone()) {
      endWith(relay.message());
    }
  }
}
