package dev.fermata;

import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Log;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.run.Loops;
import dev.fermata.internal.threads.Grace;
import dev.fermata.internal.threads.ShutdownHook;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * An event loop in a thread of its own, for programs whose threads belong to something else: a
 * server, a container, a user interface.
 *
 * <pre>{@code
 * try (LoopThread loop = LoopThread.start("orders")) {
 *   CompletableFuture<Order> order = loop.submit(() -> fetchOrder(17));
 *   ...
 * }
 * }</pre>
 *
 * <p>The loop runs until it is stopped, by {@link #stop} or {@link #close}. It then takes no
 * further work, cancels its tasks, waits for their clean-up, as {@link Runner#close} does, and ends
 * its thread. An error that nothing in the loop handles, such as a fatal one that its exception
 * handler throws, ends it in the same way, and goes to the thread's uncaught exception handler. An
 * interrupt of its thread stops it, too.
 *
 * <p>When the JVM shuts down, by SIGTERM, Ctrl-C, {@code System.exit} or because no thread keeps it
 * alive, the loop is stopped. The JVM waits for it as long as the {@linkplain Builder#grace grace}
 * says, and then reports on standard error what still runs. {@link Runner} describes what differs
 * when the loop's own thread calls {@code System.exit}. With {@link Builder#stopAtShutdown} all of
 * this can be left to the code that closes the loop, such as a container.
 *
 * <p>All methods may be called from any thread.
 *
 * <p>asyncio: none; a thread that runs {@code loop.run_forever} takes its place.
 */
public final class LoopThread implements AutoCloseable {
  private final EventLoop loop;
  private final LoopEngine engine;
  private final Runner runner;
  private final Duration grace;
  private final Thread thread;

  /** Ends the loop's own run, but not the runs by which the runner winds the loop up. */
  private final Callback endRun =
      new Callback() {
        @Override
        protected void run() {
          stopping = true;
          if (!windingUp) {
            loop.stop();
          }
        }
      };

  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** Stops this when the JVM shuts down; null for none. */
  private final ShutdownHook hook;

  private volatile boolean stopping;

  /** Whether the loop's own run is over. For its thread. */
  private boolean windingUp;

  /** The error that has ended the loop although nobody has stopped it; null for none. */
  private volatile Throwable died;

  private LoopThread(Builder builder) {
    runner = builder.loop == null ? new Runner() : Runner.of(builder.loop);
    // A shutdown treats all of this as one run.
    runner.setShutdownGrace(Duration.ZERO);
    loop = runner.loop();
    engine = Loops.engineOf(loop);
    grace = builder.grace == null ? Grace.standard() : builder.grace;
    thread = new Thread(this::run, builder.name);
    thread.setDaemon(builder.daemon);
    hook = builder.stopAtShutdown ? ShutdownHook.add(engine, thread, grace, endRun) : null;
  }

  /**
   * Starts a loop in a daemon thread.
   *
   * <p>asyncio: none.
   *
   * @param name the thread's name
   * @return the loop, which runs
   */
  public static LoopThread start(String name) {
    return builder().name(name).start();
  }

  /**
   * Returns a builder to start a loop with other settings.
   *
   * <p>asyncio: none.
   *
   * @return a new builder, with the settings that its methods name
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The settings of a {@link LoopThread}.
   *
   * <p>asyncio: none.
   */
  public static final class Builder {
    private String name = "fermata-loop";
    private boolean daemon = true;
    private boolean stopAtShutdown = true;
    private Duration grace;
    private EventLoop loop;

    private Builder() {}

    /**
     * Sets the name of the thread.
     *
     * <p>asyncio: none.
     *
     * @param name the name; "fermata-loop" unless this is called
     * @return this
     */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets whether the thread is a daemon, which does not keep the JVM alive.
     *
     * <p>asyncio: none.
     *
     * @param daemon whether it is; it is unless this is called
     * @return this
     */
    public Builder daemon(boolean daemon) {
      this.daemon = daemon;
      return this;
    }

    /**
     * Sets whether a shutdown of the JVM stops the loop. It should not if something else closes the
     * loop then, as a container closes what it manages after the work that needs it has ended.
     *
     * <p>asyncio: none.
     *
     * @param stop whether it does; it does unless this is called, or the loop is virtual
     * @return this
     */
    public Builder stopAtShutdown(boolean stop) {
      this.stopAtShutdown = stop;
      return this;
    }

    /**
     * Sets how long {@link LoopThread#close}, and a shutdown of the JVM, wait for the clean-up of
     * what ran.
     *
     * <p>asyncio: none.
     *
     * @param grace how long, in real time; zero for no wait; 8 seconds, or what the system property
     *     {@code fermata.shutdownGrace} tells in seconds, unless this is called
     * @return this
     * @throws IllegalArgumentException when it is negative
     */
    public Builder grace(Duration grace) {
      this.grace = Grace.checked(grace);
      return this;
    }

    /**
     * Sets the loop, for example one in debug mode or with an exception handler.
     *
     * <p>asyncio: none.
     *
     * @param loop a loop that does not run, which is closed at the end; a new one unless this is
     *     called
     * @return this
     */
    public Builder loop(EventLoop loop) {
      this.loop = Objects.requireNonNull(loop, "loop");
      return this;
    }

    /**
     * Starts the loop in its thread.
     *
     * <p>asyncio: none.
     *
     * @return the loop, which runs
     * @throws IllegalStateException when the {@linkplain #loop loop} that was set runs already, as
     *     that of an earlier start does, or is closed
     */
    public LoopThread start() {
      if (loop != null && (loop.isRunning() || loop.isClosed())) {
        throw new IllegalStateException(
            "the loop of the loop thread "
                + name
                + (loop.isClosed() ? " is closed" : " runs already")
                + ": set a new one for each start");
      }
      LoopThread started = new LoopThread(this);
      try {
        started.thread.start();
      } catch (Throwable noThread) {
        started.withdraw();
        throw noThread;
      }
      return started;
    }

    /** The same settings for one of several threads. */
    Builder numbered(int number) {
      if (loop != null) {
        throw new IllegalArgumentException(
            "several threads cannot run the one loop that was set: each has one of its own");
      }
      Builder copy = new Builder();
      copy.name = name + "-" + number;
      copy.daemon = daemon;
      copy.stopAtShutdown = stopAtShutdown;
      copy.grace = grace;
      return copy;
    }

    long graceNanos() {
      return LoopEngine.nanos(grace == null ? Grace.standard() : grace);
    }
  }

  private void run() {
    try {
      runAndClose();
    } catch (Throwable error) {
      died = error;
      throw error;
    } finally {
      withdraw();
      if (died == null) {
        ended.complete(null);
      } else {
        ended.completeExceptionally(died);
      }
    }
  }

  private void withdraw() {
    if (hook != null && !hook.withdraw()) {
      hook.runEnded();
    }
  }

  private void runAndClose() {
    try (runner) {
      engine.onInterrupt = endRun;
      try {
        loop.runForever();
      } finally {
        stopping = true;
        windingUp = true;
        engine.onInterrupt = null;
      }
    }
  }

  /**
   * Returns the loop, for its methods that may be called from any thread.
   *
   * <p>asyncio: none.
   *
   * @return always the same one; closed when the thread has ended
   */
  public EventLoop loop() {
    return loop;
  }

  /**
   * Submits a coroutine to the loop, as {@link EventLoop#submit} does, with messages that name this
   * thread.
   *
   * <p>asyncio: {@code asyncio.run_coroutine_threadsafe}.
   *
   * @param <T> the type of the value
   * @param body makes the coroutine; called on the loop's thread, in the coroutine's task
   * @return completed on the loop's thread with the coroutine's value, or with its failure as it
   *     is. Cancelling it cancels the coroutine's task; so does a stop of the loop. To wait for it
   *     on the loop's own thread would never end: await it there
   * @throws IllegalStateException when the loop has been stopped, or has died
   */
  public <T> CompletableFuture<T> submit(AsyncBody<T> body) {
    Objects.requireNonNull(body, "body");
    if (stopping) {
      throw new IllegalStateException(
          "the loop thread "
              + thread.getName()
              + (died == null
                  ? " has been stopped, and takes no more coroutines"
                  : " has died, and takes no more coroutines; the cause tells of what"),
          died);
    }
    return loop.submit(body);
  }

  /**
   * Begins to stop the loop, and does not wait. The loop takes no further coroutines, cancels its
   * tasks, waits for their clean-up without a limit, and ends its thread. A second call only
   * returns the future.
   *
   * <p>asyncio: {@code loop.stop}; it cancels nothing.
   *
   * @return completed on the loop's thread when that is about to end; with the error by which the
   *     loop has died, if it has. Completing or cancelling it has no effect on the loop
   */
  public CompletableFuture<Void> stop() {
    beginStop();
    return ended.copy();
  }

  void beginStop() {
    stopping = true;
    if (!loop.isClosed()) {
      try {
        engine.addFromStranger(endRun);
      } catch (IllegalStateException closedMeanwhile) {
        // As it was wanted.
      }
    }
  }

  /**
   * Stops the loop as {@link #stop} does, and waits until its tasks have ended, at most as long as
   * the {@linkplain Builder#grace grace} says. Tasks that have not ended by then go on, and the
   * logger {@code dev.fermata} reports which they are and where they wait. An interrupt of the
   * calling thread has the same effect, and its interrupt flag stays set. The loop's own thread
   * cannot wait for itself; called there, this only begins to stop. Further calls wait, too.
   *
   * <p>An error by which the loop has died is not thrown here; the future of {@link #stop} has it.
   *
   * <p>asyncio: none.
   */
  @Override
  public void close() {
    beginStop();
    if (!isOwn()) {
      awaitEnd(LoopEngine.nanos(grace));
    }
  }

  /** Whether the calling thread is the loop's. */
  boolean isOwn() {
    return Thread.currentThread() == thread;
  }

  /** Waits for the end of what has been stopped, and reports when it does not come. */
  void awaitEnd(long nanos) {
    try {
      ended.get(nanos, TimeUnit.NANOSECONDS);
    } catch (java.util.concurrent.TimeoutException late) {
      report("has not ended within " + Grace.inSeconds(grace));
    } catch (InterruptedException interrupted) {
      report("has not ended when the thread that closes it was interrupted");
      LoopEngine.interruptAgain();
    } catch (ExecutionException dead) {
      // The thread's uncaught exception handler has got it.
    }
  }

  private void report(String what) {
    String dump = loop.dump().tree();
    Log.write(
        Level.WARNING, "the loop thread " + thread.getName() + " " + what + ":\n" + dump, null);
  }

  /**
   * Names the thread.
   *
   * <p>asyncio: none.
   *
   * @return this class's name, the thread's, and "running", "stopping" or "ended"
   */
  @Override
  public String toString() {
    String state = ended.isDone() ? "ended" : stopping ? "stopping" : "running";
    return "LoopThread[" + thread.getName() + ", " + state + "]";
  }
}
