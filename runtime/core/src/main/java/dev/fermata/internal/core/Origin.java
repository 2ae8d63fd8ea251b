package dev.fermata.internal.core;

import dev.fermata.internal.code.LibraryPackages;
import java.util.List;

/** Finds the code that called this library. Debug mode uses it to tell where something was made. */
public final class Origin {
  /** The same number as in asyncio's debug mode. */
  private static final int DEPTH = 10;

  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private Origin() {}

  /**
   * The calling stack, innermost element first, from the first method that is not this library's.
   */
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
