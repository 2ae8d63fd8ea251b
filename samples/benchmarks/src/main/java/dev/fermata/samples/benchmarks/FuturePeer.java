package dev.fermata.samples.benchmarks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The work as chains of {@code CompletableFuture}. They run in a queue of this thread, without a
 * lock: the cheapest executor there is.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Each chain ends in a future that is looked at.
final class FuturePeer implements Peer {
  private final Queue queue = new Queue();
  private final Completer completer = new Completer();
  private final FutureNumbers numbers = new FutureNumbers() {};

  /** Runs what is given to it until a future is done. */
  private static final class Queue implements Executor {
    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();

    @Override
    public void execute(Runnable action) {
      ready.add(action);
    }

    <T> T run(CompletableFuture<T> awaited) {
      while (!awaited.isDone()) {
        Runnable action = ready.poll();
        if (action == null) {
          break;
        }
        action.run();
      }
      return awaited.join();
    }
  }

  /** Calls itself by the queue so many times: a loop around something asynchronous. */
  private final class Turns implements Runnable {
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final int times;
    private int done;

    Turns(int times) {
      this.times = times;
    }

    CompletableFuture<Integer> start() {
      next();
      return end;
    }

    @Override
    public void run() {
      done++;
      next();
    }

    private void next() {
      if (done < times) {
        CompletableFuture.runAsync(this, queue);
      } else {
        end.complete(done);
      }
    }
  }

  private CompletableFuture<Void> yieldNow() {
    return CompletableFuture.runAsync(() -> {}, queue);
  }

  @Override
  public long yields(int times) {
    return queue.run(new Turns(times).start());
  }

