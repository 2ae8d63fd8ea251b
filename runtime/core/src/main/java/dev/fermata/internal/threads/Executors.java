package dev.fermata.internal.threads;

import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.internal.core.AwaitingCoroutine;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.CloseListener;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.Log;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.LoopLocal;
import dev.fermata.internal.core.Throwables;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A loop's default executor, and the jobs that the loop has given to any executor. */
public final class Executors implements CloseListener {
  private static final LoopLocal<Executors> OF = new LoopLocal<>(Executors::new);

  /** How long a runner that closes waits for jobs: asyncio's five minutes. */
  private static final long SHUTDOWN_SECONDS = 300;

  private static final long LOOK_MILLIS = 100;

  private static final AtomicInteger THREADS = new AtomicInteger();

  /** How many jobs will never end, because their threads wait for the JVM to halt. */
  private static final AtomicInteger STUCK = new AtomicInteger();

  private static boolean looked;

  private final LoopEngine engine;
  private ExecutorService standard;

  /** The default executor, unless the program has set its own. */
  private volatile ThreadPoolExecutor pool;

  private boolean shutDown;

  private Executors(LoopEngine engine) {
    this.engine = engine;
  }

  /** The executors of a loop. */
  public static Executors of(LoopEngine engine) {
    return OF.of(engine);
  }

  public void setDefault(ExecutorService executor) {
    if (executor == null) {
      throw new NullPointerException("executor");
    }
    standard = executor;
    pool = null;
  }

  /**
   * Gives a job to an executor.
   *
   * @param executor null for the default one
   * @return the job
   */
  public <T> Future<T> start(Executor executor, ExecutorFuture<T> job) {
    Executor chosen = executor == null ? defaultExecutor() : executor;
    // This must come first: an executor may run a job and then throw.
    engine.outsideWork().jobBegun();
    try {
      chosen.execute(job::work);
    } catch (Throwable refused) {
      // The caller gets no future. If the job runs all the same, only its end is counted.
      job.abandon();
      throw refused;
    }
    return job;
  }

  private Executor defaultExecutor() {
    if (shutDown) {
      throw new IllegalStateException("the default executor has been shut down");
    }
    if (standard == null) {
      pool = newPool();
      standard = pool;
    }
    return standard;
  }

  /**
   * An executor with as many threads as asyncio's. Idle threads end, and no thread keeps the JVM
   * alive.
   */
  private static ThreadPoolExecutor newPool() {
    int size = Math.min(32, Runtime.getRuntime().availableProcessors() + 4);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size, size, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Executors::newThread);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "fermata-worker-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Refuses new jobs for the default executor and waits for those that it has. */
  public Coroutine<Void> shutdown() {
    shutDown = true;
    if (standard == null) {
      return Coroutine.done();
    }
    ExecutorService executor = standard;
    if (!shutDown(executor)) {
      return Coroutine.done();
    }
    ExecutorFuture<Void> wait =
        new ExecutorFuture<>(engine, () -> awaitTermination(executor), null);
    return new AwaitingCoroutine<>(start(work -> newThread(work).start(), wait));
  }

  /** Shuts an executor down. An error of a user's executor is reported, and the result is false. */
  private boolean shutDown(ExecutorService executor) {
    try {
      executor.shutdown();
      return true;
    } catch (Throwable error) {
      reportShutdown(error);
      return false;
    }
  }

  private void reportShutdown(Throwable error) {
    if (Throwables.isFatal(error)) {
      throw Throwables.rethrow(error);
    }
    engine.failures.report(Failures.context("the default executor could not be shut down", error));
  }

  private Void awaitTermination(ExecutorService executor) {
    try {
      long begin = System.nanoTime();
      long limit = TimeUnit.SECONDS.toNanos(SHUTDOWN_SECONDS);
      boolean ended = false;
      while (!ended && !areOthersDone() && System.nanoTime() - begin < limit) {
        ended = executor.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
      if (!ended && !areOthersDone()) {
        Log.write(
            Level.WARNING,
            "Jobs of the default executor have not ended within "
                + SHUTDOWN_SECONDS
                + " seconds and are left alone",
            null);
      }
    } catch (Throwable error) {
      engine.addFromAnywhere(Callback.of(() -> reportShutdown(error)));
    }
    return null;
  }

  /** Called when the JVM shuts down. Checks once whether a job has called System.exit. */
  static synchronized void noteExit() {
    try {
      if (!looked) {
        looked = true;
        for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
          if (ShutdownHook.indexOfExit(stack) >= 0) {
            noteStuck(stack);
          }
        }
      }
    } catch (Throwable refused) {
      // The thread is of a user's class. Then the wait for jobs has its usual limit.
    }
  }

  /** Called with the stack of a thread that will not go on. It may be one of our workers. */
  static void noteStuck(StackTraceElement[] stack) {
    String job = ExecutorFuture.class.getName();
    if (Stream.of(stack).anyMatch(element -> element.getClassName().equals(job))) {
      STUCK.incrementAndGet();
    }
  }

  /** Whether only stuck jobs are left, as far as is known. */
  private boolean areOthersDone() {
    int stuck = STUCK.get();
    return stuck > 0
        && (pool == null || (pool.getActiveCount() <= stuck && pool.getQueue().isEmpty()));
  }

  /** Refuses new jobs and does not wait for the others. */
  @Override
  public void loopClosed() {
    shutDown = true;
    if (standard != null) {
      shutDown(standard);
    }
  }
}
