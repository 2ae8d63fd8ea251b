package dev.fermata.continuation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words the error of an await of null, which most often is the null that a method returned. */
final class NullAwaited {
  private static final String OWN_PACKAGE = NullAwaited.class.getPackageName();

  /** The package of the tasks above. */
  private static final String TASKS = OWN_PACKAGE.substring(0, OWN_PACKAGE.lastIndexOf('.'));

  /** The name of a method's start or resume code has the method's own name in it. */
  private static final Pattern GENERATED =
      Pattern.compile("lambda\\$(.+?)(?:\\$\\d+)?\\$(?:start|resume)");

  private NullAwaited() {}

  /** The error where transformed code, or a part of the library, awaits null or returns it. */
  static NullPointerException awaited() {
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
  static NullPointerException returned() {
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
                    .dropWhile(frame -> isIn(OWN_PACKAGE, frame))
                    .findFirst()
                    .filter(frame -> !isIn(TASKS, frame))
                    .map(NullAwaited::describe)
                    .orElse(null));
  }

  private static boolean isIn(String owner, StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    return type.startsWith(owner) && type.lastIndexOf('.') == owner.length();
  }

  private static String describe(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    Matcher generated = GENERATED.matcher(frame.getMethodName());
    String method = generated.matches() ? generated.group(1) : frame.getMethodName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + method;
  }
}
