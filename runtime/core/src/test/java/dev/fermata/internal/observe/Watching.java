package dev.fermata.internal.observe;

import dev.fermata.EventLoop;
import dev.fermata.internal.run.Loops;

/** Shows tests what the watchdog of a loop in debug mode has seen. */
public final class Watching {
  private Watching() {}

  public static boolean hasSeenStep(EventLoop loop) {
    StepObserver observer = (StepObserver) Loops.engineOf(loop).observer;
    return observer.watchdog.hasSeenStep();
  }
}
