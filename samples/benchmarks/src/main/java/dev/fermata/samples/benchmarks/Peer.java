package dev.fermata.samples.benchmarks;

/**
 * A way to write asynchronous code, and the work that all of them are measured by.
 *
 * <p>Each method runs its work to the end on one thread, or as near to that as the peer comes, and
 * returns a number by which a test knows that all of the work was done.
 */
public interface Peer extends AutoCloseable {
  /** A task that gives way, {@code times} times, though there is no other; the number of times. */
  long yields(int times);

  /**
   * Several tasks that each give way to each other, {@code times} times, in the innermost of {@code
   * depth} methods that await each other; all their times.
   */
  long yieldsInTurn(int tasks, int depth, int times);

  /**
   * Two tasks that wake each other in turn through futures, two suspensions a round; the sum of the
   * numbers of all rounds, and 1 for each round.
   */
  long pingPong(int rounds);

  /** The Fibonacci number by a method that awaits itself, and never waits. */
  long fibonacci(int n);

  /** The same by two methods of two classes that await each other. */
  long fibonacciAcross(int n);

  /** The same by a method of an interface. */
  long fibonacciVirtual(int n);

  /** The sum of an array's elements by awaiting a method that would wait for a negative one. */
  long sum(int[] values);

  /** {@code depth} methods that await each other, entered, suspended once, and left; all depths. */
  long enterAndLeave(int depth, int times);

  /** Tasks without content, all made before the first runs, and each awaited; their number. */
  long spawnAndJoin(int tasks);

  /** Tasks that give way once and return their number, awaited together; the numbers' sum. */
  long gather(int children, int times);

  /** Tasks at one time that each give way once within a limit of an hour; their number. */
  long waitFor(int tasks);

  /** Timers of an hour, all set, then all cancelled; their number. */
  long timersCancelled(int timers);

  /** Timers of less than a millisecond, and waiting for the last; their number. */
  long timersFired(int timers);

  /** Tasks that each await a future, which another thread completes; their number. */
  long completedByThread(int tasks);

  /** Tasks, one after the other, suspended at a depth and cancelled there; their number. */
  long cancelled(int depth, int times);

  /** Suspends at a depth, fails there, and catches the error at the top; how often it did. */
  long failed(int depth, int times);

  /**
   * Suspends tasks at a depth, each method with a reference and an int to save, then lets them go.
   *
   * @param whileSuspended called when all have been suspended for a turn: what it took to begin all
   *     at once is no part of what a suspended task takes
   * @return the sum of all methods' depths
   */
  long suspended(int tasks, int depth, Runnable whileSuspended);

  @Override
  void close();
}
