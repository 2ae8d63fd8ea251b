package dev.fermata.samples.benchmarks;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import java.util.ArrayList;
import java.util.List;

/** Coroutines that suspend again and again, at the top or deep inside, or not at all. */
final class Switches {
  private Switches() {}

  @Async
  static Coroutine<Integer> yields(int times) {
    int done = 0;
    while (done < times) {
      await(yieldNow());
      done++;
    }
    return Coroutine.of(done);
  }

  @Async
  static Coroutine<Integer> yieldsInTurn(int tasks, int depth, int times) {
    List<Task<Integer>> all = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      all.add(createTask(yieldsAtDepth(depth, times)));
    }
    int sum = 0;
    for (Task<Integer> task : all) {
      sum += await(task);
    }
    return Coroutine.of(sum);
  }

  @Async
  private static Coroutine<Integer> yieldsAtDepth(int depth, int times) {
    if (depth > 1) {
      return Coroutine.of(await(yieldsAtDepth(depth - 1, times)));
    }
    int done = 0;
    while (done < times) {
      await(yieldNow());
      done++;
    }
    return Coroutine.of(done);
  }

  @Async
  static Coroutine<Long> enterAndLeave(int depth, int times) {
    long sum = 0;
    for (int i = 0; i < times; i++) {
      sum += await(nested(depth));
    }
    return Coroutine.of(sum);
  }

  @Async
  private static Coroutine<Integer> nested(int depth) {
    if (depth == 1) {
      await(yieldNow());
      return Coroutine.of(1);
    }
    return Coroutine.of(await(nested(depth - 1)) + 1);
  }

  @Async
  static Coroutine<Long> sum(int[] values) {
    long sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += await(element(values, i));
    }
    return Coroutine.of(sum);
  }

  @Async
  private static Coroutine<Integer> element(int[] values, int index) {
    int value = values[index];
    if (value < 0) {
      await(yieldNow());
    }
    return Coroutine.of(value);
  }
}
