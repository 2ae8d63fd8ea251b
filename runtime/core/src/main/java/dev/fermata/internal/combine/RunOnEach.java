package dev.fermata.internal.combine;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.internal.core.SteppedCoroutine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * Waits for what runs in several loops: a group of tasks of this loop, of which each waits for
 * another loop. When one fails, the others are cancelled, and have ended before this ends.
 *
 * @param <T> the type of the values
 */
public final class RunOnEach<T> extends SteppedCoroutine<List<T>> {
  private static final int ENDED = 1;

  private final int count;
  private final IntFunction<CompletableFuture<T>> start;
  private final List<Task<T>> tasks = new ArrayList<>();

  /**
   * Makes the coroutine.
   *
   * @param start begins one part in its loop
   */
  public RunOnEach(int count, IntFunction<CompletableFuture<T>> start) {
    this.count = count;
    this.start = start;
  }

  @Override
  protected String publicName() {
    return "runOnEach";
  }

  @Override
  protected Object step(int point, Object value) {
    return point == START
        ? await(TaskGroup.open(this::startAll), ENDED)
        : new ArrayList<>(tasks.stream().map(Task::result).toList());
  }

  private Coroutine<Void> startAll(TaskGroup group) {
    for (int i = 0; i < count; i++) {
      tasks.add(group.createTask(new Part<>(start.apply(i))));
    }
    return Coroutine.done();
  }

  /** Waits for one of them. */
  private static final class Part<T> extends SteppedCoroutine<T> {
    private final CompletableFuture<T> outcome;

    Part(CompletableFuture<T> outcome) {
      this.outcome = outcome;
    }

    @Override
    protected Object step(int point, Object value) {
      return point == START ? await(outcome, ENDED) : value;
    }
  }
}
