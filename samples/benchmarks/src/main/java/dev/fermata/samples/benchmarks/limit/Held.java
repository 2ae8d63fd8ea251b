package dev.fermata.samples.benchmarks.limit;

/** Tasks that wait while something looks at them. */
final class Held {
  private Held() {}

  static long run(int tasks, int depth, Runnable whileSuspended, Loop loop) {
    Promise gate = new Promise(loop);
    int[] sum = new int[1];
    Job last = null;
    for (int i = 0; i < tasks; i++) {
      last = loop.spawn(context -> hold(depth, sum, gate, context));
    }
    loop.suspendOn(null);
    loop.push(new Looking(gate, last, sum, whileSuspended));
    return 0;
  }

  /** Looks, opens the gate, and awaits the last task. */
  private static final class Looking extends Frame {
    private final Promise gate;
    private final Job last;
    private final int[] sum;
    private final Runnable whileSuspended;
    private boolean turnTaken;

    Looking(Promise gate, Job last, int[] sum, Runnable whileSuspended) {
      this.gate = gate;
      this.last = last;
      this.sum = sum;
      this.whileSuspended = whileSuspended;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      loop.value();
      if (!turnTaken) {
        turnTaken = true;
        loop.suspendOn(null);
        loop.push(this);
        return 0;
      }
      if (!gate.isDone()) {
        whileSuspended.run();
        gate.succeed(1);
        loop.suspendOn(last);
        loop.push(this);
        return 0;
      }
      return sum[0];
    }
  }

  private static long hold(int depth, int[] sum, Promise gate, Loop loop) {
    if (depth == 1) {
      loop.suspendOn(gate);
      loop.push(new Innermost(depth, sum));
      return 0;
    }
    hold(depth - 1, sum, gate, loop);
    loop.push(new Outer(depth, sum));
    return 0;
  }

  /** Waits for the gate. */
  private static final class Innermost extends Frame {
    private final int depth;
    private final int[] sum;

    Innermost(int depth, int[] sum) {
      this.depth = depth;
      this.sum = sum;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      sum[0] += (Integer) loop.value() * depth;
      return 0;
    }
  }

  /** Waits for the inner method. */
  private static final class Outer extends Frame {
    private final int depth;
    private final int[] sum;

    Outer(int depth, int[] sum) {
      this.depth = depth;
      this.sum = sum;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      loop.result();
      sum[0] += depth;
      return 0;
    }
  }
}
