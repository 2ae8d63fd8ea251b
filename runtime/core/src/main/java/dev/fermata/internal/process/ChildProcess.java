package dev.fermata.internal.process;

import dev.fermata.Coroutine;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.net.ByteSink;
import dev.fermata.net.ByteSource;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that has been started. The JDK tells its exit; that call comes from the JDK's common
 * pool, and only passes the news on.
 *
 * <p>{@code Process.destroy} is not used: it would close the pipes as well, and so take the last
 * words of a process that ends in order, and wait for a thread that is writing.
 */
public final class ChildProcess {
  final LoopEngine engine;
  private final Processes processes;
  private final Process process;
  private final String name;
  private final PipeSink stdin;
  private final PipeSource stdout;
  private final PipeSource stderr;

  /** Who is to be told of the exit. */
  private final List<Runnable> listeners = new ArrayList<>();

  private boolean exited;

  ChildProcess(Processes processes, ProcessBuilder builder, String program, Process process) {
    this.processes = processes;
    this.engine = processes.engine;
    this.process = process;
    this.name = "process " + process.pid() + " (" + nameOf(program) + ")";
    boolean hasInput = builder.redirectInput().type() == Redirect.Type.PIPE;
    boolean hasOutput = builder.redirectOutput().type() == Redirect.Type.PIPE;
    boolean hasErrors =
        builder.redirectError().type() == Redirect.Type.PIPE && !builder.redirectErrorStream();
    this.stdin = new PipeSink(this, hasInput ? process.getOutputStream() : null);
    this.stdout = new PipeSource(this, "output", hasOutput ? process.getInputStream() : null);
    this.stderr = new PipeSource(this, "error output", hasErrors ? process.getErrorStream() : null);
  }

  /** The name of a program without its folder. */
  static String nameOf(String command) {
    try {
      Path file = Path.of(command).getFileName();
      return file == null ? command : file.toString();
    } catch (IllegalArgumentException strange) {
      return command;
    }
  }

  /** Begins to wait for the exit. */
  @SuppressWarnings("FutureReturnValueIgnored") // the news does not fail
  void begin(List<StackTraceElement> origin) {
    processes.started(this, origin);
    process.onExit().thenRun(() -> engine.addFromAnywhere(Callback.of(this::noteExit)));
  }

  private void noteExit() {
    exited = true;
    processes.exited(this);
    stdin.processExited();
    stdout.processExited();
    stderr.processExited();
    List.copyOf(listeners).forEach(Runnable::run);
    listeners.clear();
  }

  boolean hasExited() {
    return exited;
  }

  void addExitListener(Runnable listener) {
    listeners.add(listener);
  }

  void removeExitListener(Runnable listener) {
    listeners.remove(listener);
  }

  // ---------------------------------------------------------------- its pipes

  public ByteSink stdin() {
    return stdin;
  }

  public ByteSource stdout() {
    return stdout;
  }

  public ByteSource stderr() {
    return stderr;
  }

  PipeSink input() {
    return stdin;
  }

  PipeSource output() {
    return stdout;
  }

  PipeSource errors() {
    return stderr;
  }

  /** Closes the pipes, for nobody can use them any more. */
  void release() {
    stdin.close();
    stdout.close();
    stderr.close();
  }

  // ---------------------------------------------------------------- its end

  public Coroutine<Integer> waitFor() {
    return new ExitCoroutine(this);
  }

  public void terminate() {
    process.toHandle().destroy();
  }

  public void kill() {
    process.toHandle().destroyForcibly();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public int exitValue() {
    if (process.isAlive()) {
      throw new IllegalStateException(name + " has not ended yet: await waitFor()");
    }
    return process.exitValue();
  }

  @Override
  public String toString() {
    return name;
  }
}
