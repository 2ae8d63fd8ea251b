package dev.fermata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.continuation.Launcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Methods that return {@code CompletableFuture}s and await each other's. */
@Timeout(120)
class StageChainTest {
  private static final int MANY = 1_000_000;

  /** As many, where each makes an exception. */
  private static final int MANY_FAILURES = 200_000;

  private static final int SOME = 100_000;

  private final List<Object> log = new ArrayList<>();
  private final CompletableFuture<Object> first = new CompletableFuture<>();
  private final CompletableFuture<Object> io = CompletableFuture.completedFuture("io");
  private final IOException error = new IOException("x");

  /** How many bodies have ended, and how many of them with a failure. */
  private int ended;

  private int failed;

  @SuppressWarnings("unchecked")
  private static CompletableFuture<Object> start(Script.Step... steps) {
    return (CompletableFuture<Object>) Launcher.future(Script.frame(steps));
  }

  /** A link of a chain: awaits the one before, and then something else. */
  private CompletableFuture<Object> after(CompletableFuture<?> before) {
    return start(
        b -> b.tryAwait(before),
        b -> {
          ended++;
          if (b.error() != null) {
            failed++;
            return b.rethrow();
          }
          return b.await(io);
        },
        b -> null);
  }

  private List<CompletableFuture<Object>> chain(int links) {
    return chain(links, before -> before);
  }

  private List<CompletableFuture<Object>> chain(
      int links, UnaryOperator<CompletableFuture<Object>> between) {
    List<CompletableFuture<Object>> chain = new ArrayList<>(links);
    CompletableFuture<Object> tail = first;
    for (int i = 0; i < links; i++) {
      tail = after(between.apply(tail));
      chain.add(tail);
    }
    return chain;
  }

  private static CompletableFuture<Object> last(List<CompletableFuture<Object>> chain) {
    return chain.get(chain.size() - 1);
  }

  /** Runs in a thread as {@code -Xss256k} makes them. */
  private static void onASmallStack(Runnable action) throws InterruptedException {
    Throwable[] thrown = new Throwable[1];
    Thread thread = new Thread(null, action, "small stack", 256 * 1024);
    thread.setUncaughtExceptionHandler((t, e) -> thrown[0] = e);
    thread.start();
    thread.join();
    if (thrown[0] != null) {
      throw new AssertionError(thrown[0]);
    }
  }

  private static Throwable failureOf(CompletableFuture<?> future) {
    return future.handle((value, e) -> e).getNow(null);
  }

  private static void listen(CompletableFuture<?> future, Runnable action) {
    var unused = future.thenRun(action);
  }

  // ---------------------------------------------------------------- of any length

  /** A million methods, each waiting for the one before, complete on a stack of 256 kB. */
  @Test
  void aMillionLinksComplete() throws InterruptedException {
    onASmallStack(
        () -> {
          List<CompletableFuture<Object>> chain = chain(MANY);
          first.complete("v");
          assertTrue(last(chain).isDone());
          assertNull(last(chain).join());
        });
    assertEquals(MANY, ended);
    assertEquals(0, failed);
  }

  /** The failure of the first reaches the last of a million as it is. */
  @Test
  void manyLinksFail() throws InterruptedException {
    onASmallStack(
        () -> {
          List<CompletableFuture<Object>> chain = chain(MANY_FAILURES);
          first.completeExceptionally(error);
          assertSame(error, failureOf(last(chain)));
        });
    assertEquals(MANY_FAILURES, failed);
  }

  /** Cancelling the last of a million cancels all of them, and what the first awaits. */
  @Test
  void manyLinksAreCancelledByTheirTail() throws InterruptedException {
    onASmallStack(
        () -> {
          List<CompletableFuture<Object>> chain = chain(MANY_FAILURES);
          assertTrue(last(chain).cancel(false));
          assertTrue(first.isCancelled());
          assertTrue(chain.stream().allMatch(CompletableFuture::isCancelled));
        });
    assertEquals(MANY_FAILURES, failed);
  }

