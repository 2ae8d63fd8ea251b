package dev.fermata;

import dev.fermata.internal.combine.RunOnEach;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several event loops, each in a thread of its own: one for each core, as a rule.
 *
 * <pre>{@code
 * try (LoopGroup loops = LoopGroup.open(Runtime.getRuntime().availableProcessors())) {
 *   List<Integer> counts = loops.runOnEach(() -> count()).join();
 *   ...
 * }
 * }</pre>
 *
 * <p>The loops share nothing: a task, its futures, its locks and its connections belong to the loop
 * in which they were made, and work is not moved from one loop to another. A loop hands work to
 * another one by {@link #call} or {@link EventLoop#submit}, and awaits what these return. {@link
 * dev.fermata.net.Net#serve} has a server in each loop.
 *
 * <p>Each loop runs, stops, cancels and reports as a {@link LoopThread} does, and so does the
 * group. All methods may be called from any thread.
 *
 * <p>asyncio: none; a process for each core.
 */
public final class LoopGroup implements AutoCloseable {
  private final List<LoopThread> threads = new ArrayList<>();
  private final long grace;

  /** How often {@link #next} has been called. */
  private final AtomicInteger calls = new AtomicInteger();

  private LoopGroup(int loops, LoopThread.Builder settings) {
    if (loops < 1) {
      throw new IllegalArgumentException("a group has at least one loop: " + loops);
    }
    grace = settings.graceNanos();
    try {
      for (int i = 1; i <= loops; i++) {
        threads.add(settings.numbered(i).start());
      }
    } catch (Throwable noThread) {
      threads.forEach(LoopThread::beginStop);
      throw noThread;
    }
  }

  /**
   * Starts loops in daemon threads, whose names are "fermata-loop-1" and so on.
   *
   * <p>asyncio: none.
   *
   * @param loops how many, at least one
   * @return the loops, which run
   */
  public static LoopGroup open(int loops) {
    return open(loops, LoopThread.builder());
  }

  /**
   * Starts loops with other settings.
   *
   * <p>asyncio: none.
   *
   * @param loops how many, at least one
   * @param settings those of each loop's thread, whose names get the loops' numbers, from 1 on. The
   *     grace is that of all together
   * @return the loops, which run
   * @throws IllegalArgumentException when a {@linkplain LoopThread.Builder#loop loop} has been set,
   *     for each has one of its own
   */
  public static LoopGroup open(int loops, LoopThread.Builder settings) {
    return new LoopGroup(loops, Objects.requireNonNull(settings, "settings"));
  }

  /**
   * Returns how many loops there are.
   *
   * <p>asyncio: none.
   *
   * @return the number, at least one
   */
  public int size() {
    return threads.size();
  }

  /**
   * Returns one of the loops.
   *
   * <p>asyncio: none.
   *
   * @param index its number, from 0 on
   * @return always the same one
   */
  public EventLoop loop(int index) {
    return thread(index).loop();
  }

  private LoopThread thread(int index) {
    if (index < 0 || index >= threads.size()) {
      throw new IndexOutOfBoundsException(
          "there is no loop " + index + " in a group of " + threads.size());
    }
    return threads.get(index);
  }

  /**
   * Returns each of the loops in turn, for work that any may do.
   *
   * <p>asyncio: none.
   *
   * @return the loop behind the one that was returned last
   */
  public EventLoop next() {
    return loop(Math.floorMod(calls.getAndIncrement(), threads.size()));
  }

  /**
   * Runs a coroutine in one of the loops.
   *
   * <p>asyncio: {@code asyncio.run_coroutine_threadsafe}.
   *
   * @param <T> the type of the value
   * @param index the number of the loop, from 0 on
   * @param body makes the coroutine; called on that loop's thread, in its task
   * @return as {@link LoopThread#submit}; a coroutine of another loop may await it
   * @throws IllegalStateException when the loops have been stopped
   */
  public <T> CompletableFuture<T> call(int index, AsyncBody<T> body) {
    return thread(index).submit(body);
  }

  /**
   * Runs a coroutine in each of the loops. When one fails, the others are cancelled.
   *
   * <p>asyncio: {@code asyncio.TaskGroup}; of one loop.
   *
   * @param <T> the type of the values
   * @param body makes the coroutines; called once in each loop
   * @return completed when all have ended, with their values in the order of the loops; or with an
   *     {@link ExceptionGroup} of the failures. Cancelling it cancels all of them
   * @throws IllegalStateException when the loops have been stopped
   */
  public <T> CompletableFuture<List<T>> runOnEach(AsyncBody<T> body) {
    Objects.requireNonNull(body, "body");
    return call(0, () -> new RunOnEach<>(threads.size(), index -> call(index, body)));
  }

  /**
   * Begins to stop all loops, as {@link LoopThread#stop} does.
   *
   * <p>asyncio: {@code loop.stop}; it cancels nothing.
   *
   * @return completed when the last thread is about to end; with the error by which a loop has
   *     died, if one has. Completing or cancelling it has no effect on the loops
   */
  public CompletableFuture<Void> stop() {
    return CompletableFuture.allOf(
        threads.stream().map(LoopThread::stop).toArray(CompletableFuture<?>[]::new));
  }

  /**
   * Stops all loops as {@link #stop} does, and waits until their tasks have ended, at most as long
   * as the grace says; {@link LoopThread#close} tells what happens then. In a thread of one of the
   * loops, this only begins to stop them.
   *
   * <p>asyncio: none.
   */
  @Override
  public void close() {
    threads.forEach(LoopThread::beginStop);
    if (threads.stream().noneMatch(LoopThread::isOwn)) {
      long begin = System.nanoTime();
      for (LoopThread thread : threads) {
        thread.awaitEnd(Math.max(0, grace - (System.nanoTime() - begin)));
      }
    }
  }

  /**
   * Names the loops.
   *
   * <p>asyncio: none.
   *
   * @return this class's name and what {@link LoopThread#toString} tells of each
   */
  @Override
  public String toString() {
    return "LoopGroup" + threads;
  }
}
