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
public abstract class Engine extends ReadyQueue {
  /**
   * A loop that is never idle looks for an interrupt in the passes whose number has none of these
   * bits.
   */
  private static final long UNINTERRUPTED_PASSES = 1023;

  /** The limit of passes where more than the ready queue is to be looked at before the next one. */
  private static final long LOOK_NOW = 0;

  private final Timers timers = new Timers(this::isCancelled);
  private final Inbox inbox = new Inbox();
  private final OutsideWork outsideWork = new OutsideWork();
  private final Clock clock;

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

  /** Whether the thread waits in {@link #poll}, or is about to. */
  private volatile boolean inPoll;

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
    this.clock = clock;
    this.order = order;
    this.passLimit = nextLimit();
  }

  /** Runs one handle. What it throws leaves the pass; the handles behind stay in the queue. */
  protected abstract void execute(Object handle);

  /** Whether a timer has been cancelled. */
  protected abstract boolean isCancelled(Object timer);

  /** Whether {@link #quiet} has something to do. */
  protected boolean awaitsQuiet() {
    return false;
  }

  /** Called in place of a wait when nothing is ready and no timer is due; may add handles. */
  protected void quiet() {}

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
   * between {@link #startPolling} and {@link #stopPolling}. It may return early.
   *
   * @param nanos how long to wait for the first one; 0 to only look
   */
  protected void poll(long nanos) {}

  /** Has {@link #poll} return, now or when it is next called; called by any thread. */
  protected void wakeUp() {}

  /** Called for each ready handle when everything is dropped. */
  protected void dropped(Object handle) {}

  /** Appends a handle to the ready queue, behind what other threads have sent before. */
  public final void add(Object handle) {
    if (!inbox.isEmpty()) {
      inbox.drainTo(this);
    }
    enqueue(handle);
  }

  /** Appends a handle from any thread, and wakes the engine. */
  public final void addFromOutside(Object handle) {
    inbox.add(handle);
    if (inPoll) {
      wakeUp();
    }
  }

  /** Adds a timer: it joins the ready queue in the first pass at {@code deadline} or later. */
  public final void addTimer(long deadline, Object timer) {
    timers.add(deadline, timer);
    passLimit = LOOK_NOW;
  }

  /** Notes that a timer that has not run yet has been cancelled. */
  public final void noteTimerCancelled() {
    timers.noteCancellation();
  }

  /** The clock's time in nanoseconds. */
  public final long now() {
    return clock.now();
  }

  /** Whether the clock stands still while anything runs. */
  public final boolean isVirtual() {
    return clock.isVirtual();
  }

  /** Sets the time that a virtual clock does not pass. */
  public final void setLimit(long nanos) {
    clock.limit = nanos;
  }

  /** Asks a virtual clock not to jump, or takes that back by -1. */
  public final void hold(int change) {
    clock.holds += change;
  }

  /** How many have asked a virtual clock not to jump. */
  public final int holds() {
    return clock.holds;
  }

  /** How many passes have begun. */
  public final long passes() {
    return passes;
  }

  /** How often a pass had nothing to run and waited. */
  public final long pauses() {
    return pauses;
  }

  /** What other threads are doing for this engine. */
  public final OutsideWork outsideWork() {
    return outsideWork;
  }

  /** Whether nothing waits to run in the next pass, apart from timers and other threads. */
  public final boolean isIdle() {
    return noneReady();
  }

  /** Whether the next pass has something to run without waiting. */
  public final boolean hasReady() {
    timers.dropCancelled();
    return !noneReady()
        || !inbox.isEmpty()
        || awaitsQuiet()
        || (!timers.isEmpty() && timers.firstDeadline() <= clock.now());
  }

  /** Whether anything is ready, a timer runs, or a job is under way in another thread. */
  public final boolean hasWork() {
    return hasReady() || !timers.isEmpty() || outsideWork.jobs() > 0;
  }

  /**
   * Makes {@link #passes} return after the current pass or the next one, because the owner then has
   * something to do.
   */
  @Override
  public final void returnAfterPass() {
    passLimit = LOOK_NOW;
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
    long deadline = timers.isEmpty() ? Clock.NEVER : timers.firstDeadline();
    if (deadline > clock.now()) {
      if (awaitsQuiet()) {
        quiet();
      } else {
        pause(deadline);
      }
    }
  }

  private void pause(long deadline) {
    pauses++;
    pausing();
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

  /** Waits as {@link Clock#pause} does, in the poller where there is one. */
  private boolean waitOnce(long deadline, boolean told) {
    if (polls == null) {
      return clock.pause(inbox, deadline, outsideWork, told);
    }
    boolean inVain = deadline == Clock.NEVER && outsideWork.isNone() && !told;
    long end = inVain ? clock.now() + Clock.MOMENT : deadline;
    Thread thread = Thread.currentThread();
    inPoll = true;
    try {
      do {
        pollNow(Math.min(end - clock.now(), Clock.LONGEST_PAUSE));
      } while (polls != null
          && noneReady()
          && inbox.isEmpty()
          && clock.now() < end
          && !Inbox.isInterrupted(thread));
    } finally {
      inPoll = false;
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
      passLimit = LOOK_NOW;
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

  private void moveDueTimers() {
    long now = clock.now();
    timers.dropCancelled();
    while (!timers.isEmpty() && timers.firstDeadline() <= now) {
      enqueue(timers.take());
      timers.dropCancelled();
    }
  }

  /** Drops everything that waits to run. */
  public final void clear() {
    timers.clear();
    inbox.drainTo(this);
    while (!noneReady()) {
      dropped(dequeue());
    }
  }
}
