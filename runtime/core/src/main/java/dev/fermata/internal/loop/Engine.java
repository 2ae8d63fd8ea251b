package dev.fermata.internal.loop;

import java.util.Random;

/**
 * Runs handles in passes, as asyncio's loop does: a pass waits where nothing is ready, moves what
 * other threads sent and the timers that are due to the end of the ready queue, and then runs
 * exactly as many handles as are in the queue at that moment.
 *
 * <p>A handle is any object. A subclass defines what running a handle means, and when a timer
 * counts as cancelled. All methods but {@link #addFromOutside} belong to the thread that runs the
 * passes.
 */
public abstract class Engine extends Agenda {
  /**
   * A loop that is never idle looks for an interrupt in the passes whose number has none of these
   * bits.
   */
  private static final long UNINTERRUPTED_PASSES = 1023;

  /** The limit of passes where more than the ready queue is to be looked at before the next one. */
  private static final long LOOK_NOW = 0;

  /** Draws the order within each pass; null for the order in which things became ready. */
  private final Random order;

  /**
   * Passes with a lower number follow each other with nothing but the ready queue looked at between
   * them: {@link #LOOK_NOW}, or the number of the pass behind which an interrupt, or the poller,
   * has its turn.
   */
  private long passLimit;

  /** When to poll; null as long as nothing is to be polled. */
  private PollSchedule polls;

  private long passes;
  private long pauses;
  private boolean interruptNoticed;

  /** Makes an engine with nothing to run, which runs its handles in the order of their queue. */
  protected Engine(Clock clock) {
    this(clock, null);
  }

  /**
   * Makes an engine with nothing to run.
   *
   * @param order draws the order in which a pass runs its handles; null for that of their queue
   */
  protected Engine(Clock clock, Random order) {
    super(clock);
    this.order = order;
    this.passLimit = nextLimit();
  }

  /** Runs one handle. What it throws leaves the pass; the handles behind stay in the queue. */
  protected abstract void execute(Object handle);

  /**
   * Called when nothing is ready and, as far as the clock knows, nothing ever will be. It throws,
   * or returns to go on waiting.
   *
   * @param limit the time that the clock must not pass, although its next timer is due later; -1 if
   *     that is not the reason
   */
  protected abstract void stuck(long limit);

  /** Called when the thread is found interrupted, between two passes; its flag has been cleared. */
  protected abstract void interrupted();

  /** Called before each wait. */
  protected void pausing() {}

  /**
   * Adds a handle for each thing outside that has become ready, by {@link #add}; called only
   * between {@link #startPolling} and {@link #stopPolling}. It may return early, and does so when
   * {@link #wakeUp} is called, now or before.
   *
   * @param nanos how long to wait for the first one; 0 to only look
   */
  protected void poll(long nanos) {}

  /** How many passes have begun. */
  public final long passes() {
    return passes;
  }

  /** How often a pass had nothing to run and waited. */
  public final long pauses() {
    return pauses;
  }

  /**
   * Makes {@link #passes} return after the current pass or the next one, because the owner then has
   * something to do.
   */
  @Override
  public final void returnAfterPass() {
    passLimit = LOOK_NOW;
    wakeIfAway();
  }

  /**
   * Runs one pass.
   *
   * @param mayWait whether to wait where nothing is ready
   */
  public final void pass(boolean mayWait) {
    returnAfterPass();
    passes(mayWait);
  }

  /**
   * Runs one pass, and further ones as long as only the ready queue needs a look between them. So a
   * task that yields in an otherwise idle loop pays for nothing else.
   *
   * @param mayWait whether to wait where nothing is ready
   */
  public final void passes(boolean mayWait) {
    prepare(mayWait);
    do {
      beginPass();
      for (int count = readyCount(); count > 0; count--) {
        execute(dequeue());
      }
    } while (passes < passLimit && inbox.isEmpty() && !noneReady());
    passLimit = nextLimit();
  }

  private long nextLimit() {
    if (order != null || !timers.isEmpty() || isQueueLarge()) {
      return LOOK_NOW;
    }
    long interruptLook = (passes | UNINTERRUPTED_PASSES) + 1;
    return polls == null ? interruptLook : Math.min(interruptLook, polls.nextLook());
  }

