package dev.fermata.internal.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Tells which methods have awaited what failed: a suppressed exception of the failure, with no
 * stack of its own.
 *
 * <p>On the thread's stack, only the runtime calls a resumed method, and a failure from another
 * task or thread has no trace of those that await it. When a failure passes an await, the awaiting
 * activations are recorded here: for each one a place and a state. They become stack trace elements
 * when somebody reads them. So recording costs little, and keeps no frame and no value alive.
 *
 * <p>Each task that awaits a failure has a path of its own, and its elements are marked with the
 * task's name: {@code Task-2//com.example.Chat.main(Chat.java:12)}. Loggers that render exceptions
 * themselves call {@link #getStackTrace}. {@code printStackTrace} of the failure does not call it,
 * so it gets the elements through {@link #toString}.
 */
public final class AwaitTrace extends Exception {
  private static final long serialVersionUID = 1L;

  private static final boolean WANTED = !"false".equals(System.getProperty("fermata.awaitTrace"));

  /** The mark of elements of code that runs in no task. */
  private static final String NO_TASK = "await";

  /** The largest number of activations in a path, because a recursion may be deep. */
  private static final int MOST_ELEMENTS = 100;

  /** The largest number of paths, because thousands of tasks may await one failure. */
  private static final int MOST_PATHS = 8;

  /** The indentation that printStackTrace uses for elements of a suppressed exception. */
  private static final String ELEMENT = "\n\t\tat ";

  /**
   * How many callers of toString to search for printStackTrace. The JDK has methods between the
   * two.
   */
  private static final int CALLERS_OF_TO_STRING = 8;

  private static final StackWalker WALKER = StackWalker.getInstance();

  private final transient List<Path> paths = new ArrayList<>(1);

  private AwaitTrace() {
    super(null, null, false, false);
  }

  /** The activations of one task that await a failure, the innermost first. */
  public static final class Path {
    private final String task;
    private Object[] places = new Object[4];
    private int[] states = new int[4];
    private int size;

    /**
     * Makes an empty path.
     *
     * @param task the task's name; null for code that runs in none
     */
    public Path(String task) {
      this.task = task;
    }

    /** Whether the path takes no more activations. */
    public boolean isFull() {
      return size >= MOST_ELEMENTS;
    }

    /**
     * Adds an activation.
     *
     * @param place a dispatcher that has a {@link DebugMap}, or a stack trace element; null for an
     *     activation that is not shown
     * @param state the method's number and its point's, as a frame has them
     */
    public void add(Object place, int state) {
      if (place == null || isFull()) {
        return;
      }
      if (size == states.length) {
        places = Arrays.copyOf(places, size * 2);
        states = Arrays.copyOf(states, size * 2);
      }
      places[size] = place;
      states[size++] = state;
    }

    private void addAll(Path other) {
      for (int i = 0; i < other.size; i++) {
        add(other.places[i], other.states[i]);
      }
    }

    private boolean endsWith(Path other) {
      int from = size - other.size;
      if (from < 0) {
        return false;
      }
      for (int i = 0; i < other.size; i++) {
        if (states[from + i] != other.states[i] || !places[from + i].equals(other.places[i])) {
          return false;
        }
      }
      return true;
    }

    private void addElements(List<StackTraceElement> to) {
      for (int i = 0; i < size && to.size() < MOST_ELEMENTS; i++) {
        StackTraceElement at =
            places[i] instanceof StackTraceElement element
                ? element
                : DebugMap.locate(places[i], states[i] >>> 16, states[i] & 0xFFFF);
        if (at != null) {
          to.add(
              new StackTraceElement(
                  task == null ? NO_TASK : task,
                  null,
                  null,
                  at.getClassName(),
                  at.getMethodName(),
                  at.getFileName(),
                  at.getLineNumber()));
        }
      }
    }
  }

  // ---------------------------------------------------------------- recording

  /**
   * Whether to record the activations that await {@code error}. They are not recorded with the
   * system property {@code fermata.awaitTrace=false}, or when the JVM is out of resources.
   */
  public static boolean isWanted(Throwable error) {
    return WANTED && !(error instanceof VirtualMachineError);
  }

  /**
   * Records that the activations of {@code path} have awaited {@code error}. Does nothing if the
   * end of the trace has them already.
   */
  public static void add(Throwable error, Path path) {
    if (path.size > 0) {
      try {
        of(error).add(path);
      } catch (Throwable refused) {
        // The class of the error overrides these methods, as a mock does.
      }
    }
  }

  /**
   * Records that the calling code has awaited {@code error}, which was known at once. It records
   * the activations that run in the current step, and so are on the thread's stack.
   */
  public static void addRunning(Throwable error, String task) {
    Path path = new Path(task);
    WALKER.walk(
        frames -> {
          frames
              .takeWhile(frame -> !isStep(frame))
              .filter(
                  frame ->
                      !LibraryPackages.containsClass(frame.getClassName())
                          && !isGeneratedAlone(frame))
              .limit(MOST_ELEMENTS)
              .forEach(frame -> path.add(asWritten(frame.toStackTraceElement()), 0));
          return null;
        });
    add(error, path);
  }

  /** Whether a frame belongs to the runtime's code that begins or resumes activations. */
  private static boolean isStep(StackWalker.StackFrame frame) {
    return switch (frame.getClassName()) {
      case "dev.fermata.continuation.Context" -> frame.getMethodName().startsWith("resume");
      case "dev.fermata.internal.core.TaskState", "dev.fermata.internal.bridge.DetachedContext" ->
          true;
      default -> false;
    };
  }

  /** Whether a frame belongs to generated code that stands for no line of the source. */
  private static boolean isGeneratedAlone(StackWalker.StackFrame frame) {
    return frame.getLineNumber() < 0 && GeneratedNames.isGenerated(frame.getMethodName());
  }

  /** An element with the name that its method has in the source. */
  private static StackTraceElement asWritten(StackTraceElement element) {
    return new StackTraceElement(
        element.getClassName(),
        GeneratedNames.asWritten(element.getMethodName()),
        element.getFileName(),
        element.getLineNumber());
  }

  private static AwaitTrace of(Throwable error) {
    // One lock for all errors, because another thread may add a trace to the same error.
    synchronized (AwaitTrace.class) {
      for (Throwable suppressed : error.getSuppressed()) {
        if (suppressed instanceof AwaitTrace trace) {
          return trace;
        }
      }
      AwaitTrace made = new AwaitTrace();
      error.addSuppressed(made);
      return made;
    }
  }

  private synchronized void add(Path path) {
    for (Path known : paths) {
      if (Objects.equals(known.task, path.task)) {
        if (!known.endsWith(path)) {
          known.addAll(path);
        }
        return;
      }
    }
    if (paths.size() < MOST_PATHS) {
      paths.add(path);
    }
  }

  // ---------------------------------------------------------------- reading

  @Override
  public String getMessage() {
    return "awaited by";
  }

  @Override
  public synchronized StackTraceElement[] getStackTrace() {
    List<StackTraceElement> elements = new ArrayList<>();
    paths.forEach(path -> path.addElements(elements));
    return elements.toArray(StackTraceElement[]::new);
  }

  /** Appends the elements as further lines when {@code Throwable.printStackTrace} calls this. */
  @Override
  public String toString() {
    boolean isPrinted =
        WALKER.walk(
            frames ->
                frames
                    .limit(CALLERS_OF_TO_STRING)
                    .anyMatch(frame -> frame.getClassName().equals("java.lang.Throwable")));
    StringBuilder text = new StringBuilder(getMessage());
    for (StackTraceElement element : isPrinted ? getStackTrace() : new StackTraceElement[0]) {
      text.append(ELEMENT).append(element);
    }
    return text.toString();
  }

  /** Another JVM may lack the classes whose places are recorded, or this library. */
  private Object writeReplace() {
    Exception read = new Exception(getMessage());
    read.setStackTrace(getStackTrace());
    return read;
  }
}
