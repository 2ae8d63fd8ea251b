package dev.fermata.samples.benchmarks.limit;

import dev.fermata.samples.benchmarks.Completer;
import dev.fermata.samples.benchmarks.Peer;

/** The work as state machines written by hand, and plain Java where nothing suspends. */
public final class LimitPeer implements Peer {
  private static final long HOUR = 3_600_000_000_000L;
  private final Loop loop = new Loop();
  private final Completer completer = new Completer();
  private final Numbers numbers = new PlainNumbers();

  @Override
  public long yields(int times) {
    return loop.run(context -> Switches.yields(times, context));
  }

  @Override
  public long yieldsInTurn(int tasks, int depth, int times) {
    return times * loop.run(context -> Crowds.yieldsInTurn(tasks, depth, times, context));
  }

  @Override
  public long pingPong(int rounds) {
    PingPong game = new PingPong(loop, rounds);
    return loop.run(game::play);
  }

  @Override
  public long fibonacci(int n) {
    return plain(n);
  }

  private static int plain(int n) {
    return n < 2 ? n : plain(n - 1) + plain(n - 2);
  }

  @Override
  public long fibonacciAcross(int n) {
    return Here.fibonacci(n);
  }

  @Override
  public long fibonacciVirtual(int n) {
    return numbers.fibonacci(numbers, n);
  }

  private static final class Here {
    static int fibonacci(int n) {
      return n < 2 ? n : There.fibonacci(n - 1) + There.fibonacci(n - 2);
    }
  }

  private static final class There {
    static int fibonacci(int n) {
      return n < 2 ? n : Here.fibonacci(n - 1) + Here.fibonacci(n - 2);
    }
  }

  /** A method whose target is only known at run time. */
  private interface Numbers {
    int fibonacci(Numbers numbers, int n);
  }

  private static class PlainNumbers implements Numbers {
    @Override
    public int fibonacci(Numbers numbers, int n) {
      return n < 2 ? n : numbers.fibonacci(numbers, n - 1) + numbers.fibonacci(numbers, n - 2);
    }
  }

  @Override
  public long sum(int[] values) {
    long sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += element(values, i);
    }
    return sum;
  }

  private static int element(int[] values, int index) {
    int value = values[index];
    if (value < 0) {
      throw new IllegalStateException("would have to wait");
    }
    return value;
  }

  @Override
  public long enterAndLeave(int depth, int times) {
    return loop.run(context -> Switches.enterAndLeave(depth, times, context));
  }

  @Override
  public long spawnAndJoin(int tasks) {
    return loop.run(context -> Crowds.spawnAndJoin(tasks, context));
  }

  @Override
  public long gather(int children, int times) {
    return loop.run(context -> Crowds.gather(children, times, context));
  }

  @Override
  public long waitFor(int tasks) {
    return loop.run(context -> Crowds.waitFor(tasks, HOUR, context));
  }

  @Override
  public long timersCancelled(int count) {
    return loop.run(
        context -> {
          Timer[] timers = new Timer[count];
          for (int i = 0; i < count; i++) {
            timers[i] = context.setTimer(HOUR, new Promise(context));
          }
          for (Timer timer : timers) {
            context.cancel(timer);
          }
          return count;
        });
  }

  @Override
  public long timersFired(int count) {
    return loop.run(context -> Crowds.timersFired(count, context));
  }

  @Override
  public long completedByThread(int tasks) {
    return loop.run(context -> Crowds.completedByThread(tasks, completer, context));
  }

  @Override
  public long cancelled(int depth, int times) {
    return loop.run(context -> Ends.cancelled(depth, times, context));
  }

  @Override
  public long failed(int depth, int times) {
    return loop.run(context -> Ends.failed(depth, times, context));
  }

  @Override
  public long suspended(int tasks, int depth, Runnable whileSuspended) {
    return loop.run(context -> Held.run(tasks, depth, whileSuspended, context));
  }

  @Override
  public void close() {
    completer.close();
  }
}
