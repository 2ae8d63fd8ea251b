package dev.fermata.internal.observe;

import dev.fermata.Future;
import dev.fermata.LoopDump;
import dev.fermata.Task;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.Tasks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Records what the tasks of a loop do, for {@link DumpText} and {@link DumpJson}. */
public final class Dump implements LoopDump {
  /**
   * The largest number of tasks to describe, the oldest first. A dump must not endanger the
   * program.
   */
  public static final int MOST_TASKS = 10_000;

  /** The largest depth of a printed tree. */
  static final int DEPTH = 50;

  /** How many of a task's innermost methods are listed. */
  private static final int STACK_DEPTH = 200;

  private static final long PATIENCE_MILLIS = 500;

  final String thread;
  final boolean exact;
  final long iteration;
  final int tasks;

  /** The stack of the loop's thread as seen from outside, when it cannot be shown with a task. */
  final List<StackTraceElement> stack;

  final List<Entry> entries = new ArrayList<>();

  /** One task, the tasks that wait for it, and those that it waits for. */
  static final class Entry {
    final int id;
    final String name;
    String state = "unknown";
    String waitsFor;

    /** What it does while it waits, where there are words for that. */
    String activity;

    double age;
    List<StackTraceElement> stack = List.of();
    List<StackTraceElement> origin = List.of();
    Set<Entry> awaiters = Set.of();
    final List<Entry> awaited = new ArrayList<>();

    Entry(int id, String name) {
      this.id = id;
      this.name = name;
    }
  }

  /** Takes the dump. Called by any thread; it runs in the thread that can do it best. */
  public static LoopDump take(LoopEngine engine) {
    if (engine.isCurrent() || !engine.isRunning()) {
      return new Dump(engine, null);
    }
    CompletableFuture<LoopDump> answer = new CompletableFuture<>();
    engine.addFromAnywhere(Callback.of(() -> answer.complete(new Dump(engine, null))));
    try {
      return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      LoopEngine.interruptAgain();
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      // A step takes long, or the run has ended meanwhile.
    }
    return new Dump(engine, engine.owner());
  }

  /**
   * Takes the dump in the calling thread. If this is not the loop's thread, everything may change
   * meanwhile and appear in an impossible state. Therefore the search has limits, and errors are
   * ignored.
   *
   * @param runner the thread that runs the loop meanwhile; null when it is the calling thread, or
   *     when none does
   */
  private Dump(LoopEngine engine, Thread runner) {
    Thread owner = engine.owner();
    thread = owner == null ? null : owner.getName();
    exact = runner == null;
    iteration = engine.passes();
    long now = engine.now();
    Map<Task<?>, Entry> known = new LinkedHashMap<>();
    tasks = engine.tasks.each(task -> addEntry(task, known));
    List<StackTraceElement> step =
        runner == null ? List.of() : Watchdog.withoutLoop(LoopEngine.stackOf(runner));
    Task<?> running = engine.context.current;
    Awaiters awaiters = new Awaiters(known);
    known.forEach(
        (task, entry) -> {
          try {
            entry.age = Math.max(0, now - Tasks.created(task)) / 1e9;
            describe(task, entry);
            entry.awaiters = awaiters.of(task);
          } catch (RuntimeException changedMeanwhile) {
            if (exact) {
              throw changedMeanwhile;
            }
          }
        });
    Entry atWork = running == null ? null : known.get(running);
    if (atWork != null) {
      atWork.stack = step;
    }
    stack = atWork == null ? step : List.of();
    for (Entry entry : entries) {
      entry.awaiters.forEach(awaiter -> awaiter.awaited.add(entry));
    }
  }

  private void addEntry(Task<?> task, Map<Task<?>, Entry> known) {
    if (entries.size() < MOST_TASKS) {
      Entry entry = new Entry(entries.size() + 1, task.getName());
      entries.add(entry);
      known.put(task, entry);
    }
  }

  private static void describe(Task<?> task, Entry entry) {
    Object awaiting = Tasks.awaiting(task);
    entry.origin = task.creationStack();
    if (task.state() == Future.State.PENDING) {
      entry.state = "new";
    } else if (awaiting == null) {
      entry.state = "running";
    } else {
      entry.stack = Tasks.stack(task, STACK_DEPTH);
      boolean waits = awaiting instanceof Future<?> future && !future.isDone();
      entry.state = waits ? "waiting" : "ready";
      if (waits) {
        entry.waitsFor = whatIs((Future<?>) awaiting, Tasks.waitingPlace(task));
        entry.activity = Futures.activity((Future<?>) awaiting);
      }
    }
  }

  /** Names what a task waits for, by the part of the library in which it waits if there is one. */
  private static String whatIs(Future<?> future, String place) {
    String label = Futures.label(future);
    if (label != null) {
      return label;
    }
    return place == null ? "future" : place;
  }

  @Override
  public String list() {
    return DumpText.list(this);
  }

  @Override
  public String tree() {
    return DumpText.tree(this);
  }

  @Override
  public String json() {
    return DumpJson.of(this);
  }

  @Override
  public String toString() {
    return tree();
  }
}
