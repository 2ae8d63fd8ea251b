package dev.fermata;

import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.Log;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Tasks;
import dev.fermata.internal.core.Variables;
import dev.fermata.internal.generate.Generators;
import dev.fermata.internal.run.Loops;
import dev.fermata.internal.threads.Executors;
import dev.fermata.internal.threads.Grace;
import dev.fermata.internal.threads.Interrupts;
import dev.fermata.internal.threads.ShutdownHook;
import java.time.Duration;
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
 * goes on. An interrupt of the thread cancels the coroutine, too; the thread's flag is set on
 * return.
 *
 * <p>When the JVM shuts down, by SIGTERM, by {@code System.exit} in another thread or because no
 * thread is left that keeps it alive, while {@code run} or {@link #close} is under way, the
 * coroutine is cancelled in the same way, the runner is closed, and {@code run} or {@code close}
 * does not return: the thread stays blocked, so that nothing of the program runs behind the
 * clean-up, and the JVM ends with its usual exit status. It waits as long as {@link
 * #setShutdownGrace} says, and then tells on standard error what still runs. A failure that nobody
 * can receive any more is told there, too. {@code System.exit} in the loop's own thread ends all at
 * once, without clean-up, and a line on standard error says so. None of this goes for virtual
 * loops, which tests use, and for a run that begins while the JVM shuts down already, as in a
 * shutdown hook.
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

  /** Whether the one run is followed by the close at once, so that both are watched over as one. */
  private boolean single;

  /** How long a shutdown waits; null for as long as is usual, until that is asked for. */
  private Duration grace;

  /** What has a shutdown of the JVM wait for this; null while there is nothing to wait for. */
  private ShutdownHook hook;

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

  /** Says that there is one run, which the close follows at once. */
  Runner single() {
    single = true;
    return this;
  }

  /**
   * Sets how long a shutdown of the JVM waits for the clean-up of a run; asyncio has no
   * counterpart. It is for runs that begin later.
   *
   * @param grace how long, in real time; zero for an end without any clean-up. Unless this is
   *     called, 8 seconds, or what the system property {@code fermata.shutdownGrace} tells in
   *     seconds
   * @throws IllegalArgumentException when it is negative
   */
  public void setShutdownGrace(Duration grace) {
    this.grace = Grace.checked(grace);
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
      if (grace == null) {
        grace = Grace.standard();
      }
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
    engine.onInterrupt = target;
    thrown = null;
    beginWatch(target);
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
      engine.onInterrupt = null;
      Interrupts.unregister(target);
      variables = Tasks.variables(task);
      if (!single && hook != null && hook.withdraw()) {
        hook = null;
      } else if (!single && hook != null) {
        close();
      }
    }
  }

  private void beginWatch(Callback end) {
    hook = ShutdownHook.add(engine, Thread.currentThread(), grace, end);
  }

  /** All is cleaned up. Does not return, as a rule, when the JVM shuts down meanwhile. */
  private void endWatch() {
    ShutdownHook watch = hook;
    hook = null;
    if (watch != null && !watch.withdraw()) {
      if (thrown != null && !(thrown instanceof CancelledError)) {
        Log.tellAtShutdown("the run has failed while the JVM shut down: ", thrown);
      }
      watch.runEnded();
      ShutdownHook.awaitHalt();
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
      if (hook == null && initialized) {
        beginWatch(null);
      }
      try {
        cancelAllTasks();
        loop.runUntilComplete(Generators.closeAll(engine));
        loop.runUntilComplete(Executors.of(engine).shutdown());
      } catch (Throwable error) {
        // To a try with resources, one error twice is a mistake, which would hide the error.
        if (error != thrown) {
          thrown = error;
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
      endWatch();
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
