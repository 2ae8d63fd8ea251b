package dev.fermata;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the tasks of an {@link EventLoop} were doing at one moment: who waits for whom, and where.
 * {@link EventLoop#dump} takes it; it holds neither the loop nor its tasks.
 */
public final class LoopDump {
  /** A tree is not printed deeper than this, nor waiters followed further. */
  static final int DEPTH = 50;

  private static final int MOST_TASKS = 2_000_000;

  final String thread;
  final boolean exact;
  final long iteration;
  final List<Entry> entries = new ArrayList<>();

  /** One task; those that wait for it, and those that it waits for, by their places in the list. */
  static final class Entry {
    final int id;
    final String name;
    String state = "unknown";
    String waitsFor;
    double age = -1;
    List<StackTraceElement> stack = List.of();
    List<StackTraceElement> origin = List.of();
    final Set<Entry> awaiters = new LinkedHashSet<>();
    final List<Entry> awaited = new ArrayList<>();

    Entry(int id, String name) {
      this.id = id;
      this.name = name;
    }
  }

  private LoopDump(EventLoop loop, Thread runner) {
    Thread owner = loop.owner();
    thread = owner == null ? null : owner.getName();
    exact = runner == null;
    iteration = loop.iteration();
  }

  /**
   * Takes the picture.
   *
   * @param runner the thread that runs the loop meanwhile, and cannot be asked; else null
   */
  static LoopDump of(EventLoop loop, Thread runner) {
    LoopDump dump = new LoopDump(loop, runner);
    Map<Task<?>, Entry> entries = new IdentityHashMap<>();
    List<Task<?>> tasks = loop.tasks.glimpse(MOST_TASKS);
    for (Task<?> task : tasks) {
      Entry entry = new Entry(dump.entries.size() + 1, task.getName());
      dump.entries.add(entry);
      entries.put(task, entry);
    }
    for (Task<?> task : tasks) {
      try {
        describe(task, entries.get(task), runner);
        findAwaiters(task, entries, entries.get(task), DEPTH);
      } catch (RuntimeException changedMeanwhile) {
        if (runner == null) {
          throw changedMeanwhile;
        }
      }
    }
    for (Entry entry : dump.entries) {
      entry.awaiters.forEach(awaiter -> awaiter.awaited.add(entry));
    }
    return dump;
  }

  private static void describe(Task<?> task, Entry entry, Thread runner) {
    Object awaiting = task.awaiting();
    boolean waits = awaiting instanceof Future<?> future && !future.isDone();
    entry.stack = task.awaitStack();
    entry.origin = task.creationStack();
    if (task.created() >= 0) {
      entry.age = (task.loop.time() - task.created()) / 1e9;
    }
    if (task.loop.context.current == task) {
      entry.state = "running";
      entry.stack = runner == null ? List.of() : Watchdog.withoutLoop(runner.getStackTrace());
    } else if (waits) {
      entry.state = "waiting";
      entry.waitsFor = whatIs((Future<?>) awaiting);
    } else {
      entry.state = task.state() == Future.State.PENDING ? "new" : "ready";
    }
  }

  private static String whatIs(Future<?> future) {
    if (future instanceof Task<?> task) {
      return task.getName();
    }
    return future instanceof SleepFuture ? "sleep" : future.getClass().getSimpleName();
  }

  /** Finds the tasks that go on when {@code future} is done, also by way of other futures. */
  private static void findAwaiters(
      Future<?> future, Map<Task<?>, Entry> entries, Entry awaited, int depth) {
    for (Object waiter : depth == 0 ? List.of() : future.waiters()) {
      Future<?> woken =
          waiter instanceof Task<?> task
              ? task
              : waiter instanceof Ready ready ? ready.wakes() : null;
      if (woken instanceof Task<?> task) {
        Entry awaiter = entries.get(task);
        if (awaiter != null) {
          awaited.awaiters.add(awaiter);
        }
      } else if (woken != null) {
        findAwaiters(woken, entries, awaited, depth - 1);
      }
    }
  }

  /**
   * All tasks in the order in which they were made, a line each: number, state, age where debug
   * mode knows it, name, and what the task waits for and where.
   *
   * @return lines, each with its end
   */
  public String list() {
    return DumpText.list(this);
  }

  /**
   * All tasks with their logical stacks, each below the task that waits for it.
   *
   * @return lines, each with its end
   */
  public String tree() {
    return DumpText.tree(this);
  }

  /**
   * All tasks in JSON: an object with {@code thread}, {@code exact}, {@code iteration} and {@code
   * tasks}, each of them an object with {@code id}, {@code name}, {@code state} ({@code new},
   * {@code ready}, {@code running}, {@code waiting}), {@code age} in seconds and {@code waitsFor}
   * (null where unknown), {@code awaitedBy} (ids), {@code stack} and {@code creationStack}.
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
