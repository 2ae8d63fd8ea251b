package dev.fermata.transformer.inspect;

import java.util.List;

/**
 * What the transformer made of a class's asynchronous methods; it stands in the class file itself.
 *
 * @param className the class's name with dots
 * @param file the source file's name; empty where unknown
 * @param methods the asynchronous methods, in the order of the class file
 */
public record ClassInfo(String className, String file, List<MethodInfo> methods) {
  /** Keeps an unmodifiable copy. */
  public ClassInfo {
    methods = List.copyOf(methods);
  }

  /**
   * An asynchronous method. It has one state for each suspension point, and state 0 for a call that
   * has not begun.
   *
   * @param name the method's name
   * @param descriptor its descriptor
   * @param line its first line; 0 where unknown
   * @param stub the method itself, which makes the coroutine
   * @param start the code that runs first; null where it was left out
   * @param resume the code that goes on after a suspension
   * @param next the states in which a call may suspend first; 0 among them says that it may return
   *     without
   * @param points the suspension points, in the order of the code
   */
  public record MethodInfo(
      String name,
      String descriptor,
      int line,
      Part stub,
      Part start,
      Part resume,
      List<Integer> next,
      List<PointInfo> points) {
    /** Keeps unmodifiable copies. */
    public MethodInfo {
      next = List.copyOf(next);
      points = List.copyOf(points);
    }
  }

  /**
   * One of the methods that an asynchronous method became.
   *
   * @param name the method's name
   * @param bytes the length of its code
   */
  public record Part(String name, int bytes) {}

  /**
   * A suspension point.
   *
   * @param state the frame's state while the method waits there, from 1
   * @param line the source line; 0 where unknown
   * @param awaited what is awaited: the call whose result it is, or a description
   * @param shape the class of the frame
   * @param next the states in which the method may suspend next; 0 among them says that it may
   *     return before
   * @param saved what the frame saves
   */
  public record PointInfo(
      int state,
      int line,
      String awaited,
      String shape,
      List<Integer> next,
      List<SavedInfo> saved) {
    /** Keeps unmodifiable copies. */
    public PointInfo {
      next = List.copyOf(next);
      saved = List.copyOf(saved);
    }
  }

  /**
   * A saved value.
   *
   * @param name the variable's name; {@code local 3} for one without, {@code operand 0} for a value
   *     on the operand stack
   * @param type its type, as it would be declared; {@code int} also for the smaller types
   */
  public record SavedInfo(String name, String type) {}
}
