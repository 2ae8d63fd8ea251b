package dev.fermata.samples.benchmarks;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;

/** The coroutines that are measured. */
final class Workloads {
  private Workloads() {}

  /** Lets others run, {@code times} times. */
  @Async
  static Coroutine<Integer> yields(int times) {
    int done = 0;
    while (done < times) {
      await(yieldNow());
      done++;
    }
    return Coroutine.of(done);
  }

  /** The same at the end of a chain of {@code depth} methods that await each other. */
  @Async
  static Coroutine<Integer> yieldsAtDepth(int depth, int times) {
    if (depth == 1) {
      return yields(times);
    }
    return Coroutine.of(await(yieldsAtDepth(depth - 1, times)));
  }

  /** Every call is awaited, and none suspends. */
  @Async
  static Coroutine<Integer> fibonacci(int n) {
    if (n < 2) {
      return Coroutine.of(n);
    }
    return Coroutine.of(await(fibonacci(n - 1)) + await(fibonacci(n - 2)));
  }

  /** The same method in plain Java. */
  static int plainFibonacci(int n) {
    if (n < 2) {
      return n;
    }
    return plainFibonacci(n - 1) + plainFibonacci(n - 2);
  }

  /** Makes tasks, all before the first one runs, and awaits each. */
  @Async
  static Coroutine<Integer> spawnAndJoin(int tasks) {
    Task<?>[] all = new Task<?>[tasks];
    for (int i = 0; i < tasks; i++) {
      all[i] = createTask(nothing());
    }
    int done = 0;
    for (Task<?> task : all) {
      await(task);
      done++;
    }
    return Coroutine.of(done);
  }

  @Async
  private static Coroutine<Void> nothing() {
    return Coroutine.done();
  }

  /** Two tasks that wake each other in turn: each round is two suspensions. */
  static final class PingPong {
    private final EventLoop loop;
    private final int rounds;
    private Future<Integer> ping;
    private Future<Integer> pong;

    PingPong(EventLoop loop, int rounds) {
      this.loop = loop;
      this.rounds = rounds;
    }

    @Async
    Coroutine<Integer> play() {
      ping = loop.createFuture();
      Task<Integer> other = createTask(answer());
      int sum = 0;
      for (int i = 0; i < rounds; i++) {
        pong = loop.createFuture();
        ping.setResult(i);
        sum += await(pong);
      }
      return Coroutine.of(sum + await(other));
    }

    @Async
    private Coroutine<Integer> answer() {
      int sum = 0;
      for (int i = 0; i < rounds; i++) {
        sum += await(ping);
        ping = loop.createFuture();
        pong.setResult(1);
      }
      return Coroutine.of(sum);
    }
  }
}
