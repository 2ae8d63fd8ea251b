package dev.fermata.internal.run;

import dev.fermata.LoopHost;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a host for the turns of a loop, each once, however many want it, and notices when the host
 * takes no more. As a runnable it is the turn that the host is given, which may keep it for ever.
 */
final class TurnRequests implements Runnable {
  /** How long a turn may not begin, when the host's thread is dead, before it counts as dropped. */
  private static final long DROPPED_NANOS = 1_000_000_000L;

  private final LoopHost host;

  /** Null when it needs no more turns. */
  private volatile HostedLoop<?> loop;

  /** Whether a turn has been asked for that has not begun. */
  private final AtomicBoolean asked = new AtomicBoolean();

  /** Whether a thread finds out whether the host has dropped a turn. */
  private final AtomicBoolean suspected = new AtomicBoolean();

  /** The thread that asks for a turn now. */
  private volatile Thread asking;

  /** The next turn for the sake of a timer; null for none. For the host's thread. */
  private Alarm alarm;

  TurnRequests(LoopHost host, HostedLoop<?> loop) {
    this.host = host;
    this.loop = loop;
  }

  /** Asks for a turn at a time. */
  private static final class Alarm implements Runnable {
    private final TurnRequests turns;
    private final long deadline;
    private volatile boolean gone;

    Alarm(TurnRequests turns, long deadline) {
      this.turns = turns;
      this.deadline = deadline;
    }

    @Override
    public void run() {
      gone = true;
      turns.ask();
    }
  }

  /** No more turns are needed. */
  void end() {
    loop = null;
  }

  /** Asks the host for a turn, unless that has been done. Called by any thread. */
  void ask() {
    HostedLoop<?> asks = loop;
    if (asks == null) {
      return;
    }
    if (!asked.compareAndSet(false, true)) {
      suspectDrop(asks);
      return;
    }
    asking = Thread.currentThread();
    try {
      host.execute(this);
    } catch (Throwable refused) {
      asks.hostEnded(refused);
    } finally {
      asking = null;
    }
  }

  /**
   * Asks the host for a turn at a time, unless one comes before.
   *
   * @param deadline on the loop's clock
   * @param nanos the time until then
   */
  void askAt(long deadline, long nanos) {
    HostedLoop<?> asks = loop;
    if (asks == null || (alarm != null && !alarm.gone && alarm.deadline <= deadline)) {
      return;
    }
    alarm = new Alarm(this, deadline);
    try {
      host.schedule(alarm, Math.max(0, nanos));
    } catch (Throwable refused) {
      asks.hostEnded(refused);
    }
  }

  /** The host gives a turn. */
  @Override
  public void run() {
    if (asking == Thread.currentThread()) {
      throw new IllegalStateException(
          "the host of an event loop runs a turn inside of execute: it has to queue it");
    }
    asked.set(false);
    HostedLoop<?> asks = loop;
    if (asks != null) {
      asks.take();
    }
  }

  /** A turn has been asked for: where the host's thread is dead, it may have been dropped. */
  private void suspectDrop(HostedLoop<?> asks) {
    if (asks.isThreadDead() && suspected.compareAndSet(false, true)) {
      startHeir(() -> awaitTurn(asks));
    }
  }

  private void awaitTurn(HostedLoop<?> asks) {
    long begin = System.nanoTime();
    while (isSuspect(asks) && System.nanoTime() - begin < DROPPED_NANOS) {
      LockSupport.parkNanos(DROPPED_NANOS / 100);
    }
    suspected.set(false);
    if (isSuspect(asks)) {
      asks.turnDropped();
    }
  }

  private boolean isSuspect(HostedLoop<?> asks) {
    return loop != null && asked.get() && asks.isThreadDead();
  }

  /** Starts a thread that does what the host's would have to do, if it could. */
  static void startHeir(Runnable work) {
    Thread heir = new Thread(null, work, "fermata-host-ended", 0, false);
    heir.setDaemon(true);
    heir.start();
  }
}
