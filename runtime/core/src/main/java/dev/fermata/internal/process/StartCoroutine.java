package dev.fermata.internal.process;

import dev.fermata.Future;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.LeafCoroutine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.process.ProgramNotFoundException;
import dev.fermata.process.Subprocess;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Starts a process, in a thread that may block for that. When its task is cancelled meanwhile, the
 * process that nobody will ever see is killed as soon as it is there.
 */
public final class StartCoroutine extends LeafCoroutine<Subprocess> {
  /** How the JDK tells that there is no such file, on Unix and on Windows. */
  private static final Pattern NO_FILE = Pattern.compile("\\berror[=:] ?2\\b");

  private final ProcessBuilder builder;
  private final List<StackTraceElement> origin = Processes.origin();

  public StartCoroutine(ProcessBuilder builder) {
    if (builder == null) {
      throw new NullPointerException("builder");
    }
    this.builder = builder;
  }

  @Override
  protected String publicName() {
    return "Subprocess.start";
  }

  @Override
  protected Object begin(Context context) {
    Start start = new Start(Processes.of(TaskContext.of(context).engine), builder, origin);
    PipeThreads.run(start::work);
    return context.suspendOn(start);
  }

  /** The error of a program that could not be started. */
  static IOException failure(ProcessBuilder builder, IOException error) {
    String program = builder.command().get(0);
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
  private static final class Start extends Future<Subprocess> {
    private final Processes processes;
    private final ProcessBuilder builder;
    private final List<StackTraceElement> origin;

    Start(Processes processes, ProcessBuilder builder, List<StackTraceElement> origin) {
      super(processes.engine.origin);
      this.processes = processes;
      this.builder = builder;
      this.origin = origin;
      processes.engine.outsideWork().stageBegun();
    }

    /** Starts it, in a thread that may block. */
    void work() {
      Arrival arrival;
      try {
        arrival = new Arrival(this, builder.start(), null);
      } catch (IOException e) {
        arrival = new Arrival(this, null, failure(builder, e));
      } catch (Throwable e) {
        arrival = new Arrival(this, null, e);
      }
      try {
        processes.engine.addFromStranger(arrival);
      } catch (IllegalStateException closed) {
        arrival.drop();
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
      ChildProcess child = new ChildProcess(processes, builder, process);
      child.begin(origin);
      succeed(child);
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
      return "starts " + ChildProcess.program(builder.command().get(0));
    }
  }

  private static void kill(Process process) {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** Brings what has become of a start to the loop. */
  private static final class Arrival extends Callback {
    private final Start start;
    private final Process process;
    private final Throwable error;

    Arrival(Start start, Process process, Throwable error) {
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
