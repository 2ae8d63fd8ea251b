package dev.fermata;

import java.util.List;
import java.util.Set;

/** Finds the code that called this library: in debug mode, what a thing was made by. */
final class Origin {
  /** As many as asyncio keeps in its debug mode. */
  private static final int DEPTH = 10;

  private static final Set<String> OWN_PACKAGES =
      Set.of("dev.fermata", "dev.fermata.continuation", "dev.fermata.loop");

  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private Origin() {}

  /** The calling stack from the first method on that is not this library's, the innermost first. */
  static List<StackTraceElement> here() {
    return WALKER.walk(
        frames ->
            frames
                .dropWhile(
                    frame -> OWN_PACKAGES.contains(frame.getDeclaringClass().getPackageName()))
                .limit(DEPTH)
                .map(StackWalker.StackFrame::toStackTraceElement)
                .toList());
  }
}
