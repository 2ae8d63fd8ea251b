package dev.fermata.internal.core;

import dev.fermata.continuation.Dispatcher;
import dev.fermata.continuation.Frame;

/** A frame of the library itself, which has a public name for reports and dumps. */
public abstract class LabelledFrame extends Frame {
  protected LabelledFrame(Dispatcher dispatcher) {
    super(dispatcher);
  }

  /** The public name of this part of the library. */
  protected abstract String label();

  @Override
  protected final Object place() {
    return null;
  }

  /** The frames of the code that this one runs within its own step; null when there are none. */
  protected Frame inner() {
    return null;
  }

  /** The code that {@code frame} runs within its own step; null when it is not such a frame. */
  static Frame inner(Frame frame) {
    return frame instanceof LabelledFrame own ? own.inner() : null;
  }
}
