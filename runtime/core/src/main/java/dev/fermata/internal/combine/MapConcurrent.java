package dev.fermata.internal.combine;

import dev.fermata.AsyncFunction;
import dev.fermata.Coroutine;
import dev.fermata.ExceptionGroup;
import dev.fermata.TaskGroup;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SignalFuture;
import dev.fermata.internal.core.SteppedCoroutine;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The coroutine of {@code mapConcurrent}: a group whose body makes a task for each element, and
 * waits while there are as many as may be.
 */
public final class MapConcurrent<T, R> extends SteppedCoroutine<List<R>> {
  private static final int ENDED = 1;

  private final Object[] elements;
  private final Object[] values;
  private final int limit;
  private final AsyncFunction<T, R> function;

  /** The tasks that are not done. */
  private int unfinished;

  /** One of them has failed; the group is told of it in the next pass. */
  private boolean failing;

  /** Fires when one of them has ended; null while nobody waits for that. */
  private SignalFuture freed;

  /** Makes the coroutine, with a copy of a user's collection. */
  public MapConcurrent(Collection<? extends T> elements, int limit, AsyncFunction<T, R> function) {
    this.elements = elements.toArray();
    this.values = new Object[this.elements.length];
    this.limit = limit;
    this.function = function;
  }

  @Override
  protected String publicName() {
    return "mapConcurrent";
  }

  @Override
  @SuppressWarnings("unchecked")
  protected Object step(int point, Object value) {
    return point == START
        ? await(new TaskGroupCoroutine<>(Starter::new, true), ENDED)
        : Collections.unmodifiableList((List<R>) Arrays.asList(values));
  }

  /** Throws the first failure of the group itself, with the others as its suppressed ones. */
  @Override
  protected Object failed(int point, Throwable error) throws Throwable {
    if (!(error instanceof ExceptionGroup group)) {
      throw error;
    }
    List<Throwable> failures = group.exceptions();
    Throwable first = failures.get(0);
    failures.stream().filter(later -> later != first).forEach(first::addSuppressed);
    throw first;
  }

  /** The body of the group. */
  private final class Starter extends SteppedCoroutine<Void> {
    private static final int FREED = 1;

    private final TaskGroup group;
    private int next;

    Starter(TaskGroup group) {
      this.group = group;
    }

    @Override
    protected String publicName() {
      return "mapConcurrent";
    }

    @Override
    protected Object step(int point, Object value) {
      // An eager task may be done when the call that makes it returns.
      while (next < values.length && unfinished < limit && !failing) {
        unfinished++;
        group.createTask(new Call(next++));
      }
      if (next == values.length) {
        return null;
      }
      freed = new SignalFuture(LoopEngine.running().origin);
      return await(freed, FREED);
    }
  }

  /** What the task of one element runs. */
  private final class Call extends SteppedCoroutine<R> {
    private final int index;
    private boolean succeeded;

    Call(int index) {
      this.index = index;
    }

    @Override
    protected String publicName() {
      return "mapConcurrent";
    }

    @Override
    @SuppressWarnings("unchecked")
    protected Object step(int point, Object value) throws Exception {
      if (point == START) {
        Coroutine<R> call = function.apply((T) elements[index]);
        if (call == null) {
          throw new NullPointerException("the function of mapConcurrent returned null");
        }
        return await(call, ENDED);
      }
      values[index] = value;
      succeeded = true;
      return value;
    }

    @Override
    protected void ended() {
      unfinished--;
      failing |= !succeeded;
      if (freed != null && !failing) {
        freed.fire();
      }
    }
  }
}