  /** Cancelling one in the midst of a million cancels those before and those behind it. */
  @Test
  void manyLinksAreCancelledFromTheirMiddle() throws InterruptedException {
    onASmallStack(
        () -> {
          List<CompletableFuture<Object>> chain = chain(MANY_FAILURES);
          assertTrue(chain.get(MANY_FAILURES / 2).cancel(false));
          assertTrue(first.isCancelled());
          assertTrue(chain.stream().allMatch(CompletableFuture::isCancelled));
        });
    assertEquals(MANY_FAILURES, failed);
  }

  /** Stages of the JDK between the methods make no difference. */
  @Test
  void linksWithStagesOfTheJdkBetweenThemComplete() throws InterruptedException {
    List<UnaryOperator<CompletableFuture<Object>>> between =
        List.of(
            p -> p.thenApply(v -> v),
            p -> p.thenCompose(v -> after(io)),
            p -> io.thenCompose(v -> p),
            p -> CompletableFuture.allOf(p, io).thenApply(v -> null),
            p -> CompletableFuture.anyOf(p),
            p -> p.thenCombine(io, (a, b) -> a).whenComplete((v, e) -> {}));
    onASmallStack(
        () -> {
          CompletableFuture<Object> tail = first;
          for (int i = 0; i < SOME; i++) {
            tail = after(between.get(i % between.size()).apply(tail));
          }
          first.complete("v");
          assertTrue(tail.isDone());
        });
  }

  /** The same of failures. */
  @Test
  void linksWithStagesOfTheJdkBetweenThemFail() throws InterruptedException {
    onASmallStack(
        () -> {
          List<CompletableFuture<Object>> chain = chain(SOME, p -> p.thenApply(v -> v));
          first.completeExceptionally(error);
          assertSame(error, failureOf(last(chain)));
        });
  }

  /** In a loop a chain completes and is cancelled on a small stack, too. */
  @Test
  void linksInALoopCompleteAndAreCancelled() throws InterruptedException {
    onASmallStack(
        () ->
            new Trace()
                .run(
                    s -> {
                      List<CompletableFuture<Object>> cancelled = chain(SOME);
                      last(cancelled).cancel(false);
                      return s.tryAwait(cancelled.get(SOME - 2));
                    },
                    s -> {
                      log.add(s.error().getClass().getSimpleName());
                      log.add(first.isCancelled());
                      return s.await(io);
                    },
                    s -> {
                      CompletableFuture<Object> tail =
                          start(b -> b.await(Trace.sleep(1)), b -> null);
                      for (int i = 0; i < SOME; i++) {
                        tail = after(tail);
                      }
                      return s.await(tail);
                    },
                    s -> log.add("complete")));
    assertEquals(List.of("CancelledError", true, "complete"), log);
  }

  // ---------------------------------------------------------------- what is done at once

  private CompletableFuture<Object> logs(CompletableFuture<?> awaited, String name) {
    return start(
        b -> b.await(awaited),
        b -> {
          log.add(name);
          return name;
        });
  }

  /** In a body, too, {@code complete} returns when all that waits for its future has gone on. */
  @Test
  void aCompleteInABodyRunsItsDependantsBeforeItReturns() {
    CompletableFuture<Object> inner = new CompletableFuture<>();
    CompletableFuture<Object> second = logs(logs(inner, "first"), "second");
    listen(second, () -> log.add("listener"));
    CompletableFuture<Object> outer =
        start(
            b -> b.await(logs(first, "gate")),
            b -> {
              inner.complete("v");
              log.add(second.isDone());
              return null;
            });
    first.complete("v");
    assertTrue(outer.isDone());
    assertEquals(List.of("gate", "first", "second", "listener", true), log);
  }

