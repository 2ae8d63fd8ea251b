package dev.fermata.samples.benchmarks;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;

/** Coroutines that are cancelled, or fail, at a depth. */
final class Ends {
  private Ends() {}

  @Async
  static Coroutine<Integer> cancelled(EventLoop loop, int depth, int times) {
    int done = 0;
    for (int i = 0; i < times; i++) {
      Task<Integer> task = createTask(waitDeep(depth, loop.createFuture()));
      await(yieldNow());
      task.cancel();
      try {
        await(task);
      } catch (CancelledError expected) {
        done++;
      }
    }
    return Coroutine.of(done);
  }

  @Async
  private static Coroutine<Integer> waitDeep(int depth, Future<Integer> never) {
    if (depth == 1) {
      return Coroutine.of(await(never));
    }
    return Coroutine.of(await(waitDeep(depth - 1, never)));
  }

  @Async
  static Coroutine<Integer> failed(int depth, int times) {
    int done = 0;
    for (int i = 0; i < times; i++) {
      try {
        await(fail(depth));
      } catch (IllegalStateException expected) {
        done++;
      }
    }
    return Coroutine.of(done);
  }

  @Async
  private static Coroutine<Integer> fail(int depth) {
    if (depth > 1) {
      return Coroutine.of(await(fail(depth - 1)));
    }
    await(yieldNow());
    return Coroutine.of(broken());
  }

  private static int broken() {
    throw new IllegalStateException("failed");
  }
}
