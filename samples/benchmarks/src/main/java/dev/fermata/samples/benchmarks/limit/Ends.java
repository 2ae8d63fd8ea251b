package dev.fermata.samples.benchmarks.limit;

/** Methods that are cancelled, or fail, at a depth. */
final class Ends {
  private Ends() {}

  static long cancelled(int depth, int times, Loop loop) {
    return new Cancelling(depth, times).turn(loop);
  }

  /** Starts a task, lets it run, cancels it, and awaits its end. */
  private static final class Cancelling extends Frame {
    private final int depth;
    private final int times;
    private int done;
    private Promise never;
    private Job job;
    private boolean running;

    Cancelling(int depth, int times) {
      this.depth = depth;
      this.times = times;
    }

    long turn(Loop loop) {
      if (done == times) {
        return done;
      }
      never = new Promise(loop);
      job = loop.spawn(context -> waitDeep(depth, never, context));
      running = true;
      loop.suspendOn(null);
      loop.push(this);
      return 0;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      if (running) {
        loop.value();
        running = false;
        job.cancel();
        loop.suspendOn(job);
        loop.push(this);
        return 0;
      }
      try {
        loop.value();
      } catch (Cancellation expected) {
        done++;
      }
      return turn(loop);
    }
  }

  private static long waitDeep(int depth, Promise never, Loop loop) {
    if (depth == 1) {
      loop.suspendOn(never);
      loop.push(new Waiting());
      return 0;
    }
    waitDeep(depth - 1, never, loop);
    loop.push(new Outer());
    return 0;
  }

  /** Waits for ever. */
  private static final class Waiting extends Frame {
    @Override
    long resume(Loop loop) throws Throwable {
      return (Integer) loop.value();
    }
  }

  /** Passes on what the inner method returns. */
  private static final class Outer extends Frame {
    @Override
    long resume(Loop loop) throws Throwable {
      return loop.result();
    }
  }

  static long failed(int depth, int times, Loop loop) {
    return new Catching(depth, times).turn(loop);
  }

  /** Calls what fails, and catches. */
  private static final class Catching extends Frame {
    private final int depth;
    private final int times;
    private int done;

    Catching(int depth, int times) {
      this.depth = depth;
      this.times = times;
    }

    long turn(Loop loop) {
      if (done == times) {
        return done;
      }
      fail(depth, loop);
      loop.push(this);
      return 0;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      try {
        loop.result();
      } catch (IllegalStateException expected) {
        done++;
      }
      return turn(loop);
    }
  }

  private static long fail(int depth, Loop loop) {
    if (depth == 1) {
      loop.suspendOn(null);
      loop.push(new Failing());
      return 0;
    }
    fail(depth - 1, loop);
    loop.push(new Outer());
    return 0;
  }

  /** Fails after its yield. */
  private static final class Failing extends Frame {
    @Override
    long resume(Loop loop) throws Throwable {
      loop.value();
      throw new IllegalStateException("failed");
    }
  }
}
