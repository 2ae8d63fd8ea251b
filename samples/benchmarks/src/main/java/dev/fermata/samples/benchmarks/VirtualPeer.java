package dev.fermata.samples.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The work in virtual threads, as code that blocks; JDK 21 and later. */
final class VirtualPeer implements Peer {
  private final Completer completer = new Completer();
  private final ThreadFactory threads = virtualThreads();
  private final Numbers numbers = new PlainNumbers();

  /** What makes virtual threads, which the JDK that compiles may not know. */
  private static ThreadFactory virtualThreads() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return (ThreadFactory)
          Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("virtual threads need JDK 21 or later", e);
    }
  }

  private long run(Callable<? extends Number> body) {
    try {
      return submit(body).get().longValue();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a thread by itself: an executor would also keep a list of all. */
  private <T> Future<T> submit(Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    threads.newThread(task).start();
    return task;
  }

  @SuppressWarnings("ThreadPriorityCheck") // A yield is what is measured.
  private static void yieldNow() {
    Thread.yield();
  }

  @Override
  public long yields(int times) {
    return run(() -> yieldTimes(times));
  }

  @Override
  public long yieldsInTurn(int tasks, int depth, int times) {
    return run(() -> join(tasks, () -> deep(depth, times)));
  }

  private static int deep(int depth, int times) {
    return depth == 1 ? yieldTimes(times) : deep(depth - 1, times);
  }

  private static int yieldTimes(int times) {
    int done = 0;
    while (done < times) {
      yieldNow();
      done++;
    }
    return done;
  }

  @Override
  public long pingPong(int rounds) {
    return run(new Game(rounds)::play);
  }

  /** Two threads that wake each other in turn. */
  private final class Game {
    private final int rounds;
    private volatile CompletableFuture<Integer> ping = new CompletableFuture<>();
    private volatile CompletableFuture<Integer> pong;

    Game(int rounds) {
      this.rounds = rounds;
    }

    int play() throws InterruptedException, ExecutionException {
      Future<Integer> other = submit(this::answer);
      int sum = 0;
      for (int i = 0; i < rounds; i++) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        pong = answer;
        ping.complete(i);
        sum += answer.get();
      }
      return sum + other.get();
    }

    private int answer() throws InterruptedException, ExecutionException {
      int sum = 0;
      for (int i = 0; i < rounds; i++) {
        sum += ping.get();
        ping = new CompletableFuture<>();
        pong.complete(1);
      }
      return sum;
    }
  }

  @Override
  public long fibonacci(int n) {
    return run(() -> here(n));
  }

  private static int here(int n) {
    return n < 2 ? n : here(n - 1) + here(n - 2);
  }

  @Override
  public long fibonacciAcross(int n) {
    return run(() -> Here.fibonacci(n));
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

  @Override
  public long fibonacciVirtual(int n) {
    return run(() -> numbers.fibonacci(numbers, n));
  }

  /** A method whose target is only known at run time. */
  private interface Numbers {
    int fibonacci(Numbers numbers, int n);
  }

  private static class PlainNumbers implements Numbers {
    @Override
    public int fibonacci(Numbers all, int n) {
      return n < 2 ? n : all.fibonacci(all, n - 1) + all.fibonacci(all, n - 2);
    }
  }

  @Override
  public long sum(int[] values) {
    return run(
        () -> {
          long sum = 0;
          for (int i = 0; i < values.length; i++) {
            sum += element(values, i);
          }
          return sum;
        });
  }

  private static int element(int[] values, int index) {
    int value = values[index];
    if (value < 0) {
      yieldNow();
    }
    return value;
  }

  @Override
  public long enterAndLeave(int depth, int times) {
    return run(
        () -> {
          long sum = 0;
          for (int i = 0; i < times; i++) {
            sum += nested(depth);
          }
          return sum;
        });
  }

  private static int nested(int depth) {
    if (depth == 1) {
      yieldNow();
      return 1;
    }
    return nested(depth - 1) + 1;
  }

  @Override
  public long spawnAndJoin(int tasks) {
    return run(() -> join(tasks, () -> 1));
  }

  private int join(int tasks, Callable<Integer> body)
      throws InterruptedException, ExecutionException {
    List<Future<Integer>> all = new ArrayList<>(tasks);
    for (int i = 0; i < tasks; i++) {
      all.add(submit(body));
    }
    int sum = 0;
    for (Future<Integer> one : all) {
      sum += one.get();
    }
    return sum;
  }

  @Override
  public long gather(int children, int times) {
    return run(
        () -> {
          long sum = 0;
          for (int i = 0; i < times; i++) {
            sum += gatherOnce(children);
          }
          return sum;
        });
  }

  private long gatherOnce(int children) throws InterruptedException, ExecutionException {
    List<Future<Integer>> all = new ArrayList<>(children);
    for (int i = 0; i < children; i++) {
      int number = i;
      all.add(
          submit(
              () -> {
                yieldNow();
                return number;
              }));
    }
    long sum = 0;
    for (Future<Integer> one : all) {
      sum += one.get();
    }
    return sum;
  }

  @Override
  public long waitFor(int tasks) {
    return run(
        () ->
            join(
                tasks,
                () ->
                    submit(
                            () -> {
                              yieldNow();
                              return 1;
                            })
                        .get(1, TimeUnit.HOURS)));
  }

  @Override
  public long timersCancelled(int timers) {
    return run(
        () -> {
          CountDownLatch awake = new CountDownLatch(timers);
          List<Future<?>> all = new ArrayList<>(timers);
          for (int i = 0; i < timers; i++) {
            all.add(submit(() -> sleep(awake)));
          }
          yieldNow();
          all.forEach(sleeper -> sleeper.cancel(true));
          awake.await();
          return timers;
        });
  }

  private static boolean sleep(CountDownLatch awake) {
    LockSupport.parkNanos(TimeUnit.HOURS.toNanos(1));
    awake.countDown();
    return Thread.interrupted();
  }

  @Override
  public long timersFired(int timers) {
    return run(
        () -> {
          List<Future<Integer>> all = new ArrayList<>(timers);
          for (int i = 0; i < timers; i++) {
            long nanos = i * 7919L % 1_000_000;
            all.add(
                submit(
                    () -> {
                      TimeUnit.NANOSECONDS.sleep(nanos);
                      return 1;
                    }));
          }
          int sum = 0;
          for (Future<Integer> one : all) {
            sum += one.get();
          }
          return sum;
        });
  }

  @Override
  public long completedByThread(int tasks) {
    return run(
        () -> {
          List<CompletableFuture<Integer>> futures = new ArrayList<>(tasks);
          for (int i = 0; i < tasks; i++) {
            futures.add(new CompletableFuture<>());
          }
          completer.run(() -> futures.forEach(future -> future.complete(1)));
          List<Future<Integer>> all = new ArrayList<>(tasks);
          for (CompletableFuture<Integer> future : futures) {
            all.add(submit(() -> future.get()));
          }
          int sum = 0;
          for (Future<Integer> one : all) {
            sum += one.get();
          }
          return sum;
        });
  }

  @Override
  public long cancelled(int depth, int times) {
    return run(
        () -> {
          int done = 0;
          for (int i = 0; i < times; i++) {
            CompletableFuture<Integer> never = new CompletableFuture<>();
            CompletableFuture<Boolean> end = new CompletableFuture<>();
            Thread thread = threads.newThread(() -> waitUntilInterrupted(depth, never, end));
            thread.start();
            yieldNow();
            // Not a FutureTask's cancel, which keeps a thread of another carrier from beginning.
            thread.interrupt();
            done += end.get() ? 1 : 0;
          }
          return done;
        });
  }

  /** Tells by the future how it ended. */
  private static void waitUntilInterrupted(
      int depth, CompletableFuture<Integer> never, CompletableFuture<Boolean> end) {
    try {
      end.complete(waitDeep(depth, never) < 0);
    } catch (InterruptedException expected) {
      end.complete(true);
    } catch (ExecutionException e) {
      end.completeExceptionally(e);
    }
  }

  private static int waitDeep(int depth, CompletableFuture<Integer> never)
      throws InterruptedException, ExecutionException {
    return depth == 1 ? never.get() : waitDeep(depth - 1, never);
  }

  @Override
  public long failed(int depth, int times) {
    return run(
        () -> {
          int done = 0;
          for (int i = 0; i < times; i++) {
            try {
              fail(depth);
            } catch (IllegalStateException expected) {
              done++;
            }
          }
          return done;
        });
  }

  private static int fail(int depth) {
    if (depth > 1) {
      return fail(depth - 1);
    }
    yieldNow();
    return broken();
  }

  private static int broken() {
    throw new IllegalStateException("failed");
  }

  @Override
  public long suspended(int tasks, int depth, Runnable whileSuspended) {
    CompletableFuture<Integer> gate = new CompletableFuture<>();
    int[] sum = new int[1];
    return run(
        () -> {
          List<Future<?>> all = new ArrayList<>(tasks);
          for (int i = 0; i < tasks; i++) {
            all.add(
                submit(
                    () -> {
                      hold(depth, sum, gate);
                      return 1;
                    }));
          }
          yieldNow();
          yieldNow();
          whileSuspended.run();
          gate.complete(1);
          for (Future<?> one : all) {
            one.get();
          }
          return sum[0];
        });
  }

  private static void hold(int depth, int[] sum, CompletableFuture<Integer> gate)
      throws InterruptedException, ExecutionException {
    if (depth == 1) {
      add(sum, gate.get());
    } else {
      hold(depth - 1, sum, gate);
      add(sum, depth);
    }
  }

  /** There may be several carriers. */
  private static void add(int[] sum, int number) {
    synchronized (sum) {
      sum[0] += number;
    }
  }

  @Override
  public void close() {
    completer.close();
  }
}
