package dev.fermata.samples.benchmarks;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Another thread, which completes what peers wait for. */
public final class Completer implements AutoCloseable {
  private ExecutorService thread;

  /** Has the other thread run something. */
  public void run(Runnable action) {
    if (thread == null) {
      thread =
          Executors.newSingleThreadExecutor(
              runnable -> {
                Thread daemon = new Thread(runnable, "completer");
                daemon.setDaemon(true);
                return daemon;
              });
    }
    thread.execute(action);
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.shutdown();
    }
  }
}
