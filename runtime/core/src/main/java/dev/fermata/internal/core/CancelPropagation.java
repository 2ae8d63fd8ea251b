package dev.fermata.internal.core;

import dev.fermata.Future;
import dev.fermata.Task;
import java.util.Collection;
import java.util.IdentityHashMap;

/**
 * Carries a request to cancel through tasks and gathers, from each to what it waits for. It is not
 * recursive, because a chain may be longer than the stack is deep.
 *
 * <p>Paths that part at a gather may meet again. A task gets as many requests as paths lead to it,
 * which may be very many. So each node is visited once, and the paths are counted.
 */
final class CancelPropagation {
  /** The nodes that lead on; not used for a plain chain of tasks. */
  private final IdentityHashMap<Future<?>, Node> nodes = new IdentityHashMap<>();

  private final Node root;

  /** The current node of the walk; null at its end. */
  private Node innermost;

  /** The finished nodes, each before those that it leads to. */
  private Node sorted;

  private CancelPropagation(Node root) {
    this.root = root;
  }

  /** Whether a request to cancel {@code future} goes on to others. */
  static boolean leadsOn(Future<?> future) {
    if (future.isDone()) {
      return false;
    }
    return future instanceof CompositeFuture
        || (future instanceof Task<?> task
            && (task.awaiting() instanceof Task || task.awaiting() instanceof CompositeFuture));
  }

  /** The sum of two counts, at most {@code Integer.MAX_VALUE}. */
  static int sum(int one, int other) {
    return (int) Math.min((long) one + other, Integer.MAX_VALUE);
  }

  // ---------------------------------------------------------------- for those who cancel

  /**
   * Cancels a task and what it waits for, which in turn waits for something.
   *
   * @return false when the path is a circle: then nothing has been cancelled
   */
  static boolean cancel(Task<?> first, String message) {
    Task<?> end = TaskChain.end(first);
    if (end == null) {
      return false;
    }
    if (end.awaiting() instanceof CompositeFuture<?> gather && !gather.isDone()) {
      return cancel(new Node(first), message) != null;
    }
    for (Task<?> task = first; task != end; task = TaskChain.next(task)) {
      task.countCancellations(1);
    }
    end.cancelHere(message, 1);
    return true;
  }

  /**
   * Cancels the children of a gather that is not done.
   *
   * @return whether one of them has been cancelled; null when the path is a circle: then nothing
   *     has been cancelled
   */
  static Boolean cancel(CompositeFuture<?> first, String message) {
    return cancel(new Node(first), message);
  }

  private static Boolean cancel(Node root, String message) {
    CancelPropagation walk = new CancelPropagation(root);
    return walk.sort() ? walk.cancel(message) : null;
  }

  /**
   * Cancels unfinished tasks one after the other. If they wait for each other, each is still
   * visited only once.
   */
  static void cancelAll(Collection<? extends Task<?>> tasks) {
    boolean related = tasks.stream().filter(CancelPropagation::leadsOn).limit(2).count() == 2;
    if (!related || cancel(new Node(null, tasks.toArray(Future<?>[]::new)), null) == null) {
      tasks.forEach(Task::cancel);
    }
  }

  // ---------------------------------------------------------------- the walk

  /** Finds all nodes that lead on; false when a path is a circle. */
  private boolean sort() {
    enter(root);
    while (innermost != null) {
      Node node = innermost;
      Future<?> child = node.nextChild();
      if (child == null) {
        leave();
        node.next = sorted;
        sorted = node;
      } else if (leadsOn(child)) {
        Node known = nodes.get(child);
        if (known == null) {
          enter(new Node(child));
        } else if (known.entered) {
          return false;
        }
      }
    }
    return true;
  }

  private void enter(Node node) {
    nodes.put(node.future, node);
    node.entered = true;
    node.outer = innermost;
    innermost = node;
  }

  private void leave() {
    innermost.entered = false;
    innermost.visitedChildren = 0;
    innermost = innermost.outer;
  }

  /**
   * Cancels the nodes in the order in which they were first reached.
   *
   * @return whether the first one has been cancelled
   */
  private boolean cancel(String message) {
    count();
    enter(root);
    while (innermost != null) {
      Node node = innermost;
      Future<?> child = node.nextChild();
      Node known = child == null ? null : nodes.get(child);
      if (child == null) {
        end(node, message);
      } else if (known == null) {
        node.cancelled |= cancelEnd(child, node.ways, message);
      } else if (known.ended) {
        node.cancelled |= known.cancelled;
      } else {
        enter(known);
      }
    }
    return root.cancelled;
  }

  /** Counts the paths that lead to each node. */
  private void count() {
    root.ways = 1;
    for (Node node = sorted; node != null; node = node.next) {
      for (Future<?> child = node.nextChild(); child != null; child = node.nextChild()) {
        Node known = nodes.get(child);
        if (known != null) {
          known.ways = sum(known.ways, node.ways);
        }
      }
      node.visitedChildren = 0;
    }
  }

  /** Cancels a future that leads no further. A task counts as cancelled when it is not done. */
  private static boolean cancelEnd(Future<?> future, int ways, String message) {
    if (future instanceof Task<?> task && !task.isDone()) {
      task.cancelHere(message, ways);
      return true;
    }
    return future.cancel(message);
  }

  /** Returns from a node whose children have been cancelled. */
  private void end(Node node, String message) {
    leave();
    node.ended = true;
    if (node.future instanceof Task<?> task) {
      task.countCancellations(node.ways);
      if (!node.cancelled) {
        task.cancelNextStep(message);
      }
      node.cancelled = true;
    } else if (node.cancelled && node.future instanceof CompositeFuture<?> gather) {
      gather.requestCancellation();
    }
    if (innermost != null) {
      innermost.cancelled |= node.cancelled;
    }
  }

  /** A task or a gather that leads on. */
  private static final class Node {
    /** The task or gather; null for the start node of a walk from many tasks. */
    private final Future<?> future;

    /** The futures that it leads to; null for a task, which leads to one only. */
    private final Future<?>[] children;

    /** The node from which the walk came here. */
    private Node outer;

    private Node next;
    private int visitedChildren;

    /** How many paths lead here. */
    private int ways;

    /** Whether the walk is at this node or at one that this leads to. */
    private boolean entered;

    private boolean ended;

    /** Whether one of the children has been cancelled. */
    private boolean cancelled;

    Node(Future<?> future) {
      this(future, future instanceof CompositeFuture<?> gather ? gather.children() : null);
    }

    Node(Future<?> future, Future<?>[] children) {
      this.future = future;
      this.children = children;
    }

    /** The next child to visit; null when all have been visited. */
    Future<?> nextChild() {
      if (children != null) {
        return visitedChildren == children.length ? null : children[visitedChildren++];
      }
      boolean begin = visitedChildren++ == 0;
      return begin ? (Future<?>) ((Task<?>) future).awaiting() : null;
    }
  }
}
