package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Python.repr;
import static dev.fermata.checks.conformance.Rule.*;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Jobs in other threads, and calls from them. Latches stand for the sleeps of the originals. */
class ThreadTest {
  /** Cancelling the await of a job frees the awaiter; a job that runs is waited for at the end. */
  @Test
  @Shows({R60})
  void c65CancellingAJobsAwaitLeavesTheRunningJobAlone() throws Exception {
    new Trace(EventLoop.create()) {
      private final CompletableFuture<Void> started = new CompletableFuture<>();
      private final CountDownLatch go = new CountDownLatch(1);

      Void block() throws InterruptedException {
        started.complete(null);
        if (go.await(20, SECONDS)) {
          print("thread finished");
        }
        return null;
      }

      Void queued() {
        print("queued job ran");
        return null;
      }

      @Override
      @Async
      Coroutine<?> main() {
        loop().setDefaultExecutor(Executors.newFixedThreadPool(1));
        Task<Void> t = createTask(toThread(this::block));
        Task<Void> q = createTask(toThread(this::queued));
        await(started);
        t.cancel();
        q.cancel();
        print(repr(await(gatherSettled(t, q))));
        print("main ends");
        go.countDown();
        return Coroutine.done();
      }

      @Override
      void program() throws Exception {
        run(main());
        print("run returned");
      }
    }.prints(
        """
        [CancelledError(''), CancelledError('')]
        main ends
        thread finished
        run returned
        """);
  }

  /** A thread submits coroutines, cancels one, and wakes an idle loop. */
  @Test
  @Shows({R2})
  void c66AThreadSubmitsCoroutinesAndWakesTheLoop() throws Exception {
    new Trace(EventLoop.create()) {
      private final CountDownLatch started = new CountDownLatch(1);
      private final CountDownLatch ended = new CountDownLatch(1);

      @Async
      Coroutine<Integer> ok() {
        await(sleep(0));
        return Coroutine.of(5);
      }

      @Async
      Coroutine<Integer> bad() {
        throw new IllegalArgumentException("v");
      }

      @Async
      Coroutine<Void> longer() {
        try {
          started.countDown();
          await(sleep(50));
        } catch (CancelledError e) {
          print("coroutine saw CancelledError");
          ended.countDown();
          throw e;
        }
        return Coroutine.done();
      }

      Throwable exception(CompletableFuture<?> f) throws Exception {
        try {
          return new AssertionError("no exception but " + f.get(20, SECONDS));
        } catch (ExecutionException e) {
          return e.getCause();
        }
      }

      Void thread(Future<String> done) throws Exception {
        print(loop().submit(this::ok).get(20, SECONDS));
        print(repr(exception(loop().submit(this::bad))));
        CompletableFuture<Void> f = loop().submit(this::longer);
        started.await();
        boolean c = f.cancel(false);
        ended.await();
        print("cancel", c);
        try {
          f.get(20, SECONDS);
        } catch (CancellationException e) {
          print("concurrent future cancelled");
        }
        loop().callSoonThreadsafe(() -> done.setResult("woken"));
        return null;
      }

      @Override
      @Async
      Coroutine<?> main() throws Exception {
        Future<String> done = loop().createFuture();
        CompletableFuture<Void> th = new CompletableFuture<>();
        Thread thread =
            new Thread(
                () -> {
                  try {
                    th.complete(thread(done));
                  } catch (Throwable e) {
                    th.completeExceptionally(e);
                  }
                });
        thread.start();
        print(await(waitFor(done, Duration.ofSeconds(30))));
        await(th);
        return Coroutine.done();
      }
    }.prints(
        """
        5
        ValueError('v')
        coroutine saw CancelledError
        cancel True
        concurrent future cancelled
        woken
        """);
  }
}
