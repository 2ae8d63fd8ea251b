package dev.fermata.internal.code;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Adds the methods that await the failed one to an exception's stack trace, once and in place: the
 * exception stays the same object.
 *
 * <p>A resumed method has no callers on the thread's stack but the runtime. Their places follow it
 * in the trace, marked as {@code await//com.example.Chat.main(Chat.java:12)}, before the runtime's
 * own.
 */
public final class AwaitTrace {
  /** How the added elements are marked: as if by the name of their class loader. */
  private static final String MARK = "await";

  /** A deep recursion must not make an endless trace of every failure. */
  private static final int LIMIT = 100;

  /** Some microseconds a failure, which a program that fails very often may want to save. */
  private static final boolean WANTED = !"false".equals(System.getProperty("fermata.awaitTrace"));

  /** The class of the runtime that resumes methods, in its package of which this is no part. */
  private static final String RESUMING = "dev.fermata.continuation.Context";

  private AwaitTrace() {}

  /**
   * Adds the places from {@code awaiting} on, the innermost first. Does nothing with the system
   * property {@code fermata.awaitTrace=false}, and for an exception that has been awaited before,
   * has no stack trace, or tells that the JVM is out of resources.
   */
  public static void add(Throwable error, Iterator<StackTraceElement> awaiting) {
    if (!WANTED || error instanceof VirtualMachineError) {
      return;
    }
    try {
      addTo(error, awaiting);
    } catch (Throwable refused) {
      // The class of the error has such methods of its own, as a mock has.
    }
  }

  private static void addTo(Throwable error, Iterator<StackTraceElement> awaiting) {
    StackTraceElement[] trace = error.getStackTrace();
    if (trace.length == 0 || isMarked(trace)) {
      return;
    }
    int end = endOfResumed(trace);
    List<StackTraceElement> result = new ArrayList<>(trace.length + 8);
    for (int i = 0; i < end; i++) {
      result.add(trace[i]);
    }
    addPlaces(result, awaiting);
    int rest = end;
    while (rest < trace.length && isDispatch(trace[rest])) {
      rest++;
    }
    for (int i = rest; i < trace.length; i++) {
      result.add(trace[i]);
    }
    error.setStackTrace(result.toArray(StackTraceElement[]::new));
  }

  private static boolean isMarked(StackTraceElement[] trace) {
    for (StackTraceElement element : trace) {
      if (MARK.equals(element.getClassLoaderName())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The index after the resumed method's own element; the end, for an exception that was made
   * elsewhere.
   */
  private static int endOfResumed(StackTraceElement[] trace) {
    for (int i = 0; i < trace.length; i++) {
      if (trace[i].getClassName().equals(RESUMING)) {
        int end = i;
        while (end > 0 && isDispatch(trace[end - 1])) {
          end--;
        }
        return end;
      }
    }
    return trace.length;
  }

  private static boolean isDispatch(StackTraceElement element) {
    return element.getMethodName().startsWith("fermata$dispatch");
  }

  private static void addPlaces(List<StackTraceElement> to, Iterator<StackTraceElement> awaiting) {
    for (int count = 0; awaiting.hasNext() && count < LIMIT; count++) {
      StackTraceElement at = awaiting.next();
      to.add(
          new StackTraceElement(
              MARK,
              null,
              null,
              at.getClassName(),
              at.getMethodName(),
              at.getFileName(),
              at.getLineNumber()));
    }
  }
}