  /**
   * Whether the running handle is the last one of this pass and the next one would be empty:
   * nothing is ready, and only the ready queue needs a look between the two.
   */
  protected final boolean isAllDone() {
    return noneReady() && passes < passLimit && inbox.isEmpty();
  }

  /**
   * Begins a pass. A running handle may call this when {@link #isAllDone}: it then goes on in the
   * new pass without going through the queue.
   */
  public final void beginPass() {
    passes++;
  }

  private void prepare(boolean mayWait) {
    if ((passes & UNINTERRUPTED_PASSES) == 0 && passes > 0 && Thread.interrupted()) {
      noteInterrupt();
    }
    if (noneReady()) {
      timers.dropCancelled();
      if (mayWait && inbox.isEmpty()) {
        idle();
      }
    }
    if (!inbox.isEmpty()) {
      inbox.drainTo(this);
    }
    if (polls != null && polls.isDue(passes, readyCount())) {
      pollNow(0);
    }
    if (!timers.isEmpty()) {
      moveDueTimers();
    }
    if (order != null) {
      shuffleQueue(order);
    }
    shrinkQueue();
  }

  private void idle() {
    long deadline = firstDeadline();
    if (deadline > clock.now()) {
      if (awaitsQuiet()) {
        quiet();
      } else {
        pause(deadline);
      }
    }
  }

  private void pause(long deadline) {
    beginPause();
    boolean told = false;
    do {
      if (Thread.interrupted()) {
        // A thread cannot sleep while its interrupt flag is set.
        noteInterrupt();
      } else if (waitOnce(deadline, told)) {
        return;
      } else if (!told && !Inbox.isInterrupted(Thread.currentThread())) {
        told = true;
        stuck(clock.holds > 0 || timers.isEmpty() ? -1 : clock.limit);
      }
    } while (noneReady());
  }

  /** Notes that there is nothing to run for a while. */
  public final void beginPause() {
    pauses++;
    pausing();
  }

  /** Waits as {@link Clock#pause} does, in the poller where there is one. */
  private boolean waitOnce(long deadline, boolean told) {
    if (polls == null) {
      return clock.pause(inbox, deadline, outsideWork, told);
    }
    boolean inVain = deadline == Clock.NEVER && outsideWork.isNone() && !told;
    long end = inVain ? clock.now() + Clock.MOMENT : deadline;
    Thread thread = Thread.currentThread();
    sleeps = true;
    try {
      do {
        pollNow(Math.min(end - clock.now(), Clock.LONGEST_PAUSE));
      } while (polls != null
          && noneReady()
          && inbox.isEmpty()
          && clock.now() < end
          && !Inbox.isInterrupted(thread));
    } finally {
      sleeps = false;
    }
    return !inVain || polls == null || !noneReady() || !inbox.isEmpty();
  }

  private void pollNow(long nanos) {
    int before = readyCount();
    // What arrived before the thread was known to wait in here has woken nobody.
    poll(inbox.isEmpty() ? Math.max(nanos, 0) : 0);
    if (polls != null) {
      polls.polled(passes, readyCount(), readyCount() > before);
    }
  }

  /** Has {@link #poll} called from now on, now and then and in place of each wait. */
  protected final void startPolling() {
    if (polls == null) {
      polls = new PollSchedule();
    }
    pollSoon();
  }

  /** Waits as if there were nothing to be polled; {@link #poll} may do so where it fails. */
  protected final void waitForInbox(long nanos) {
    inbox.await(nanos);
  }

  /** Has {@link #poll} called before the next pass. */
  public final void pollSoon() {
    if (polls != null) {
      polls.setDue();
      returnAfterPass();
    }
  }

  /** There is nothing to be polled any more. */
  protected final void stopPolling() {
    polls = null;
  }

  private void noteInterrupt() {
    interruptNoticed = true;
    interrupted();
  }

  /** Whether an interrupt of the thread has been noticed since the last call of this method. */
  public final boolean takeInterrupt() {
    boolean noticed = interruptNoticed;
    interruptNoticed = false;
    return noticed;
  }
}
