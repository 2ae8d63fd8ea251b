package dev.fermata.internal.loop;

/**
 * What a loop is to run: handles that are ready, those that other threads send, and timers, with
 * the clock that these follow.
 */
abstract class Agenda extends ReadyQueue {
  final Timers timers = new Timers(this::isCancelled);
  final Inbox inbox = new Inbox();
  final Clock clock;
  final OutsideWork outsideWork = new OutsideWork();

  /** Whether a handle from another thread has to be followed by {@link #wakeUp}. */
  volatile boolean sleeps;

  /**
   * Whether the thread is its host's until the next turn, and has to be woken by its own calls,
   * too.
   */
  private boolean away;

  Agenda(Clock clock) {
    this.clock = clock;
  }

  /** Whether a timer has been cancelled. */
  protected abstract boolean isCancelled(Object timer);

  /** Whether {@link #quiet} has something to do. */
  protected boolean awaitsQuiet() {
    return false;
  }

  /** Called in place of a wait when nothing is ready and no timer is due; may add handles. */
  protected void quiet() {}

  /** Has the engine look at what it is to run; called by any thread. */
  protected void wakeUp() {}

  /** Called for each ready handle when everything is dropped. */
  protected void dropped(Object handle) {}

  /** Appends a handle to the ready queue, behind what other threads have sent before. */
  public final void add(Object handle) {
    if (!inbox.isEmpty()) {
      receive();
    }
    enqueue(handle);
  }

  private void receive() {
    inbox.drainTo(this);
    wakeIfAway();
  }

  /** Appends a handle from any thread, and wakes the engine. */
  public final void addFromOutside(Object handle) {
    inbox.add(handle);
    if (sleeps) {
      wakeUp();
    }
  }

  /** Adds a timer: it joins the ready queue in the first pass at {@code deadline} or later. */
  public final void addTimer(long deadline, Object timer) {
    timers.add(deadline, timer);
    returnAfterPass();
  }

  /** Notes that a timer that has not run yet has been cancelled. */
  public final void noteTimerCancelled() {
    timers.noteCancellation();
  }

  // ---------------------------------------------------------------- the clock

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

  // ---------------------------------------------------------------- what there is

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

  final long firstDeadline() {
    return timers.isEmpty() ? Clock.NEVER : timers.firstDeadline();
  }

  final void moveDueTimers() {
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

  // ---------------------------------------------------------------- turns of a host

  /** As {@link #hasReady}, and tells those first who wait for the moment when nothing is. */
  public final boolean hasMore() {
    boolean silent = noneReady() && inbox.isEmpty();
    if (silent && awaitsQuiet()) {
      timers.dropCancelled();
      if (firstDeadline() > clock.now()) {
        quiet();
      }
    }
    return hasReady();
  }

  /**
   * A turn is over; until {@link #comeBack}, {@link #wakeUp} is called as soon as the next turn has
   * something to do before its time.
   *
   * @return when a turn is due: the first deadline, {@link Long#MAX_VALUE} for none, and {@link
   *     Long#MIN_VALUE} where one has something to run already
   */
  public final long goAway() {
    sleeps = true;
    away = true;
    if (hasReady()) {
      return Long.MIN_VALUE;
    }
    inbox.markAway();
    return firstDeadline();
  }

  /** A turn begins. */
  public final void comeBack() {
    sleeps = false;
    away = false;
  }

  /** Has the next turn come, where the thread is its host's. */
  final void wakeIfAway() {
    if (away) {
      wakeUp();
    }
  }
}
