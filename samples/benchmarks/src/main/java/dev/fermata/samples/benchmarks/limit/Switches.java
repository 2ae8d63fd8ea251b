package dev.fermata.samples.benchmarks.limit;

/** Methods that suspend again and again, at the top or deep inside. */
final class Switches {
  private Switches() {}

  static long yields(int times, Loop loop) {
    if (times == 0) {
      return 0;
    }
    loop.suspendOn(null);
    loop.push(new Yields(times));
    return 0;
  }

  /** A loop around a yield; it suspends in one place, and so keeps one frame for all turns. */
  private static final class Yields extends Frame {
    private final int times;
    private int done;

    Yields(int times) {
      this.times = times;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      loop.value();
      if (++done < times) {
        loop.suspendOn(null);
        loop.push(this);
        return 0;
      }
      return done;
    }
  }

  static long yieldsAtDepth(int depth, int times, Loop loop) {
    long result = depth == 1 ? yields(times, loop) : yieldsAtDepth(depth - 1, times, loop);
    if (loop.suspended && depth > 1) {
      loop.push(new Outer());
      return 0;
    }
    return result;
  }

  /** Passes a result on. */
  private static final class Outer extends Frame {
    @Override
    long resume(Loop loop) throws Throwable {
      return loop.result();
    }
  }

  static long enterAndLeave(int depth, int times, Loop loop) {
    return new Entering(depth, times).enter(loop);
  }

  /** Enters, {@code times} times. */
  private static final class Entering extends Frame {
    private final int depth;
    private final int times;
    private int done;
    private long sum;

    Entering(int depth, int times) {
      this.depth = depth;
      this.times = times;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      sum += loop.result();
      done++;
      return enter(loop);
    }

    long enter(Loop loop) {
      while (done < times) {
        long result = nested(depth, loop);
        if (loop.suspended) {
          loop.push(this);
          return 0;
        }
        sum += result;
        done++;
      }
      return sum;
    }
  }

  private static long nested(int depth, Loop loop) {
    if (depth == 1) {
      loop.suspendOn(null);
      loop.push(new Leaf());
      return 0;
    }
    long result = nested(depth - 1, loop);
    if (loop.suspended) {
      loop.push(new Nested());
      return 0;
    }
    return result + 1;
  }

  /** The innermost method, after its yield. */
  private static final class Leaf extends Frame {
    @Override
    long resume(Loop loop) throws Throwable {
      loop.value();
      return 1;
    }
  }

  /** Adds 1 to what the inner method returns. */
  private static final class Nested extends Frame {
    @Override
    long resume(Loop loop) throws Throwable {
      return loop.result() + 1;
    }
  }
}
