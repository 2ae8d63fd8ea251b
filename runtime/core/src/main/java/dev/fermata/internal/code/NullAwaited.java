package dev.fermata.internal.code;

/** Words the error of an await of null, which most often is the null that a method returned. */
public final class NullAwaited {
  /** The package of what transformed code calls. */
  private static final String CALLED = "dev.fermata.continuation";

  private NullAwaited() {}

  /** The error where transformed code, or a part of the library, awaits null or returns it. */
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

  /** The error where transformed code awaits a call which has returned null. */
  public static NullPointerException returned() {
    String method = awaitingMethod();
    return new NullPointerException(
        "cannot await null, which "
            + (method == null ? "was" : "the method called by " + method)
            + " returned in place of a coroutine");
  }

  /** The method that awaits; null where that is the library itself. */
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
