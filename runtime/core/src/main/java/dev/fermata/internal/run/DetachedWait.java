package dev.fermata.internal.run;

import dev.fermata.internal.core.DetachedPoller;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Waits for a hosted loop's channels in a thread of its own, between the loop's turns and also
 * during them: the host's thread must not wait. It asks for a turn as soon as something is ready,
 * and then waits again only when that turn is over.
 */
final class DetachedWait {
  /** How long a poller that has failed is left alone. */
  private static final long REST_MILLIS = 100;

  /** How long the thread lives with nothing to wait for. */
  private static final long IDLE_MILLIS = 10_000;

  private final DetachedPoller poller;
  private final Runnable turnRequest;

  /** Null while nothing has been asked for in a while. Guarded by this, as what follows. */
  private Thread thread;

  private boolean asked;
  private boolean waiting;
  private boolean ready;
  private boolean ended;

  DetachedWait(DetachedPoller poller, Runnable turnRequest) {
    this.poller = poller;
    this.turnRequest = turnRequest;
  }

  /** A turn is over: waits again, for what the loop waits for now. */
  void ask() {
    boolean changed = poller.refresh();
    synchronized (this) {
      if (waiting && !changed) {
        return;
      }
      asked = true;
      if (thread == null) {
        thread = new Thread(null, this::run, "fermata-hosted-select", 0, false);
        thread.setDaemon(true);
        thread.start();
      } else {
        notifyAll();
      }
    }
  }

  /** Whether something was found ready since the last call of this method. */
  synchronized boolean takeReady() {
    boolean found = ready;
    ready = false;
    return found;
  }

  /** The loop is about to be closed, which ends a wait that is under way. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  private void run() {
    while (awaitRequest()) {
      boolean found = awaitChannels();
      synchronized (this) {
        waiting = false;
        ready |= found;
      }
      if (found) {
        turnRequest.run();
      }
    }
  }

  private synchronized boolean awaitRequest() {
    long begin = System.nanoTime();
    long left = IDLE_MILLIS;
    while (!asked && !ended && left > 0) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        // Nobody knows this thread.
      }
      left = IDLE_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
    if (ended || !asked) {
      thread = null;
      return false;
    }
    asked = false;
    waiting = true;
    return true;
  }

  private boolean awaitChannels() {
    try {
      return poller.await();
    } catch (IOException failed) {
      rest();
      // The poll of the next turn fails in the same way, and reports it.
      return true;
    }
  }

  private synchronized void rest() {
    long begin = System.nanoTime();
    long left = REST_MILLIS;
    while (!ended && left > 0) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        // Nobody knows this thread.
      }
      left = REST_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
  }
}
