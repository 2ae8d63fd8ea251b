package dev.fermata.internal.core;

import dev.fermata.continuation.Dispatcher;
import dev.fermata.continuation.Frame;

/** A frame of the library itself, which reports and dumps call by a public name. */
public abstract class LabelledFrame extends Frame {
  protected LabelledFrame(Dispatcher dispatcher) {
    super(dispatcher);
  }

  /** What users know this part of the library as. */
  protected abstract String label();

  @Override
  protected final Object place() {
    return null;
  }

  /** The frames of what this one runs within its own step; null where there are none. */
  protected Frame inner() {
    return null;
  }

  /** What {@code frame} runs within its own step; null where it is not one of these. */
  static Frame inner(Frame frame) {
    return frame instanceof LabelledFrame own ? own.inner() : null;
  }
}
