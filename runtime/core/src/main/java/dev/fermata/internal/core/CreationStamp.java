package dev.fermata.internal.core;

/**
 * A loop and a time on its clock. Up to 65 tasks that are created at about the same time share one
 * stamp. All futures of the loop that are not tasks share another one, whose time has no meaning.
 */
public class CreationStamp extends FutureState.Permit {
  private final LoopEngine engine;
  private final long nanos;
  private final long firstNumber;

  CreationStamp(LoopEngine engine, long nanos, long firstNumber) {
    this.engine = engine;
    this.nanos = nanos;
    this.firstNumber = firstNumber;
  }

  /**
   * The engine of the loop. It is kept in place of the loop, because completions use the engine.
   */
  final LoopEngine engine() {
    return engine;
  }

  /** The loop's time in nanoseconds. */
  final long nanos() {
    return nanos;
  }

  /** The number of the first of these tasks, if that has a number. */
  final long firstNumber() {
    return firstNumber;
  }
}
