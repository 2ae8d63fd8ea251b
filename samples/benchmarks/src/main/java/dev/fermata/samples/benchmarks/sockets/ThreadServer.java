package dev.fermata.samples.benchmarks.sockets;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.function.Predicate;

/** A server of this process: its threads are known by their names. */
abstract class ThreadServer implements EchoServer {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Predicate<String> isOwn;

  /**
   * Makes a server.
   *
   * @param isOwn tells its threads by their names
   */
  ThreadServer(Predicate<String> isOwn) {
    this.isOwn = isOwn;
  }

  @Override
  public long cpuNanos() {
    long sum = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && isOwn.test(thread.getThreadName())) {
        sum += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return sum;
  }
}
