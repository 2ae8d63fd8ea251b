package dev.fermata.internal.observe;

import dev.fermata.continuation.Frame;
import dev.fermata.internal.core.FrameCoroutine;
import dev.fermata.internal.core.LoopEngine;

/** The call of an asynchronous method in debug mode, which tells when nobody ever uses it. */
public final class TrackedCoroutine<T> extends FrameCoroutine<T> {
  private final Unawaited record;

  public TrackedCoroutine(Frame frame, LoopEngine engine) {
    super(frame);
    record = Unawaited.watch(this, engine);
  }

  @Override
  protected Frame takeFrame() {
    record.settle();
    return super.takeFrame();
  }

  @Override
  public void close() {
    record.settle();
    super.close();
  }
}
