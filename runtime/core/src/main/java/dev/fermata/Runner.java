package dev.fermata;

import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.Log;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Tasks;
import dev.fermata.internal.core.Variables;
import dev.fermata.internal.run.Loops;
import dev.fermata.internal.run.WindUp;
import dev.fermata.internal.threads.Grace;
import dev.fermata.internal.threads.Interrupts;
import dev.fermata.internal.threads.ShutdownHook;
import java.time.Duration;

/**
 * Runs coroutines one after the other in one event loop, and winds the loop up at the end. {@link
 * Fermata#run} uses a runner for a single coroutine.
 *
 * <pre>{@code
 * try (Runner runner = new Runner()) {
 *   runner.run(first());
 *   runner.run(second());
 * }
 * }</pre>
 *
 * <p>While {@code run} is under way, the first Ctrl-C (SIGINT) cancels its coroutine. If the
 * coroutine ends cancelled, so does the run, and the process ends when this runner has been closed:
 * {@link #close} does not return then. A second Ctrl-C ends the process at once. A coroutine that
 * swallows the cancellation goes on. An interrupt of the thread cancels the coroutine, too. The
 * thread's interrupt flag is set on return.
 *
 * <p>The JVM may shut down while {@code run} or {@link #close} is under way, by SIGTERM, by {@code
 * System.exit} in another thread or because no thread keeps it alive. Then the coroutine is
 * cancelled in the same way and the runner is closed, but {@code run} or {@code close} does not
 * return: the thread stays blocked, so that no code of the program runs after the clean-up, and the
 * JVM ends with its usual exit status. The JVM waits as long as {@link #setShutdownGrace} says, and
 * then reports on standard error what still runs, and failures that nobody can receive any more.
 * {@code System.exit} in the loop's own thread ends everything at once, without clean-up, and a
 * line on standard error says so. None of this applies to virtual loops, which are for tests, nor
 * to a run that begins while the JVM shuts down already, as in a shutdown hook.
 *
 * <p>A runner belongs to one thread at a time.
 *
 * <p>asyncio: {@code asyncio.Runner}.
 */
public final class Runner implements AutoCloseable {
  private EventLoop loop;

  /** The core of the loop; null while there is no loop. */
  private LoopEngine engine;

  private Variables variables;
  private boolean initialized;
  private boolean closed;
  private boolean interrupted;

  /** Whether the close follows the only run at once, so that a shutdown treats both as one. */
  private boolean single;

  /** How long a shutdown waits; null for the default, until it is needed. */
  private Duration grace;

  /** Makes a shutdown of the JVM wait for this; null while there is nothing to wait for. */
  private ShutdownHook hook;

  /** The error with which the last run has ended. Its caller has received it. */
  private Throwable thrown;

  /** Makes a runner with a loop of its own, as {@link EventLoop#create()} makes it. */
  public Runner() {}

  private Runner(EventLoop loop) {
    this.loop = loop;
    this.engine = Loops.engineOf(loop);
    engine.checkNotHosted();
  }

  /**
   * Makes a runner of a given loop.
   *
   * <p>asyncio: {@code asyncio.Runner}; with a {@code loop_factory}.
   *
   * @param loop the loop; the runner closes it
   * @return a new runner
   * @throws IllegalStateException when the loop is hosted
   */
  public static Runner of(EventLoop loop) {
    if (loop == null) {
      throw new NullPointerException("loop");
    }
    return new Runner(loop);
  }

  /** Declares that there is only one run, and that the close follows it at once. */
  Runner single() {
    single = true;
    return this;
  }

  /**
   * Sets how long a shutdown of the JVM waits for the clean-up of a run. It applies to runs that
   * begin later.
   *
   * <p>asyncio: none.
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
   * Returns the loop of this runner.
   *
   * <p>asyncio: {@code Runner.get_loop}.
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
   * Runs a coroutine until it has ended, and for one more pass. Tasks that it has started go on in
   * the next run, or are cancelled by {@link #close}. Later runs see its changes of context
   * variables.
   *
   * <p>asyncio: {@code Runner.run}.
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

  /**
   * Called when everything is cleaned up. It usually does not return if the JVM shuts down
   * meanwhile.
   */
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
   * Cancels all remaining tasks, and those that they start meanwhile, and waits until they have
   * ended. Then waits for the jobs of the default executor, at most five minutes, and closes the
   * loop. Failures of these tasks go to the loop's exception handler. Further calls have no effect.
   *
   * <p>asyncio: {@code Runner.close}.
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
        windUp();
      } catch (Throwable error) {
        // A try-with-resources statement rejects the same error twice, which would hide the error.
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

  private void windUp() {
    WindUp rest = new WindUp(engine);
    for (Awaitable<?> next = rest.next(); next != null; next = rest.next()) {
      loop.runUntilComplete(next);
    }
  }
}
