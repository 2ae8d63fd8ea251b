package dev.fermata.internal.threads;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for one kind of the library's own work, of all loops. They take none from jobs of the
 * program, keep no JVM alive, and end when they have nothing to do for a while.
 */
public final class DaemonPool implements Executor {
  private final AtomicInteger made = new AtomicInteger();
  private final ThreadPoolExecutor pool;

  /**
   * Makes a pool without threads.
   *
   * @param kind what the names of its threads say
   * @param most the most threads at a time
   */
  public DaemonPool(String kind, int most) {
    pool =
        new ThreadPoolExecutor(
            most,
            most,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "fermata-" + kind + "-" + made.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable work) {
    pool.execute(work);
  }
}
