package dev.fermata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What the tasks of an {@link EventLoop} were doing at one moment: who waits for whom, and where.
 * {@link EventLoop#dump} takes it; it holds neither the loop nor its tasks. asyncio has {@code
 * FutureCallGraph} for one task, since 3.14.
 */
public final class LoopDump {
  /** Of more tasks, only the oldest are described: a dump must not endanger what it looks at. */
  static final int MOST_TASKS = 10_000;

  /** A tree is not printed deeper than this. */
  static final int DEPTH = 50;

  /** The innermost methods of a task that are told. */
  private static final int STACK_DEPTH = 200;

  private static final long PATIENCE_MILLIS = 500;

  final String thread;
  final boolean exact;
  final long iteration;
  final int tasks;

  /** The stack of the loop's thread, seen from outside, where no task can have it. */
  final List<StackTraceElement> stack;

  final List<Entry> entries = new ArrayList<>();

  /** One task, those that wait for it, and those that it waits for. */
  static final class Entry {
    final int id;
    final String name;
    String state = "unknown";
    String waitsFor;
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

  /** Takes the picture in whatever thread can do it best. */
  static LoopDump take(EventLoop loop) {
    if (loop.isInLoop() || !loop.isRunning()) {
      return new LoopDump(loop, null);
    }
    CompletableFuture<LoopDump> answer = new CompletableFuture<>();
    loop.addFromAnywhere(Ready.of(() -> answer.complete(new LoopDump(loop, null))));
    try {
      return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      // One step takes long, or the run has ended meanwhile.
    }
    return new LoopDump(loop, loop.owner());
  }

  /**
   * Takes the picture in the calling thread. Everything that is read here may change meanwhile when
   * that is not the loop's: it then may be found in an impossible state, for which there are the
   * limits of what is followed, and the errors that are overlooked.
   *
   * @param runner the thread that runs the loop meanwhile; null when that is the calling one, or
   *     none
   */
  private LoopDump(EventLoop loop, Thread runner) {
    Thread owner = loop.owner();
    thread = owner == null ? null : owner.getName();
    exact = runner == null;
    iteration = loop.iteration();
    long now = loop.time();
    Map<Task<?>, Entry> known = new LinkedHashMap<>();
    tasks = loop.tasks.each(task -> addEntry(task, known));
    List<StackTraceElement> step =
        runner == null ? List.of() : Watchdog.withoutLoop(runner.getStackTrace());
    Task<?> running = loop.engine.context.current;
    Awaiters awaiters = new Awaiters(known);
    known.forEach(
        (task, entry) -> {
          try {
            entry.age = Math.max(0, now - task.created()) / 1e9;
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
    Object awaiting = task.awaiting();
    entry.origin = task.creationStack();
    if (task.state() == Future.State.PENDING) {
      entry.state = "new";
    } else if (awaiting == null) {
      entry.state = "running";
    } else {
      entry.stack = task.awaitStack(STACK_DEPTH);
      boolean waits = awaiting instanceof Future<?> future && !future.isDone();
      entry.state = waits ? "waiting" : "ready";
      entry.waitsFor = waits ? whatIs((Future<?>) awaiting, task.waitingPlace()) : null;
    }
  }

  /**
   * Names what a task waits for, by the part of the library that it waits in where there is one.
   */
  private static String whatIs(Future<?> future, String place) {
    if (future instanceof Task<?> task) {
      return task.getName();
    } else if (future instanceof SleepFuture) {
      return "sleep";
    } else if (future instanceof StageFuture) {
      return "stage";
    } else if (future instanceof Job) {
      return "thread";
    } else if (future instanceof Gather) {
      return "gather";
    } else if (future instanceof Shield) {
      return "shield";
    }
    return place == null ? "future" : place;
  }

  /**
   * The tasks in the order in which they were made, a line each: number, name, state, what the task
   * waits for, age, and where it is. asyncio's command {@code ps}.
   *
   * @return lines, each with its end
   */
  public String list() {
    return DumpText.list(this);
  }

  /**
   * The tasks with their logical stacks, each below the task that waits for it. asyncio's command
   * {@code pstree}.
   *
   * @return lines, each with its end
   */
  public String tree() {
    return DumpText.tree(this);
  }

  /**
   * The same in JSON: an object with {@code thread}, {@code exact}, {@code iteration}, {@code
   * taskCount}, {@code stack} (of a callback that takes long, seen from outside) and {@code tasks},
   * each of them an object with {@code id}, {@code name}, {@code state} ({@code new}, {@code
   * ready}, {@code running}, {@code waiting}), {@code age} in seconds, {@code waitsFor} (null where
   * there is nothing), {@code awaitedBy} (ids), {@code stack}, the innermost method first, and
   * {@code creationStack}. asyncio has no counterpart.
   *
   * @return one line without its end
   */
  public String json() {
    return DumpJson.of(this);
  }

  /** As {@link #tree()}. */
  @Override
  public String toString() {
    return tree();
  }
}
