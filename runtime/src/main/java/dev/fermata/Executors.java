package dev.fermata;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A loop's default executor, and the jobs that the loop gives to any. */
final class Executors {
  /** How long a runner that closes waits for jobs: asyncio's five minutes. */
  private static final long SHUTDOWN_SECONDS = 300;

  private static final AtomicInteger THREADS = new AtomicInteger();

  private final EventLoop loop;
  private ExecutorService standard;
  private boolean shutDown;

  Executors(EventLoop loop) {
    this.loop = loop;
  }

  void setDefault(ExecutorService executor) {
    if (executor == null) {
      throw new NullPointerException("executor");
    }
    standard = executor;
  }

  /**
   * Gives a job to an executor.
   *
   * @param executor null for the default one
   * @return the job
   */
  <T> Future<T> start(Executor executor, Job<T> job) {
    Executor chosen = executor == null ? defaultExecutor() : executor;
    chosen.execute(job::work);
    loop.engine.outsideWork().jobBegun();
    return job;
  }

  private Executor defaultExecutor() {
    if (shutDown) {
      throw new IllegalStateException("the default executor has been shut down");
    }
    if (standard == null) {
      standard = newPool();
    }
    return standard;
  }

  /** As many threads as asyncio's; they end when they have nothing to do, and let the JVM end. */
  private static ExecutorService newPool() {
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
  Coroutine<Void> shutdown() {
    shutDown = true;
    if (standard == null) {
      return Coroutine.done();
    }
    ExecutorService executor = standard;
    executor.shutdown();
    Job<Void> wait = new Job<>(loop, () -> awaitTermination(executor), null);
    return new AwaitingCoroutine<>(start(work -> newThread(work).start(), wait));
  }

  private static Void awaitTermination(ExecutorService executor) throws InterruptedException {
    if (!executor.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
      Log.LOGGER.log(
          Level.WARNING,
          "Jobs of the default executor have not ended within {0} seconds and are left alone",
          SHUTDOWN_SECONDS);
    }
    return null;
  }

  /** Refuses new jobs and waits for none. */
  void close() {
    shutDown = true;
    if (standard != null) {
      standard.shutdown();
    }
  }
}
