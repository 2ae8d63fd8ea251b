package dev.fermata;

import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Tasks;
import dev.fermata.internal.core.Variables;
import dev.fermata.internal.generate.Generators;
import dev.fermata.internal.run.Loops;
import dev.fermata.internal.threads.Executors;
import dev.fermata.internal.threads.Interrupts;
import java.util.Set;

/**
 * Runs coroutines one after the other in one event loop, and winds the loop up at the end;
 * asyncio's {@code Runner}. {@link Fermata#run} is one of these for a single coroutine.
 *
 * <pre>{@code
 * try (Runner runner = new Runner()) {
 *   runner.run(first());
 *   runner.run(second());
 * }
 * }</pre>
 *
 * <p>While {@code run} is under way, the first Ctrl-C (SIGINT) cancels its coroutine. If that ends
 * cancelled, so does the run, and the process ends when this runner has been closed: {@link #close}
 * does not return then. A second Ctrl-C ends it at once. A coroutine that swallows the cancellation
 * goes on. An interrupt of the thread cancels the coroutine, too, when the loop next has to wait;
 * the thread's flag is set on return.
 *
 * <p>A runner belongs to one thread at a time.
 */
public final class Runner implements AutoCloseable {
  /** How often tasks that were started while the runner closes are cancelled in turn. */
  private static final int CLOSING_ROUNDS = 100;

  private EventLoop loop;

  /** The core of the loop; null as long as there is none. */
  private LoopEngine engine;

  private Variables variables;
  private boolean initialized;
  private boolean closed;
  private boolean interrupted;

  /** The error by which the last run has ended, which its caller knows. */
  private Throwable thrown;

  /** Makes a runner with a loop of its own, as {@link EventLoop#create()} gives it. */
  public Runner() {}

  private Runner(EventLoop loop) {
    this.loop = loop;
    this.engine = Loops.engineOf(loop);
  }

  /**
   * Makes a runner of a given loop. asyncio's {@code Runner} with a {@code loop_factory}.
   *
   * @param loop the loop; the runner closes it
   * @return a new runner
   */
  public static Runner of(EventLoop loop) {
    if (loop == null) {
      throw new NullPointerException("loop");
    }
    return new Runner(loop);
  }

  /**
   * The loop of this runner. asyncio's {@code Runner.get_loop}.
   *
   * @return the loop, always the same
   * @throws IllegalStateException when the runner is closed
   */
  public EventLoop loop() {
    initialize();
    return loop;
  }

  private void initialize() {
    if (closed) {
      throw new IllegalStateException("the runner is closed");
    }
    if (!initialized) {
      initialized = true;
      variables = Variables.inherited(LoopEngine.currentVariables());
      if (loop == null) {
        loop = EventLoop.create();
        engine = Loops.engineOf(loop);
      }
    }
  }

  /**
   * Runs a coroutine until it has ended, and one pass more. What it started goes on in the next
   * run, or is cancelled by {@link #close}. The changes that it makes to context variables are seen
   * by later runs. asyncio's {@code Runner.run}.
   *
   * @param <T> the type of the value
   * @param main the coroutine
   * @return its value. Its failure is thrown as it is
   * @throws IllegalStateException when the calling thread runs an event loop already, or the runner
   *     is closed
   */
  public <T> T run(Coroutine<T> main) {
    checkOutside();
    initialize();
    Task<T> task = engine.newTask(main, null, variables);
    engine.add(task);
    Interrupts.Target target = Interrupts.register(task);
    engine.interruptible = task;
    try {
      return loop.runUntilComplete(task);
    } catch (Throwable error) {
      thrown = error;
      if (error instanceof CancelledError) {
        interrupted |= target.isInterrupted() && task.uncancel() == 0;
      } else if (Futures.hasFailed(task) && Futures.outcome(task) == error) {
        Futures.markRetrieved(task);
      }
      throw error;
    } finally {
      engine.interruptible = null;
      Interrupts.unregister(target);
      variables = Tasks.variables(task);
    }
  }

  /**
   * Cancels all tasks that are left and waits until they have ended, also those that they start
   * meanwhile; then waits for the jobs of the default executor, at most five minutes, and closes
   * the loop. Failures of these tasks go to the loop's exception handler. Further calls have no
   * effect.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (loop != null && !loop.isClosed()) {
      boolean interruptedThread = Thread.interrupted();
      try {
        cancelAllTasks();
        loop.runUntilComplete(Generators.closeAll(engine));
        loop.runUntilComplete(Executors.of(engine).shutdown());
      } catch (Throwable error) {
        // To a try with resources, one error twice is a mistake, which would hide the error.
        if (error != thrown) {
          throw error;
        }
      } finally {
        closeLoop(interruptedThread);
      }
    }
  }

  private void closeLoop(boolean interruptedThread) {
    try {
      loop.close();
    } finally {
      if (interruptedThread) {
        LoopEngine.interruptAgain();
      }
      if (interrupted) {
        Interrupts.endProcess();
      }
    }
  }

  /** Throws when the calling thread runs an event loop. */
  static void checkOutside() {
    if (LoopEngine.runningOrNull() != null) {
      throw new IllegalStateException("run cannot be called from a running event loop");
    }
  }

  private void cancelAllTasks() {
    for (int round = 0; !engine.tasks.isEmpty(); round++) {
      Set<Task<?>> left = loop.allTasks();
      if (round == CLOSING_ROUNDS) {
        loop.callExceptionHandler(
            Failures.context(
                "tasks keep starting tasks during shutdown; abandoned: " + left, null));
        return;
      }
      Tasks.cancelAll(left);
      loop.runUntilComplete(allDone(left));
      left.forEach(this::reportFailure);
    }
  }

  /** A future that is done one pass after the last of {@code tasks} is. */
  private Future<Void> allDone(Set<Task<?>> tasks) {
    Future<Void> all = loop.createFuture();
    Callback countdown =
        new Callback() {
          private int left = tasks.size();

          @Override
          protected void run() {
            if (--left == 0) {
              all.setResult(null);
            }
          }
        };
    tasks.forEach(task -> Futures.addWaiter(task, countdown));
    return all;
  }

  private void reportFailure(Task<?> task) {
    if (!task.isCancelled() && task.exception() != null) {
      var context = Failures.context("unhandled exception during run() shutdown", task.exception());
      context.put("task", task);
      loop.callExceptionHandler(context);
    }
  }
}
