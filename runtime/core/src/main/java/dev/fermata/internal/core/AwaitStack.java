package dev.fermata.internal.core;

import dev.fermata.continuation.Frame;
import java.util.ArrayList;
import java.util.List;

/** Where a suspended task stands, told by its frames. */
final class AwaitStack {
  private AwaitStack() {}

  /** The places of the methods from the innermost on, at most {@code limit}. */
  static List<StackTraceElement> of(Frame innermost, int limit) {
    List<StackTraceElement> stack = new ArrayList<>();
    addPlaces(innermost, stack, limit);
    return List.copyOf(stack);
  }

  private static void addPlaces(Frame innermost, List<StackTraceElement> stack, int limit) {
    for (Frame frame = innermost; frame != null && stack.size() < limit; frame = frame.caller()) {
      addPlaces(LabelledFrame.inner(frame), stack, limit);
      StackTraceElement place = frame.location();
      if (place != null) {
        stack.add(place);
      }
    }
  }

  /**
   * The public name of the part of the library that waits; null when the code that waits is not the
   * library's.
   */
  static String place(Frame innermost) {
    Frame frame = innermost;
    for (Frame inner = frame; inner != null; inner = LabelledFrame.inner(inner)) {
      frame = inner;
    }
    return frame instanceof LabelledFrame own ? own.label() : null;
  }
}
