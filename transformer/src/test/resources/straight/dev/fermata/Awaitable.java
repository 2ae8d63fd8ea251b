package dev.fermata;

/** What the straight {@code await} takes. */
@FunctionalInterface
public interface Awaitable<T> {
  Coroutine<T> toCoroutine();
}
