package dev.fermata;

/**
 * The way of a request to cancel through tasks and gathers, from each to what it waits for. It is
 * not recursive: there may be more of them than the stack has room for calls.
 *
 * <p>A gather leads to each of its children in turn, so the way goes back to it; {@link Step} keeps
 * the place. A task leads to one thing only, and nothing of it is kept.
 */
final class CancelWalk {
  private final String message;

  /** The gather whose children are visited; null at the end. */
  private Step innermost;

  private CancelWalk(String message) {
    this.message = message;
  }

  /** Whether a request to cancel {@code future} would reach others on the way, and not only it. */
  static boolean leadsOn(Object future) {
    return future instanceof Task || future instanceof Gather;
  }

  // ---------------------------------------------------------------- looking for circles

  /**
   * Whether the way leads round in a circle.
   *
   * @param first a task or a gather that is not done
   */
  static boolean isCircular(Future<?> first) {
    CancelWalk walk = new CancelWalk(null);
    boolean circular = walk.looksInto(first);
    while (walk.innermost != null) {
      Future<?> child = circular ? null : walk.innermost.nextChild();
      if (child == null) {
        walk.innermost.gather.visited = false;
        walk.leave();
      } else if (leadsOn(child)) {
        circular = walk.looksInto(child);
      }
    }
    return circular;
  }

  /** Goes to the next gather; true when the way has been here before. */
  private boolean looksInto(Future<?> future) {
    Future<?> last = future;
    if (future instanceof Task<?> task) {
      Task<?> end = TaskChain.end(task);
      if (end == null) {
        return true;
      }
      last = end.awaiting() instanceof Gather<?> gather ? gather : end;
    }
    if (!(last instanceof Gather<?> gather) || gather.isDone()) {
      return false;
    }
    if (gather.visited) {
      return true;
    }
    gather.visited = true;
    enter(gather, null);
    return false;
  }

  // ---------------------------------------------------------------- cancelling

  /**
   * Cancels what is not done on the way, which must not be circular.
   *
   * @return whether {@code first} was not done, and of a gather, whether one of its children was
   *     cancelled
   */
  static boolean cancel(Future<?> first, String message) {
    CancelWalk walk = new CancelWalk(message);
    boolean cancelled = walk.visit(first);
    while (walk.innermost != null) {
      Step step = walk.innermost;
      Future<?> child = step.nextChild();
      if (child == null) {
        cancelled = walk.endOf(step);
      } else if (walk.visit(child)) {
        step.cancelled = true;
      }
    }
    return cancelled;
  }

  /** Cancels a future; of a gather that is not done, the children are still to be visited. */
  private boolean visit(Future<?> future) {
    Task<?> waiting = null;
    Future<?> next = future;
    while (next instanceof Task<?> task && task.countCancellation()) {
      waiting = task;
      next = task.awaiting() instanceof Future<?> awaited ? awaited : null;
    }
    if (next instanceof Gather<?> gather && gather.isPendingNow()) {
      enter(gather, waiting);
      return false;
    }
    boolean cancelled = next != null && !(next instanceof Task) && next.cancel(message);
    return settle(waiting, cancelled);
  }

  /** Goes back from a gather whose children have been visited. */
  private boolean endOf(Step step) {
    leave();
    if (step.cancelled) {
      step.gather.requestCancellation();
    }
    boolean cancelled = settle(step.waiting, step.cancelled);
    if (cancelled && innermost != null) {
      innermost.cancelled = true;
    }
    return cancelled;
  }

  /** A task whose awaited future could not be cancelled gets the error at its next step. */
  private boolean settle(Task<?> waiting, boolean cancelled) {
    if (waiting == null) {
      return cancelled;
    }
    if (!cancelled) {
      waiting.cancelNextStep(message);
    }
    return true;
  }

  // ---------------------------------------------------------------- the gathers on the way

  private void enter(Gather<?> gather, Task<?> waiting) {
    innermost = new Step(gather, waiting, innermost);
  }

  private void leave() {
    innermost = innermost.outer;
  }

  /** A gather on the way. */
  private static final class Step {
    private final Gather<?> gather;

    /** The task by which the way came here; null where it came from a gather. */
    private final Task<?> waiting;

    private final Step outer;
    private int visitedChildren;

    /** Whether one of the children has been cancelled. */
    private boolean cancelled;

    Step(Gather<?> gather, Task<?> waiting, Step outer) {
      this.gather = gather;
      this.waiting = waiting;
      this.outer = outer;
    }

    /** The next child to visit; null when all have been. */
    Future<?> nextChild() {
      return visitedChildren == gather.size() ? null : gather.child(visitedChildren++);
    }
  }
}
