package dev.fermata.internal.run;

import dev.fermata.Awaitable;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Tasks;
import dev.fermata.internal.generate.Generators;
import dev.fermata.internal.threads.Executors;
import java.util.Set;

/**
 * What is left to be done in a loop before it can be closed: its tasks are cancelled, its
 * generators closed, and the jobs of its default executor waited for. Who runs the loop awaits one
 * step after the other.
 */
public final class WindUp {
  /** How many times tasks are cancelled that were started meanwhile. */
  private static final int ROUNDS = 100;

  private final LoopEngine engine;
  private int rounds;
  private int stepsBehind;

  /** Those whose end the last step has waited for. */
  private Set<Task<?>> cancelled = Set.of();

  public WindUp(LoopEngine engine) {
    this.engine = engine;
  }

  /** What is to be awaited next; null when nothing is left. */
  public Awaitable<?> next() {
    cancelled.forEach(this::reportFailure);
    cancelled = Set.of();
    if (stepsBehind == 0 && !engine.tasks.isEmpty()) {
      Set<Task<?>> left = engine.tasks.snapshot();
      if (rounds++ < ROUNDS) {
        return cancel(left);
      }
      engine.failures.report(
          Failures.context("tasks keep starting tasks during shutdown; abandoned: " + left, null));
    }
    return switch (++stepsBehind) {
      case 1 -> Generators.closeAll(engine);
      case 2 -> Executors.of(engine).shutdown();
      default -> null;
    };
  }

  private Future<Void> cancel(Set<Task<?>> left) {
    cancelled = left;
    Tasks.cancelAll(left);
    return allDone(left);
  }

  /** Returns a future that is done one pass after the last of {@code tasks}. */
  private Future<Void> allDone(Set<Task<?>> tasks) {
    Future<Void> all = engine.createFuture();
    Callback countdown =
        new Callback() {
          private int left = tasks.size();

          @Override
          protected void run() {
            if (--left == 0) {
              all.setResult(null);
            }
          }
        };
    tasks.forEach(task -> Futures.addWaiter(task, countdown));
    return all;
  }

  private void reportFailure(Task<?> task) {
    if (task.isDone() && !task.isCancelled() && task.exception() != null) {
      var context = Failures.context("unhandled exception during run() shutdown", task.exception());
      context.put("task", task);
      engine.failures.report(context);
    }
  }
}
