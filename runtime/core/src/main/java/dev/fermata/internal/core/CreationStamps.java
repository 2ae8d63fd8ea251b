package dev.fermata.internal.core;

/**
 * Gives new tasks the time of their creation without reading the clock for each: that would take
 * longer than all other steps of making a task. In a busy loop, several tasks and passes share a
 * stamp. After each wait of the loop there is a new one.
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
   * A stamp of about the present time.
   *
   * @param number the number of the new task, or of the next task that gets a number
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

  /** Called when the loop stops running, for an unknown time. */
  void expire() {
    tasksLeft = 0;
  }
}
