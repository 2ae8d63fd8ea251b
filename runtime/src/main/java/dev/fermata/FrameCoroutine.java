package dev.fermata;

import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;

/** The call of a transformed method, or of a hand-written one of the same form. */
class FrameCoroutine<T> extends Coroutine<T> {
  /** Holds the arguments; null once taken. */
  private Frame frame;

  FrameCoroutine(Frame frame) {
    this.frame = frame;
  }

  @Override
  protected Object awaitIn(Context context) throws Throwable {
    Frame body = frame;
    if (body == null) {
      throw alreadyUsed();
    }
    frame = null;
    return context.enter(body);
  }

  @Override
  Object take() {
    Frame body = frame;
    if (body == null) {
      throw alreadyUsed();
    }
    frame = null;
    return body;
  }

  @Override
  public void close() {
    frame = null;
  }
}
