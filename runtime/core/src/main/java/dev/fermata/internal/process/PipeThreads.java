package dev.fermata.internal.process;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads that block for pipes and for the start of processes, because the JDK gives no way
 * to wait for many pipes at once. Each serves one pipe at a time, as long as that takes; one that
 * has nothing to do for a second ends. Nobody ever interrupts them.
 */
final class PipeThreads {
  private static final AtomicInteger THREADS = new AtomicInteger();

  private static final ThreadPoolExecutor POOL =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          1,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(work, "fermata-pipe-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  private PipeThreads() {}

  /** Has one of the threads do something, now. */
  static void run(Runnable work) {
    POOL.execute(work);
  }
}
