package dev.fermata.internal.core;

import dev.fermata.internal.code.LibraryPackages;
import java.util.List;

/** Finds the code that called this library: in debug mode, what a thing was made by. */
public final class Origin {
  /** As many as asyncio keeps in its debug mode. */
  private static final int DEPTH = 10;

  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private Origin() {}

  /** The calling stack from the first method on that is not this library's, the innermost first. */
  public static List<StackTraceElement> here() {
    return WALKER.walk(
        frames ->
            frames
                .dropWhile(
                    frame -> LibraryPackages.contains(frame.getDeclaringClass().getPackageName()))
                .limit(DEPTH)
                .map(StackWalker.StackFrame::toStackTraceElement)
                .toList());
  }
}