  @Override
  public long yieldsInTurn(int tasks, int depth, int times) {
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      all.add(deep(depth, times));
    }
    return all.stream().mapToInt(queue::run).sum();
  }

  private CompletableFuture<Integer> deep(int depth, int times) {
    if (depth == 1) {
      return new Turns(times).start();
    }
    return deep(depth - 1, times).thenApply(done -> done);
  }

  @Override
  public long pingPong(int rounds) {
    return queue.run(new Game(rounds).start());
  }

  /** Two chains that complete each other's futures. */
  private final class Game {
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final int rounds;
    private int round;
    private int sum;
    private CompletableFuture<Integer> ping = new CompletableFuture<>();
    private CompletableFuture<Integer> pong;

    Game(int rounds) {
      this.rounds = rounds;
    }

    CompletableFuture<Integer> start() {
      ping.thenAcceptAsync(this::answer, queue);
      play();
      return end;
    }

    private void play() {
      pong = new CompletableFuture<>();
      pong.thenAcceptAsync(this::answered, queue);
      ping.complete(round);
    }

    private void answer(int number) {
      sum += number;
      ping = new CompletableFuture<>();
      ping.thenAcceptAsync(this::answer, queue);
      pong.complete(1);
    }

    private void answered(int one) {
      sum += one;
      if (++round < rounds) {
        play();
      } else {
        end.complete(sum);
      }
    }
  }

  @Override
  public long fibonacci(int n) {
    return here(n).join();
  }

  private static CompletableFuture<Integer> here(int n) {
    if (n < 2) {
      return CompletableFuture.completedFuture(n);
    }
    return here(n - 1).thenCombine(here(n - 2), Integer::sum);
  }

  @Override
  public long fibonacciAcross(int n) {
    return Here.fibonacci(n).join();
  }

  private static final class Here {
    static CompletableFuture<Integer> fibonacci(int n) {
      if (n < 2) {
        return CompletableFuture.completedFuture(n);
      }
      return There.fibonacci(n - 1).thenCombine(There.fibonacci(n - 2), Integer::sum);
    }
  }

  private static final class There {
    static CompletableFuture<Integer> fibonacci(int n) {
      if (n < 2) {
        return CompletableFuture.completedFuture(n);
      }
      return Here.fibonacci(n - 1).thenCombine(Here.fibonacci(n - 2), Integer::sum);
    }
  }

  @Override
  public long fibonacciVirtual(int n) {
    return numbers.fibonacci(numbers, n).join();
  }

  private interface FutureNumbers {
    default CompletableFuture<Integer> fibonacci(FutureNumbers numbers, int n) {
      if (n < 2) {
        return CompletableFuture.completedFuture(n);
      }
      return numbers
          .fibonacci(numbers, n - 1)
          .thenCombine(numbers.fibonacci(numbers, n - 2), Integer::sum);
    }
  }

  @Override
  public long sum(int[] values) {
    CompletableFuture<Long> sum = CompletableFuture.completedFuture(0L);
    for (int i = 0; i < values.length; i++) {
      sum = sum.thenCombine(element(values, i), Long::sum);
    }
    return sum.join();
  }

  private CompletableFuture<Long> element(int[] values, int index) {
    int value = values[index];
    if (value < 0) {
      return yieldNow().thenApply(nothing -> (long) value);
    }
    return CompletableFuture.completedFuture((long) value);
  }

  @Override
  public long enterAndLeave(int depth, int times) {
    CompletableFuture<Long> end = new CompletableFuture<>();
    enterAgain(depth, times, 0, end);
    return queue.run(end);
  }

  private void enterAgain(int depth, int left, long sum, CompletableFuture<Long> end) {
    if (left == 0) {
      end.complete(sum);
    } else {
      nested(depth).thenAccept(result -> enterAgain(depth, left - 1, sum + result, end));
    }
  }

  private CompletableFuture<Integer> nested(int depth) {
    if (depth == 1) {
      return yieldNow().thenApply(nothing -> 1);
    }
    return nested(depth - 1).thenApply(result -> result + 1);
  }

  @Override
  public long spawnAndJoin(int tasks) {
    CompletableFuture<?>[] all = new CompletableFuture<?>[tasks];
    for (int i = 0; i < tasks; i++) {
      all[i] = CompletableFuture.runAsync(() -> {}, queue);
    }
    return joinAll(all);
  }

  private long joinAll(CompletableFuture<?>[] all) {
    int done = 0;
    for (CompletableFuture<?> future : all) {
      queue.run(future);
      done++;
    }
    return done;
  }

  @Override
  public long gather(int children, int times) {
    long sum = 0;
    for (int i = 0; i < times; i++) {
      List<CompletableFuture<Integer>> all = new ArrayList<>(children);
      for (int number = 0; number < children; number++) {
        int result = number;
        all.add(
            CompletableFuture.runAsync(() -> {}, queue).thenApplyAsync(nothing -> result, queue));
      }
      queue.run(CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)));
      for (CompletableFuture<Integer> future : all) {
        sum += future.join();
      }
    }
    return sum;
  }

  @Override
  public long waitFor(int tasks) {
    CompletableFuture<?>[] all = new CompletableFuture<?>[tasks];
    for (int i = 0; i < tasks; i++) {
      all[i] =
          CompletableFuture.runAsync(() -> {}, queue)
              .thenRunAsync(() -> {}, queue)
              .orTimeout(1, TimeUnit.HOURS);
    }
    return joinAll(all);
  }

  @Override
  public long timersCancelled(int timers) {
    CompletableFuture<?>[] all = new CompletableFuture<?>[timers];
    for (int i = 0; i < timers; i++) {
      all[i] = new CompletableFuture<>().orTimeout(1, TimeUnit.HOURS);
    }
    for (CompletableFuture<?> future : all) {
      future.complete(null);
    }
    return timers;
  }

  @Override
  public long timersFired(int timers) {
    CompletableFuture<?>[] all = new CompletableFuture<?>[timers];
    for (int i = 0; i < timers; i++) {
      all[i] =
          new CompletableFuture<>()
              .completeOnTimeout(null, i * 7919L % 1_000_000, TimeUnit.NANOSECONDS);
    }
    CompletableFuture.allOf(all).join();
    return timers;
  }

  @Override
  public long completedByThread(int tasks) {
    List<CompletableFuture<Integer>> futures = new ArrayList<>(tasks);
    List<CompletableFuture<Integer>> all = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      futures.add(new CompletableFuture<>());
    }
    completer.run(() -> futures.forEach(future -> future.complete(1)));
    for (CompletableFuture<Integer> future : futures) {
      all.add(future.thenApply(result -> result));
    }
    return all.stream().mapToInt(CompletableFuture::join).sum();
  }

  @Override
  public long cancelled(int depth, int times) {
    int done = 0;
    for (int i = 0; i < times; i++) {
      CompletableFuture<Integer> never = new CompletableFuture<>();
      CompletableFuture<Integer> outer = chain(never, depth);
      queue.run(yieldNow());
      never.cancel(true);
      try {
        outer.join();
      } catch (CancellationException | CompletionException expected) {
        done++;
      }
    }
    return done;
  }

  private static CompletableFuture<Integer> chain(CompletableFuture<Integer> inner, int depth) {
    CompletableFuture<Integer> outer = inner;
    for (int i = 0; i < depth; i++) {
      outer = outer.thenApply(result -> result);
    }
    return outer;
  }

  @Override
  public long failed(int depth, int times) {
    int done = 0;
    for (int i = 0; i < times; i++) {
      CompletableFuture<Integer> failing =
          yieldNow()
              .thenApply(
                  nothing -> {
                    throw new IllegalStateException("failed");
                  });
      done += queue.run(chain(failing, depth - 1).handle((result, error) -> error == null ? 0 : 1));
    }
    return done;
  }

  @Override
  public long suspended(int tasks, int depth, Runnable whileSuspended) {
    CompletableFuture<Integer> gate = new CompletableFuture<>();
    int[] sum = new int[1];
    for (int i = 0; i < tasks; i++) {
      CompletableFuture<?> outer = gate.thenAccept(one -> sum[0] += one);
      for (int level = 2; level <= depth; level++) {
        int add = level;
        outer = outer.thenAccept(nothing -> sum[0] += add);
      }
    }
    whileSuspended.run();
    gate.complete(1);
    return sum[0];
  }

  @Override
  public void close() {
    completer.close();
  }
}
