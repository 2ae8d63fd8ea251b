package dev.fermata.samples.benchmarks.limit;

import dev.fermata.samples.benchmarks.Completer;
import java.util.function.IntFunction;

/** Many tasks at one time. */
final class Crowds {
  private Crowds() {}

  static long spawnAndJoin(int tasks, Loop loop) throws Throwable {
    return joinAll(tasks, index -> Crowds::nothing, loop);
  }

  static long yieldsInTurn(int tasks, int depth, int times, Loop loop) throws Throwable {
    return joinAll(tasks, index -> context -> Switches.yieldsAtDepth(depth, times, context), loop);
  }

  private static long nothing(Loop loop) {
    return 0;
  }

  private static long joinAll(int tasks, IntFunction<Body> bodies, Loop loop) throws Throwable {
    Job[] jobs = new Job[tasks];
    for (int i = 0; i < tasks; i++) {
      jobs[i] = loop.spawn(bodies.apply(i));
    }
    return new Join(jobs).turn(loop);
  }

  /** Awaits futures one after the other. */
  static final class Join extends Frame {
    private final Promise[] all;
    private int done;

    Join(Promise[] all) {
      this.all = all;
    }

    long turn(Loop loop) throws Throwable {
      while (done < all.length) {
        Promise next = all[done];
        if (!next.isDone()) {
          loop.suspendOn(next);
          loop.push(this);
          return 0;
        }
        next.value();
        done++;
      }
      return done;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      loop.value();
      done++;
      return turn(loop);
    }
  }

  static long gather(int children, int times, Loop loop) {
    return new Gathering(children, times).turn(loop);
  }

  /** Gathers, {@code times} times. */
  private static final class Gathering extends Frame {
    private final int children;
    private final int times;
    private int done;
    private long sum;

    Gathering(int children, int times) {
      this.children = children;
      this.times = times;
    }

    long turn(Loop loop) {
      if (done == times) {
        return sum;
      }
      Job[] jobs = new Job[children];
      Gather gather = new Gather(loop, jobs);
      for (int i = 0; i < children; i++) {
        int number = i;
        jobs[i] = loop.spawn(context -> yieldAndReturn(number, context));
        jobs[i].addWaiter(gather);
      }
      loop.suspendOn(gather);
      loop.push(this);
      return 0;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      for (Object number : (Object[]) loop.value()) {
        sum += (Integer) number;
      }
      done++;
      return turn(loop);
    }
  }

  private static long yieldAndReturn(int number, Loop loop) {
    loop.suspendOn(null);
    loop.push(new Yielded(number));
    return 0;
  }

  /** Returns a number after a yield. */
  private static final class Yielded extends Frame {
    private final int number;

    Yielded(int number) {
      this.number = number;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      loop.value();
      return number;
    }
  }

  static long waitFor(int tasks, long nanos, Loop loop) throws Throwable {
    return joinAll(tasks, index -> context -> limited(nanos, context), loop);
  }

  private static long limited(long nanos, Loop loop) {
    Timer timer = loop.setTimer(nanos, new Timeout(loop.current));
    long result = yieldAndReturn(1, loop);
    if (loop.suspended) {
      loop.push(new Limited(timer));
      return 0;
    }
    loop.cancel(timer);
    return result;
  }

  /** Cancels a task that takes too long. */
  private static final class Timeout extends Callback {
    private final Job job;

    Timeout(Job job) {
      this.job = job;
    }

    @Override
    void run() {
      job.cancel();
    }
  }

  /** Takes the limit back when the inner method ends. */
  private static final class Limited extends Frame {
    private final Timer timer;

    Limited(Timer timer) {
      this.timer = timer;
    }

    @Override
    long resume(Loop loop) throws Throwable {
      loop.cancel(timer);
      return loop.result();
    }
  }

  static long timersFired(int count, Loop loop) {
    Countdown countdown = new Countdown(loop, count);
    for (int i = 0; i < count; i++) {
      loop.setTimer(i * 7919L % 1_000_000, new Tick(countdown));
    }
    return countdown.await(loop);
  }

  static long completedByThread(int tasks, Completer completer, Loop loop) throws Throwable {
    Promise[] promises = new Promise[tasks];
    for (int i = 0; i < tasks; i++) {
      promises[i] = new Promise(loop);
    }
    completer.run(
        () -> {
          for (Promise promise : promises) {
            loop.addFromOutside(new Arrival(promise));
          }
        });
    return joinAll(tasks, index -> context -> waitOn(promises[index], context), loop);
  }

  private static long waitOn(Promise promise, Loop loop) throws Throwable {
    if (promise.isDone()) {
      return (Integer) promise.value();
    }
    loop.suspendOn(promise);
    loop.push(new Waiting());
    return 0;
  }

  /** Returns what the future gives. */
  private static final class Waiting extends Frame {
    @Override
    long resume(Loop loop) throws Throwable {
      return (Integer) loop.value();
    }
  }

  /** A completion on its way from another thread. */
  private static final class Arrival extends Callback {
    private final Promise promise;

    Arrival(Promise promise) {
      this.promise = promise;
    }

    @Override
    void run() {
      promise.succeed(1);
    }
  }

  /** A future that is done after so many ticks. */
  private static final class Countdown extends Promise {
    private final int count;
    private int left;

    Countdown(Loop loop, int count) {
      super(loop);
      this.count = count;
      this.left = count;
    }

    void tick() {
      if (--left == 0) {
        succeed(count);
      }
    }

    long await(Loop loop) {
      loop.suspendOn(this);
      loop.push(new Waiting());
      return 0;
    }
  }

  /** One tick. */
  private static final class Tick extends Callback {
    private final Countdown countdown;

    Tick(Countdown countdown) {
      this.countdown = countdown;
    }

    @Override
    void run() {
      countdown.tick();
    }
  }
}
