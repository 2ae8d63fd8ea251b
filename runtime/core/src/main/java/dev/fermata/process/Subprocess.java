package dev.fermata.process;

import dev.fermata.Coroutine;
import dev.fermata.internal.process.ChildProcess;
import dev.fermata.internal.process.RunCoroutine;
import dev.fermata.internal.process.StartCoroutine;
import dev.fermata.net.ByteSink;
import dev.fermata.net.ByteSource;
import java.io.IOException;

/**
 * A process that the program has started. It belongs to one loop and its thread. Virtual loops
 * start none.
 *
 * <p>What the {@link ProcessBuilder} says is done: its directory, its environment, and where it
 * redirects input and output to. What is redirected, to a file or by {@code inheritIO}, is at its
 * end at once here, and cannot be written to; so is the error output that is merged into the other.
 *
 * <p>A process that still runs when its loop is closed is reported to the loop's exception handler,
 * in debug mode with the place that started it. It is not killed, but its pipes are closed.
 *
 * <p>asyncio: {@code asyncio.subprocess.Process}.
 */
public final class Subprocess {
  private final ChildProcess child;

  private Subprocess(ChildProcess child) {
    this.child = child;
  }

  /**
   * Starts a program, in a thread that may block for that.
   *
   * <p>asyncio: {@code create_subprocess_exec}.
   *
   * @param builder what to start and how; not to be changed until the coroutine has ended
   * @return a coroutine that gives the process. When its task is cancelled meanwhile, a process
   *     that has been started is killed
   * @throws IOException thrown by the coroutine: {@link ProgramNotFoundException}, or when it
   *     cannot be started for another reason
   */
  public static Coroutine<Subprocess> start(ProcessBuilder builder) throws IOException {
    return new StartCoroutine<>(builder, Subprocess::new);
  }

  /**
   * Runs a program, as {@link #run(ProcessBuilder, RunOptions)} does with {@link
   * RunOptions#defaults}.
   *
   * <p>asyncio: {@code create_subprocess_exec}, {@code Process.communicate}.
   *
   * @param builder what to run and how; not to be changed until the coroutine has ended
   * @return a coroutine that gives the result. For cancelling see the other method
   * @throws IOException thrown by the coroutine: when the program cannot be started, ends with
   *     another exit code than 0, or writes too much
   */
  public static Coroutine<ProcessResult> run(ProcessBuilder builder) throws IOException {
    return run(builder, RunOptions.defaults());
  }

  /**
   * Runs a program: starts it, gives it its input, takes all of its output, and waits for its exit.
   * What other processes, which have inherited its pipes, write more than a second after the exit
   * is not waited for.
   *
   * <p>asyncio: {@code create_subprocess_exec}, {@code Process.communicate}.
   *
   * @param builder what to run and how; not to be changed until the coroutine has ended
   * @param options what else is wanted
   * @return a coroutine that gives the result. When its task is cancelled, the program is told to
   *     end ({@link #terminate}), is killed when it has not ended after five seconds or the task is
   *     cancelled again, and the task ends behind it
   * @throws IOException thrown by the coroutine: {@link ProgramNotFoundException}; {@link
   *     ProcessFailedException} when the exit code is not 0, unless that is not to be checked;
   *     {@link OutputLimitException} when the program has written more than the limit, and has been
   *     ended for that
   */
  public static Coroutine<ProcessResult> run(ProcessBuilder builder, RunOptions options)
      throws IOException {
    return new RunCoroutine(builder, options);
  }

  /**
   * The input of the process. A write ends as soon as the system has taken all of it; to close this
   * is the end of the input for the process.
   *
   * <p>asyncio: {@code Process.stdin}.
   *
   * @return always the same; it throws {@link IOException} on each write when the input was
   *     redirected
   */
  public ByteSink stdin() {
    return child.stdin();
  }

  /**
   * What the process writes to its standard output. Its end comes when all processes that have the
   * pipe have closed it, or a second after the exit of this one. When this is closed, a process
   * that goes on to write is ended by the system, as a rule.
   *
   * <p>asyncio: {@code Process.stdout}.
   *
   * @return always the same; at its end from the beginning when it was redirected
   */
  public ByteSource stdout() {
    return child.stdout();
  }

  /**
   * What the process writes to its standard error output, as {@link #stdout}.
   *
   * <p>asyncio: {@code Process.stderr}.
   *
   * @return always the same; at its end from the beginning when it was redirected
   */
  public ByteSource stderr() {
    return child.stderr();
  }

  /**
   * Waits for the exit of the process. Output that nobody has begun to read does not hold the
   * process up meanwhile: up to 256 KiB of each are kept to be read later, and when there is more,
   * a read behind those throws {@link IOException}. Whoever has begun to read is expected to go on
   * to the end, or to close the source.
   *
   * <p>asyncio: {@code Process.wait}.
   *
   * @return a coroutine that gives the exit code; on Unix 128 and the number of the signal for a
   *     process that a signal has ended. Cancelling its task ends the wait only
   */
  public Coroutine<Integer> waitFor() {
    return child.waitFor();
  }

  /**
   * Asks the process to end: SIGTERM on Unix; on Windows it is killed. May be called from any
   * thread; has no effect when it has ended.
   *
   * <p>asyncio: {@code Process.terminate}.
   */
  public void terminate() {
    child.terminate();
  }

  /**
   * Ends the process at once: SIGKILL on Unix. May be called from any thread; has no effect when it
   * has ended.
   *
   * <p>asyncio: {@code Process.kill}.
   */
  public void kill() {
    child.kill();
  }

  /**
   * The number that the system gives the process.
   *
   * <p>asyncio: {@code Process.pid}.
   *
   * @return the number
   */
  public long pid() {
    return child.pid();
  }

  /**
   * Whether the process has not ended yet.
   *
   * <p>asyncio: {@code Process.returncode}; it is None until then.
   *
   * @return true while it runs
   */
  public boolean isAlive() {
    return child.isAlive();
  }

  /**
   * The exit code of the process.
   *
   * <p>asyncio: {@code Process.returncode}.
   *
   * @return as {@link #waitFor}
   * @throws IllegalStateException when it has not ended yet
   */
  public int exitValue() {
    return child.exitValue();
  }

  @Override
  public String toString() {
    return child.toString();
  }
}
