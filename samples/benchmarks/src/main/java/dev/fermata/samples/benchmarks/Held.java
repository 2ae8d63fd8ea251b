package dev.fermata.samples.benchmarks;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;

/** Coroutines that wait while something looks at them. */
final class Held {
  private Held() {}

  @Async
  static Coroutine<Integer> run(EventLoop loop, int tasks, int depth, Runnable whileSuspended) {
    Future<Integer> gate = loop.createFuture();
    int[] sum = new int[1];
    Task<Void> last = null;
    for (int i = 0; i < tasks; i++) {
      last = createTask(hold(depth, sum, gate));
    }
    await(yieldNow());
    await(yieldNow());
    whileSuspended.run();
    gate.setResult(1);
    await(last);
    return Coroutine.of(sum[0]);
  }

  @Async
  private static Coroutine<Void> hold(int depth, int[] sum, Future<Integer> gate) {
    if (depth == 1) {
      int one = await(gate);
      sum[0] += one;
    } else {
      await(hold(depth - 1, sum, gate));
      sum[0] += depth;
    }
    return Coroutine.done();
  }
}
