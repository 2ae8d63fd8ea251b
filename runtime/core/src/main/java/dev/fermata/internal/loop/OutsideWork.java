package dev.fermata.internal.loop;

/** How much other threads are doing for a loop; touched by the loop's thread only. */
public final class OutsideWork {
  private int jobs;
  private int stages;
  private int changes;

  OutsideWork() {}

  /** A job has been given to an executor. */
  public void jobBegun() {
    jobs++;
    changes++;
  }

  /** A job's outcome has arrived, or nobody waits for it any more. */
  public void jobEnded() {
    jobs--;
    changes++;
  }

  /** The loop waits for something that any thread may complete. */
  public void stageBegun() {
    stages++;
  }

  /** What any thread may complete is complete, or nobody waits for it any more. */
  public void stageEnded() {
    stages--;
  }

  int jobs() {
    return jobs;
  }

  /** How often a job has begun or ended. */
  int changes() {
    return changes;
  }

  boolean isNone() {
    return jobs == 0 && stages == 0;
  }
}
