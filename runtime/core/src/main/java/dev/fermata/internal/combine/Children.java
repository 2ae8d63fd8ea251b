package dev.fermata.internal.combine;

import dev.fermata.Awaitable;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.internal.core.LoopEngine;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Makes futures of the arguments of a combinator. An argument that is given twice becomes one
 * future.
 */
final class Children {
  /** The loop that all of them belong to. */
  private final LoopEngine engine;

  private final Future<?>[] futures;
  private int size;

  /**
   * The futures of arguments that are neither coroutines nor futures; null while there are none.
   */
  private IdentityHashMap<Awaitable<?>, Future<?>> others;

  /** The tasks of the coroutines so far; null while none has been given twice. */
  private IdentityHashMap<Coroutine<?>, Task<?>> tasks;

  private Children(LoopEngine engine, int size) {
    this.engine = engine;
    futures = new Future<?>[size];
  }

  /** A copy of a user's collection, which may change and is read more than once. */
  static Awaitable<?>[] copy(Collection<? extends Awaitable<?>> awaitables) {
    return awaitables.toArray(new Awaitable<?>[0]);
  }

  /**
   * Returns the futures of {@code awaitables} in their order. A future stays as it is; everything
   * else becomes a new task of {@code engine}.
   *
   * @throws IllegalStateException when a coroutine was used before
   * @throws IllegalArgumentException when a future belongs to another loop
   * @throws NullPointerException when one is null
   */
  static Future<?>[] of(Awaitable<?>[] awaitables, LoopEngine engine) {
    return of(awaitables, engine, future -> {});
  }

  /**
   * As {@link #of(Awaitable[], LoopEngine)}, and passes on each future as soon as it is made,
   * before the next one: a task that starts at once may complete earlier ones.
   */
  static Future<?>[] of(
      Awaitable<?>[] awaitables, LoopEngine engine, Consumer<Future<?>> listener) {
    Children children = new Children(engine, awaitables.length);
    for (Awaitable<?> awaitable : awaitables) {
      Future<?> future = children.adopt(awaitable);
      children.futures[children.size++] = future;
      listener.accept(future);
    }
    return children.futures;
  }

  private Future<?> adopt(Awaitable<?> awaitable) {
    Objects.requireNonNull(awaitable, "awaitable");
    if (awaitable instanceof Future<?>) {
      return engine.ensureFuture(awaitable);
    }
    if (!(awaitable instanceof Coroutine<?> coroutine)) {
      if (others == null) {
        others = new IdentityHashMap<>();
      }
      return others.computeIfAbsent(awaitable, engine::ensureFuture);
    }
    try {
      Task<?> task = engine.createTask(coroutine, null);
      if (tasks != null) {
        tasks.put(coroutine, task);
      }
      return task;
    } catch (IllegalStateException e) {
      return earlier(coroutine, e);
    }
  }

  /** The task that was made for the same coroutine as an earlier argument. */
  private Future<?> earlier(Coroutine<?> coroutine, IllegalStateException used) {
    if (tasks == null) {
      tasks = new IdentityHashMap<>();
      for (int i = 0; i < size; i++) {
        if (futures[i] instanceof Task<?> task) {
          tasks.put(task.coroutine(), task);
        }
      }
    }
    Task<?> task = tasks.get(coroutine);
    if (task == null) {
      throw used;
    }
    return task;
  }
}
