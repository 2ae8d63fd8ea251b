package dev.fermata.transformer.cases.harness;

import dev.fermata.Awaitable;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.Future;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What target programs await: things that are complete or pending as the mode of the run says. Each
 * run has its own copy of this class, in the class loader of the target.
 */
public final class Steps {
  static Mode mode = Mode.STRAIGHT;
  private static int awaits;

  private Steps() {}

  /** Something to await that has no value. */
  public static Awaitable<Void> pause() {
    return settled(null, null);
  }

  /**
   * Something to await that ends as soon as the garbage collector has cleared {@code reference}, or
   * after many tries: with whether it is cleared. A run whose awaits are not pending gets true.
   */
  public static Awaitable<Boolean> cleared(WeakReference<?> reference) {
    if (!mode.kind(awaits++).isPending()) {
      return Coroutine.of(true);
    }
    EventLoop loop = EventLoop.running();
    Future<Boolean> future = loop.createFuture();
    loop.callSoon(() -> future.setResult(isCleared(reference)));
    return future;
  }

  /** The heap in use, in bytes, when the garbage collector has done what it can. */
  public static long usedMemory() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private static boolean isCleared(WeakReference<?> reference) {
    for (int i = 0; i < 50 && reference.get() != null; i++) {
      System.gc();
    }
    return reference.get() == null;
  }

  /**
   * Something to await that ends with {@code value}, or with {@code error} where that is not null.
   */
  static <T> Awaitable<T> settled(T value, Throwable error) {
    return switch (mode.kind(awaits++)) {
      case COROUTINE -> error == null ? Coroutine.of(value) : Coroutine.failed(error);
      case DONE_FUTURE -> settle(EventLoop.running().<T>createFuture(), value, error);
      case PENDING_FUTURE -> pending(value, error);
      case PENDING_SLEEP ->
          error == null ? Fermata.sleep(Duration.ZERO, value) : pending(value, error);
      case CUSTOM ->
          () -> error == null ? Fermata.sleep(Duration.ZERO, value) : Coroutine.failed(error);
    };
  }

  private static <T> Future<T> pending(T value, Throwable error) {
    EventLoop loop = EventLoop.running();
    Future<T> future = loop.createFuture();
    loop.callSoon(() -> settle(future, value, error));
    return future;
  }

  private static <T> Future<T> settle(Future<T> future, T value, Throwable error) {
    if (error == null) {
      future.setResult(value);
    } else {
      future.setException(error);
    }
    return future;
  }

  /** As {@link #settled}, for targets that await stages. */
  static <T> CompletableFuture<T> settledStage(T value, Throwable error) {
    CompletableFuture<T> future = new CompletableFuture<>();
    if (mode.kind(awaits++).isPending()) {
      EventLoop.running().callSoon(() -> settle(future, value, error));
    } else {
      settle(future, value, error);
    }
    return future;
  }

  private static <T> void settle(CompletableFuture<T> future, T value, Throwable error) {
    if (error == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(error);
    }
  }
}
