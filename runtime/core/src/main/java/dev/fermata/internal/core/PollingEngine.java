package dev.fermata.internal.core;

import dev.fermata.Poller;
import dev.fermata.internal.loop.Clock;
import dev.fermata.internal.loop.Engine;
import java.util.Random;

/**
 * An engine that waits by a {@link Poller}, where it has been given one; or not at all, where a
 * host gives it turns.
 */
public abstract class PollingEngine extends Engine {
  /** How long a poller that has failed is left alone. */
  private static final long REST = 100_000_000L;

  /** Other threads read it only while they see that the engine polls. */
  private Poller poller;

  /** Asks the host for a turn; null where there is none. Set before any other thread calls. */
  private Runnable host;

  private boolean failing;

  PollingEngine(Clock clock, Random order) {
    super(clock, order);
  }

  /** What this waits by; null where that is no poller. */
  public final Poller poller() {
    return poller;
  }

  /** Has this wait by a poller from now on. */
  public final void use(Poller given) {
    poller = given;
    startPolling();
  }

  /** Has this wait without a poller again; may be called from the midst of a poll. */
  public final void dismissPoller() {
    stopPolling();
    poller = null;
  }

  /** Has this be run by the turns of a host. */
  public final void useHost(Runnable turnRequest) {
    host = turnRequest;
  }

  /** Whether this is run by the turns of a host. */
  public final boolean isHosted() {
    return host != null;
  }

  /** The poller has failed; told once, however often it fails in a row. */
  abstract void pollFailed(Throwable error);

  @Override
  protected final void poll(long nanos) {
    try {
      poller.poll(nanos);
      failing = false;
    } catch (Throwable error) {
      if (!failing) {
        failing = true;
        pollFailed(error);
      }
      waitForInbox(Math.min(nanos, REST));
    }
  }

  @Override
  protected final void wakeUp() {
    if (host != null) {
      host.run();
      return;
    }
    try {
      poller.wakeUp();
    } catch (Throwable error) {
      // What the calling thread has sent has arrived, though late.
      Failures.log(Failures.context("the poller has failed to wake up", error));
    }
  }
}
