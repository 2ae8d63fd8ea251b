package dev.fermata.internal.core;

/**
 * Gives new tasks the moment of their creation without asking for the time each time: that would
 * take longer than all else that makes a task. In a busy loop a moment is shared by some tasks and
 * passes; after each wait of the loop it is a new one.
 */
final class CreationStamps {
  private static final int TASKS = 64;
  private static final int PASSES = 64;

  private final LoopEngine engine;
  private CreationStamp stamp;
  private int tasksLeft;
  private long lastPass;
  private long pauses = -1;

  CreationStamps(LoopEngine engine) {
    this.engine = engine;
  }

  /**
   * The present, more or less.
   *
   * @param number the number of the task that is made now, or of the next one that gets a number
   */
  CreationStamp now(long number) {
    if (--tasksLeft < 0 || engine.passes() > lastPass || engine.pauses() != pauses) {
      look(number);
    }
    return stamp;
  }

  private void look(long number) {
    stamp = new CreationStamp(engine, engine.now(), number);
    tasksLeft = TASKS;
    lastPass = engine.passes() + PASSES;
    pauses = engine.pauses();
    engine.look();
  }

  /** The loop does not run, for who knows how long. */
  void expire() {
    tasksLeft = 0;
  }
}
