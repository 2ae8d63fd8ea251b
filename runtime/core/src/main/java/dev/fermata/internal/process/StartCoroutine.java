package dev.fermata.internal.process;

import dev.fermata.Future;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.LeafCoroutine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.process.ProgramNotFoundException;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Starts a process, in a thread that may block for that. When its task is cancelled meanwhile, the
 * process that nobody will ever see is killed as soon as it is there.
 *
 * @param <T> what programs get for the process
 */
public final class StartCoroutine<T> extends LeafCoroutine<T> {
  /** How the JDK tells that there is no such file, on Unix and on Windows. */
  private static final Pattern NO_FILE = Pattern.compile("\\berror[=:] ?2\\b");

  private final ProcessBuilder builder;
  private final String program;
  private final Function<ChildProcess, T> face;
  private final List<StackTraceElement> origin = Processes.origin();

  /** Starts what the builder says, and gives programs what {@code face} makes of the process. */
  public StartCoroutine(ProcessBuilder builder, Function<ChildProcess, T> face) {
    this(builder, List.copyOf(builder.command()), face);
  }

  StartCoroutine(ProcessBuilder builder, List<String> command, Function<ChildProcess, T> face) {
    this.builder = builder;
    this.face = face;
    if (command.isEmpty()) {
      throw new IllegalArgumentException("the command is empty: it begins with a program");
    }
    this.program = command.get(0);
  }

  @Override
  protected String publicName() {
    return "Subprocess.start";
  }

  @Override
  protected Object begin(Context context) {
    Processes processes = Processes.of(TaskContext.of(context).engine);
    Start<T> start = new Start<>(processes, this);
    PipeThreads.run(start::work);
    return context.suspendOn(start);
  }

  /** The error of a program that could not be started. */
  private static IOException failure(ProcessBuilder builder, String program, IOException error) {
    File directory = builder.directory();
    if (directory != null && !directory.isDirectory()) {
      return new IOException(
          "cannot start " + program + ": its directory " + directory + " does not exist", error);
    }
    String reason = String.valueOf(error.getMessage());
    if (NO_FILE.matcher(reason).find()) {
      return new ProgramNotFoundException(program, error);
    }
    return new IOException("cannot start " + program + ": " + reason, error);
  }

  /** A process that is being started. */
  private static final class Start<T> extends Future<T> {
    private final Processes processes;
    private final StartCoroutine<T> what;

    Start(Processes processes, StartCoroutine<T> what) {
      super(processes.engine.origin);
      this.processes = processes;
      this.what = what;
      processes.engine.outsideWork().stageBegun();
    }

    /** Starts it, in a thread that may block. */
    void work() {
      Process process = null;
      Throwable error = null;
      try {
        process = start();
      } catch (Throwable failure) {
        error = failure;
      }
      Arrival arrival = new Arrival(this, process, error);
      try {
        processes.engine.addFromStranger(arrival);
      } catch (IllegalStateException closed) {
        arrival.drop();
      }
    }

    private Process start() throws IOException {
      try {
        return what.builder.start();
      } catch (IOException e) {
        throw failure(what.builder, what.program, e);
      }
    }

    private void arrived(Process process, Throwable error) {
      if (isDone()) {
        kill(process);
        return;
      }
      processes.engine.outsideWork().stageEnded();
      if (error != null) {
        fail(error);
        return;
      }
      ChildProcess child = new ChildProcess(processes, what.builder, what.program, process);
      child.begin(what.origin);
      succeed(what.face.apply(child));
    }

    @Override
    public boolean cancel(String message) {
      boolean cancelled = super.cancel(message);
      if (cancelled) {
        processes.engine.outsideWork().stageEnded();
      }
      return cancelled;
    }

    @Override
    protected String label() {
      return "process";
    }

    @Override
    protected String activity() {
      return "starts " + ChildProcess.nameOf(what.program);
    }
  }

  private static void kill(Process process) {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** Brings what has become of a start to the loop. */
  private static final class Arrival extends Callback {
    private final Start<?> start;
    private final Process process;
    private final Throwable error;

    Arrival(Start<?> start, Process process, Throwable error) {
      this.start = start;
      this.process = process;
      this.error = error;
    }

    @Override
    protected List<? extends Future<?>> wakes() {
      return List.of(start);
    }

    @Override
    protected void run() {
      start.arrived(process, error);
    }

    /** The loop is closed. */
    @Override
    protected void drop() {
      kill(process);
    }
  }
}