  /** The same in a stage of the JDK that a method's end runs. */
  @Test
  void aCompleteInAStageBehindAMethodRunsItsDependantsBeforeItReturns() {
    CompletableFuture<Object> inner = new CompletableFuture<>();
    CompletableFuture<Object> second = logs(logs(inner, "first"), "second");
    listen(
        logs(first, "gate"),
        () -> {
          inner.complete("v");
          log.add(second.isDone());
        });
    first.complete("v");
    assertEquals(List.of("gate", "first", "second", true), log);
  }

  /** All that awaits a method goes on before what awaits these. */
  @Test
  void theMethodsThatAwaitAnotherGoOnBeforeThoseThatAwaitThem() {
    CompletableFuture<Object> root = logs(first, "root");
    List<CompletableFuture<Object>> behind =
        List.of(logs(logs(root, "b"), "behind b"), logs(logs(root, "a"), "behind a"));
    first.complete("v");
    assertTrue(behind.stream().allMatch(CompletableFuture::isDone));
    assertEquals(List.of("root", "a", "b", "behind a", "behind b"), log);
  }

  /** A thread that completes something does not wait for what another one has begun. */
  @Test
  void eachThreadCompletesItsOwn() {
    CompletableFuture<Object> other = new CompletableFuture<>();
    CompletableFuture<Object> second = logs(logs(other, "first"), "second");
    listen(
        logs(first, "gate"),
        () -> {
          CompletableFuture.runAsync(() -> other.complete("v"), r -> join(new Thread(r))).join();
          log.add(second.isDone());
        });
    first.complete("v");
    assertEquals(List.of("gate", "first", "second", true), log);
  }

  private static void join(Thread thread) {
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // ---------------------------------------------------------------- errors on the way

  private static int endless(int depth) {
    return depth < 0 ? depth : endless(depth + 1) + 1;
  }

  /** What a dependant throws, be it fatal, keeps no other from going on, then and later. */
  @Test
  void anErrorOfADependantStopsNoOther() {
    CompletableFuture<Object> root = logs(first, "root");
    CompletableFuture<Object> tail = logs(logs(root, "a"), "behind a");
    listen(root, () -> endless(0));
    listen(
        root,
        () -> {
          throw new OutOfMemoryError("thrown by a test");
        });
    listen(
        root,
        () -> {
          throw new IllegalStateException();
        });
    CompletableFuture<Object> fatal =
        start(
            b -> b.await(root),
            b -> {
              throw new OutOfMemoryError("thrown by a test");
            });
    CompletableFuture<Object> caught = start(b -> b.tryAwait(fatal), b -> b.error().getMessage());
    first.complete("v");
    assertTrue(tail.isDone());
    assertEquals("thrown by a test", caught.getNow(null));
    assertEquals(List.of("root", "a", "behind a"), log);

    CompletableFuture<Object> next = new CompletableFuture<>();
    CompletableFuture<Object> nextTail = logs(logs(next, "next"), "behind next");
    next.complete("v");
    assertTrue(nextTail.isDone());
  }

  /** A body without stack fails, and so what awaits it goes on with that error. */
  @Test
  void aBodyThatNeedsTooMuchStackFailsAndTheChainGoesOn() {
    CompletableFuture<Object> deep = start(b -> b.await(first), b -> endless(0));
    CompletableFuture<Object> tail =
        start(b -> b.tryAwait(deep), b -> b.error().getClass().getSimpleName());
    first.complete("v");
    assertEquals("StackOverflowError", tail.getNow(null));
  }

  /** A future is not complete before its body has ended, however it was begun. */
  @Test
  void aMethodThatWaitsAgainIsNotComplete() {
    CompletableFuture<Object> later = new CompletableFuture<>();
    CompletableFuture<Object> tail = start(b -> b.await(first), b -> b.await(later), b -> "end");
    CompletableFuture<Object> behind = logs(tail, "behind");
    first.complete("v");
    assertFalse(tail.isDone());
    later.complete("v");
    assertEquals("end", tail.getNow(null));
    assertEquals("behind", behind.getNow(null));
  }
}
