package dev.fermata.samples.benchmarks;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.waitFor;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.TimerHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Coroutines that make many tasks or timers. */
final class Crowds {
  private static final Duration HOUR = Duration.ofHours(1);

  private Crowds() {}

  @Async
  static Coroutine<Integer> spawnAndJoin(int tasks) {
    Task<?>[] all = new Task<?>[tasks];
    for (int i = 0; i < tasks; i++) {
      all[i] = createTask(nothing());
    }
    return join(all);
  }

  @Async
  private static Coroutine<Void> nothing() {
    return Coroutine.done();
  }

  @Async
  private static Coroutine<Integer> join(Task<?>[] all) {
    int done = 0;
    for (Task<?> task : all) {
      await(task);
      done++;
    }
    return Coroutine.of(done);
  }

  @Async
  static Coroutine<Long> gatherAll(int children, int times) {
    long sum = 0;
    for (int i = 0; i < times; i++) {
      List<Coroutine<Integer>> all = new ArrayList<>(children);
      for (int number = 0; number < children; number++) {
        all.add(yieldAndReturn(number));
      }
      for (int number : await(gather(all))) {
        sum += number;
      }
    }
    return Coroutine.of(sum);
  }

  @Async
  private static Coroutine<Integer> yieldAndReturn(int number) {
    await(yieldNow());
    return Coroutine.of(number);
  }

  @Async
  static Coroutine<Integer> waitForAll(int tasks) {
    Task<?>[] all = new Task<?>[tasks];
    for (int i = 0; i < tasks; i++) {
      all[i] = createTask(limited());
    }
    return join(all);
  }

  @Async
  private static Coroutine<Integer> limited() {
    return waitFor(yieldAndReturn(1), HOUR);
  }

  @Async
  static Coroutine<Integer> timersCancelled(EventLoop loop, int timers) {
    TimerHandle[] all = new TimerHandle[timers];
    for (int i = 0; i < timers; i++) {
      all[i] = loop.callLater(HOUR, () -> {});
    }
    for (TimerHandle timer : all) {
      timer.cancel();
    }
    return Coroutine.of(timers);
  }

  @Async
  static Coroutine<Integer> timersFired(EventLoop loop, int timers) {
    Future<Integer> last = loop.createFuture();
    int[] left = {timers};
    for (int i = 0; i < timers; i++) {
      loop.callLater(
          Duration.ofNanos(i * 7919L % 1_000_000),
          () -> {
            if (--left[0] == 0) {
              last.setResult(timers);
            }
          });
    }
    return Coroutine.of(await(last));
  }

  @Async
  static Coroutine<Integer> completedByThread(int tasks, Completer completer) {
    List<CompletableFuture<Integer>> futures = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      futures.add(new CompletableFuture<>());
    }
    completer.run(() -> futures.forEach(future -> future.complete(1)));
    Task<?>[] all = new Task<?>[tasks];
    for (int i = 0; i < tasks; i++) {
      all[i] = createTask(waitOn(futures.get(i)));
    }
    return join(all);
  }

  @Async
  private static Coroutine<Integer> waitOn(CompletableFuture<Integer> future) {
    return Coroutine.of(await(future));
  }
}
