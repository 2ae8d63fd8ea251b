package dev.fermata.internal.process;

import dev.fermata.TimerHandle;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.process.OutputLimitException;
import dev.fermata.process.ProcessFailedException;
import dev.fermata.process.ProcessResult;
import dev.fermata.process.RunOptions;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Runs a program from its start to its exit. Whatever ends it before, the program is told to end,
 * and killed when it has not done so after five seconds; this ends behind it.
 */
public final class RunCoroutine extends SteppedCoroutine<ProcessResult> {
  private static final int STARTED = 1;
  private static final int NEWS = 2;
  private static final int STOPPING = 3;

  private static final long GRACE = 5_000_000_000L;

  private final RunOptions options;
  private final List<String> command;
  private final StartCoroutine<ChildProcess> start;
  private ChildProcess child;

  /** Done as soon as there is news of the program: its exit, or its output. */
  private OutsideWait news;

  /** Why the program is stopped. */
  private Throwable reason;

  private TimerHandle grace;
  private boolean killed;

  public RunCoroutine(ProcessBuilder builder, RunOptions options) {
    this.options = Objects.requireNonNull(options, "options");
    this.command = List.copyOf(builder.command());
    this.start = new StartCoroutine<>(builder, command, Function.identity());
  }

  @Override
  protected String publicName() {
    return "Subprocess.run";
  }

  @Override
  protected Object step(int point, Object value) throws Throwable {
    return switch (point) {
      case START -> await(start, STARTED);
      case STARTED -> begin((ChildProcess) value);
      case STOPPING -> stopOrWait();
      default -> goOn();
    };
  }

  private Object begin(ChildProcess started) throws Throwable {
    child = started;
    child.addExitListener(this::tell);
    child.input().feed(options.input());
    child.output().capture(options.outputLimit(), this::tell);
    child.errors().capture(options.outputLimit(), this::tell);
    return goOn();
  }

  private Object goOn() throws Throwable {
    if (child.output().isOverLimit() || child.errors().isOverLimit()) {
      OutputLimitException over =
          new OutputLimitException(
              command,
              options.outputLimit(),
              child.output().collected(),
              child.errors().collected());
      // Who goes on to write is ended by the system, also where it is no child of this process.
      child.release();
      return stop(over);
    }
    boolean isOver = child.hasExited() && child.output().isEnded() && child.errors().isEnded();
    return isOver ? result() : waitForNews(NEWS);
  }

  private void tell() {
    if (news != null) {
      news.fire();
    }
  }

  private Object waitForNews(int point) {
    news = new OutsideWait(child.engine, "process", "waits for " + child);
    return await(news, point);
  }

  private ProcessResult result() throws ProcessFailedException {
    ProcessResult result =
        new ProcessResult(
            command, child.exitValue(), child.output().collected(), child.errors().collected());
    if (options.check() && result.exitCode() != 0) {
      throw new ProcessFailedException(result);
    }
    return result;
  }

  // ---------------------------------------------------------------- the end before the exit

  @Override
  protected Object failed(int point, Throwable error) throws Throwable {
    if (child == null) {
      throw error;
    }
    if (point != STOPPING) {
      return stop(error);
    }
    if (killed) {
      throw error;
    }
    // Who cancels again does not want to wait.
    kill();
    return stopOrWait();
  }

  private Object stop(Throwable why) throws Throwable {
    reason = why;
    child.output().discard();
    child.errors().discard();
    child.terminate();
    grace = child.engine.callLater(GRACE, this::kill);
    return stopOrWait();
  }

  private Object stopOrWait() throws Throwable {
    if (child.hasExited()) {
      throw reason;
    }
    return waitForNews(STOPPING);
  }

  private void kill() {
    killed = true;
    child.kill();
  }

  @Override
  protected void ended() {
    if (grace != null) {
      grace.cancel();
    }
    if (child != null) {
      child.release();
    }
  }
}
