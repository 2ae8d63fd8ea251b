package dev.fermata.internal.core;

import dev.fermata.Coroutine;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;

/** The call of a transformed method, or of a hand-written one of the same form. */
public class FrameCoroutine<T> extends Coroutine<T> {
  /**
   * Makes a coroutine.
   *
   * @param frame in state 0, holds the arguments
   */
  public FrameCoroutine(Frame frame) {
    content = frame;
  }

  @Override
  protected String publicName() {
    Frame frame = frame();
    StackTraceElement place = frame == null ? null : frame.location();
    return place == null ? null : nameOf(place);
  }

  /** The name of a method behind the simple name of its class. */
  protected static String nameOf(StackTraceElement place) {
    String type = place.getClassName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + place.getMethodName();
  }

  @Override
  protected final boolean isOver() {
    return frame() == null;
  }

  @Override
  protected Object awaitIn(Context context) throws Throwable {
    return context.enter(takeFrame());
  }

  @Override
  Object take() {
    return takeFrame();
  }

  @Override
  protected Frame takeFrame() {
    Frame frame = frame();
    if (frame == null) {
      throw alreadyUsed();
    }
    use(frame);
    return frame;
  }

  @Override
  public void close() {
    Frame frame = frame();
    if (frame != null) {
      use(frame);
    }
  }
}
