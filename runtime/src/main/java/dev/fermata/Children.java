package dev.fermata;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Makes futures of the arguments of a combinator: each argument once, also where it is given twice.
 */
final class Children {
  private final EventLoop running = EventLoop.runningOrNull();
  private final Future<?>[] futures;
  private int size;

  /**
   * The futures of arguments that are neither coroutines nor futures; null while there are none.
   */
  private IdentityHashMap<Awaitable<?>, Future<?>> others;

  private Children(int size) {
    futures = new Future<?>[size];
  }

  /**
   * Gives the futures of {@code awaitables} in their order: a future as it is, of everything else a
   * new task of the running loop.
   *
   * @throws IllegalStateException when a loop is needed and none runs, or a coroutine was used
   *     before
   * @throws IllegalArgumentException when the futures belong to different loops
   * @throws NullPointerException when one is null
   */
  static Future<?>[] of(Collection<? extends Awaitable<?>> awaitables) {
    return of(awaitables, future -> {});
  }

  /**
   * As {@link #of(Collection)}, and tells each future as soon as it is made, before the next one: a
   * task that starts at once may change what became of the earlier ones.
   */
  static Future<?>[] of(
      Collection<? extends Awaitable<?>> awaitables, Consumer<Future<?>> listener) {
    Children children = new Children(awaitables.size());
    for (Awaitable<?> awaitable : awaitables) {
      Future<?> future = children.adopt(awaitable);
      children.check(future.loop());
      children.futures[children.size++] = future;
      listener.accept(future);
    }
    return children.futures;
  }

  private Future<?> adopt(Awaitable<?> awaitable) {
    if (awaitable instanceof Future<?> future) {
      return future;
    }
    Objects.requireNonNull(awaitable, "awaitable");
    if (running == null) {
      throw Untransformed.noneRunning();
    }
    if (!(awaitable instanceof Coroutine<?> coroutine)) {
      if (others == null) {
        others = new IdentityHashMap<>();
      }
      return others.computeIfAbsent(awaitable, running::ensureFuture);
    }
    try {
      return running.createTask(coroutine);
    } catch (IllegalStateException e) {
      return earlier(coroutine, e);
    }
  }

  /** The task that an earlier argument, the same coroutine, was made. */
  private Future<?> earlier(Coroutine<?> coroutine, IllegalStateException used) {
    for (int i = 0; i < size; i++) {
      if (futures[i] instanceof Task<?> task && task.coroutine() == coroutine) {
        return task;
      }
    }
    throw used;
  }

  private void check(EventLoop loop) {
    EventLoop expected = running != null || size == 0 ? running : futures[0].loop();
    if (expected != null && expected != loop) {
      throw new IllegalArgumentException("the awaitables belong to different event loops");
    }
  }
}
