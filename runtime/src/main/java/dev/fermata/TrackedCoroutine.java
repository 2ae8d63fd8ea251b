package dev.fermata;

import dev.fermata.continuation.Frame;

/** The call of an asynchronous method in debug mode, which tells when nobody ever uses it. */
final class TrackedCoroutine<T> extends FrameCoroutine<T> {
  private final Unawaited record;

  TrackedCoroutine(Frame frame, EventLoop loop) {
    super(frame);
    record = Unawaited.watch(this, loop);
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
