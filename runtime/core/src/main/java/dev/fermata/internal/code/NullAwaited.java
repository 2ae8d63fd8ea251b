package dev.fermata.internal.code;

/** Makes the error of an await of null. Usually a method has returned the null. */
public final class NullAwaited {
  /** The package of what transformed code calls. */
  private static final String CALLED = "dev.fermata.continuation";

  private NullAwaited() {}

  /** The error when transformed code, or a part of the library, awaits or returns null. */
  public static NullPointerException awaited() {
    String method = awaitingMethod();
    return new NullPointerException(
        method == null
            ? "cannot await null, which was returned in place of a coroutine"
            : "cannot await null, which "
                + method
                + " awaits or returns; without a value, return Coroutine.done(),"
                + " Coroutine.of(null) or a completed future");
  }

  /** The error when transformed code awaits a call that has returned null. */
  public static NullPointerException returned() {
    String method = awaitingMethod();
    return new NullPointerException(
        "cannot await null, which "
            + (method == null ? "was" : "the method called by " + method)
            + " returned in place of a coroutine");
  }

  /** The method that awaits; null when the library itself awaits. */
  private static String awaitingMethod() {
    return StackWalker.getInstance()
        .walk(
            stack ->
                stack
                    .dropWhile(frame -> isBetween(packageOf(frame)))
                    .findFirst()
                    .filter(frame -> !LibraryPackages.contains(packageOf(frame)))
                    .map(NullAwaited::describe)
                    .orElse(null));
  }

  /** Whether it is this package or the one that transformed code calls. */
  private static boolean isBetween(String name) {
    return name.equals(CALLED) || name.equals(NullAwaited.class.getPackageName());
  }

  private static String packageOf(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    return type.substring(0, Math.max(0, type.lastIndexOf('.')));
  }

  private static String describe(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    String method = GeneratedNames.asWritten(frame.getMethodName());
    return type.substring(type.lastIndexOf('.') + 1) + "." + method;
  }
}
