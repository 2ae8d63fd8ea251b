package dev.fermata.checks.conformance;

import dev.fermata.CancelledError;
import dev.fermata.ExceptionGroup;
import dev.fermata.InvalidStateException;
import dev.fermata.Settled;
import dev.fermata.TimeoutException;
import dev.fermata.sync.BrokenBarrierException;
import dev.fermata.sync.QueueEmptyException;
import dev.fermata.sync.QueueFullException;
import dev.fermata.sync.QueueShutDownException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/**
 * How Python writes a value, so that a trace of Java can be compared with one of Python as it is.
 * The two tables are all that differs between them: the names of the exceptions, and the messages
 * that Fermata words in another way.
 */
public final class Python {
  /** Java's exceptions and what stands for them in Python. */
  private static final Map<Class<?>, String> NAMES =
      Map.ofEntries(
          Map.entry(IllegalStateException.class, "RuntimeError"),
          Map.entry(IllegalArgumentException.class, "ValueError"),
          Map.entry(NoSuchElementException.class, "KeyError"),
          Map.entry(ArithmeticException.class, "ZeroDivisionError"),
          Map.entry(IOException.class, "OSError"),
          Map.entry(SystemExit.class, "SystemExit"),
          Map.entry(CancelledError.class, "CancelledError"),
          Map.entry(TimeoutException.class, "TimeoutError"),
          Map.entry(InvalidStateException.class, "InvalidStateError"),
          Map.entry(ExceptionGroup.class, "ExceptionGroup"),
          Map.entry(QueueEmptyException.class, "QueueEmpty"),
          Map.entry(QueueFullException.class, "QueueFull"),
          Map.entry(QueueShutDownException.class, "QueueShutDown"),
          Map.entry(BrokenBarrierException.class, "BrokenBarrierError"));

  /** Stands in the message of a second use, which names the coroutine too. */
  private static final String SECOND_USE = " was already awaited, made a task or closed";

  /** Fermata's messages and what asyncio says in their place. */
  private static final Map<String, String> MESSAGES =
      Map.ofEntries(
          Map.entry(
              "the event loop was stopped before its future was done",
              "Event loop stopped before Future completed."),
          Map.entry("the event loop is closed", "Event loop is closed"),
          Map.entry(
              "run cannot be called from a running event loop",
              "asyncio.run() cannot be called from a running event loop"),
          Map.entry("a task cannot await itself", "Task cannot await on itself"),
          Map.entry("taskDone() called too many times", "task_done() called too many times"),
          Map.entry(
              "unhandled exception during run() shutdown",
              "unhandled exception during asyncio.run() shutdown"));

  /** A value in the form in which Python can read it. */
  public static String repr(Object value) {
    if (value instanceof String text) {
      return text.contains("'") ? '"' + text + '"' : "'" + text + "'";
    }
    if (value instanceof Throwable error) {
      return name(error) + "(" + arguments(error) + ")";
    }
    if (value instanceof Settled<?> settled) {
      return repr(settled.exception() == null ? settled.value() : settled.exception());
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Python::repr).collect(Collectors.joining(", ", "[", "]"));
    }
    return str(value);
  }

  /** A value in the form in which Python prints it. */
  public static String str(Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    }
    if (value instanceof Throwable error) {
      return text(error) == null ? "" : message(text(error));
    }
    return value instanceof String text
        ? text
        : value instanceof List<?> ? repr(value) : "" + value;
  }

  /** The name of an exception. */
  public static String name(Throwable error) {
    String name = NAMES.get(error.getClass());
    if (name == null) {
      throw new AssertionError("no name in Python for " + error, error);
    }
    return name;
  }

  /** What asyncio says where Fermata says {@code text}. */
  public static String message(String text) {
    String here = " in the thread " + Thread.currentThread().getName() + ".";
    int place = text.indexOf(here);
    if (place >= 0) {
      return text.substring(0, place);
    }
    return text.contains(SECOND_USE)
        ? "cannot reuse already awaited coroutine"
        : MESSAGES.getOrDefault(text, text);
  }

  private static String arguments(Throwable error) {
    if (error instanceof ExceptionGroup group) {
      return repr(group.message()) + ", " + repr(group.exceptions());
    }
    if (error instanceof SystemExit exit) {
      return "" + exit.code;
    }
    return text(error) == null ? "" : repr(message(text(error)));
  }

  /** An error's message; of a timeout none, as in Python, where ours tells the limit. */
  private static String text(Throwable error) {
    return error instanceof TimeoutException ? null : error.getMessage();
  }

  private Python() {}

  /** An error that leaves a loop at once, as Python's SystemExit. */
  static final class SystemExit extends VirtualMachineError {
    private static final long serialVersionUID = 1L;

    private final int code;

    SystemExit(int code) {
      this.code = code;
    }
  }
}
