package dev.fermata;

/**
 * Gives new tasks the moment of their creation without asking for the time each time: that would
 * take longer than all else that makes a task. In a busy loop a moment is shared by some tasks and
 * passes; after each wait of the loop it is a new one.
 */
final class Moments {
  private static final int TASKS = 64;
  private static final int PASSES = 64;

  private final LoopEngine engine;
  private Moment moment;
  private int tasksLeft;
  private long lastPass;
  private long pauses = -1;

  Moments(LoopEngine engine) {
    this.engine = engine;
  }

  /** The present, more or less. */
  Moment now() {
    if (--tasksLeft < 0 || engine.passes() > lastPass || engine.pauses() != pauses) {
      look();
    }
    return moment;
  }

  private void look() {
    moment = new Moment(engine.now());
    tasksLeft = TASKS;
    lastPass = engine.passes() + PASSES;
    pauses = engine.pauses();
    Flight.look();
  }

  /** The loop does not run, for who knows how long. */
  void expire() {
    tasksLeft = 0;
  }
}
