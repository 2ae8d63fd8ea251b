package dev.fermata.internal.observe;

import dev.fermata.continuation.Frame;
import dev.fermata.internal.core.FrameCoroutine;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Origin;
import java.util.List;

/** The call of an asynchronous method in debug mode. It is reported when nobody ever uses it. */
public final class TrackedCoroutine<T> extends FrameCoroutine<T> {
  private final Unawaited record;
  private final String name;

  /** The code that first used this; null while it is unused. */
  private List<StackTraceElement> user;

  public TrackedCoroutine(Frame frame, LoopEngine engine) {
    super(frame);
    record = Unawaited.watch(this, engine);
    name = super.publicName();
  }

  @Override
  protected String publicName() {
    return name;
  }

  @Override
  protected String firstUse() {
    return user == null || user.isEmpty() ? "" : ", first at " + user.get(0);
  }

  @Override
  protected Frame takeFrame() {
    record.settle();
    Frame frame = super.takeFrame();
    user = Origin.here();
    return frame;
  }

  @Override
  public void close() {
    record.settle();
    if (!isOver()) {
      user = Origin.here();
    }
    super.close();
  }
}
