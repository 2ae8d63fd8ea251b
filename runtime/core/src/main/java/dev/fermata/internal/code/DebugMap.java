package dev.fermata.internal.code;

import java.lang.invoke.MethodHandles;

/**
 * The information of a transformed class about its asynchronous methods: where their suspension
 * points are in the source, and which start methods they have.
 *
 * <p>The text form, one line each: the source file's name (empty where unknown); then for every
 * asynchronous method, in the order of their numbers, separated by full stops, which no name or
 * descriptor contains (JVMS 4.2.2): its name, its descriptor, its start method's name (empty where
 * it has none) and that method's return type, and the lines of its suspension points. Point 0 is
 * the method's beginning; line 0 stands for an unknown one.
 */
public final class DebugMap {
  private static final int NAME = 0;
  private static final int DESCRIPTOR = 1;
  private static final int START = 2;
  private static final int VALUE = 3;
  private static final int FIRST_POINT = 4;

  /**
   * The map of a transformed class and of its dispatcher's class. Only these classes keep it alive.
   */
  private static final ClassValue<Holder> MAPS =
      new ClassValue<>() {
        @Override
        protected Holder computeValue(Class<?> type) {
          return new Holder();
        }
      };

  private final MethodHandles.Lookup lookup;
  private final Object[] pieces;
  private volatile String[] lines;

  private DebugMap(MethodHandles.Lookup lookup, Object[] pieces) {
    this.lookup = lookup;
    this.pieces = pieces;
  }

  /** Holds the map of a class once the class is linked. */
  private static final class Holder {
    volatile DebugMap map;
  }

  /**
   * The start method of an asynchronous method.
   *
   * @param lookup its class, with access to all of it
   * @param name its name
   * @param value the descriptor of its return type
   */
  public record Start(MethodHandles.Lookup lookup, String name, String value) {}

  /** Stores the map of a class, which is cut into strings. Most maps are never read. */
  public static void register(Object dispatcher, MethodHandles.Lookup lookup, Object... pieces) {
    DebugMap map = new DebugMap(lookup, pieces);
    MAPS.get(dispatcher.getClass()).map = map;
    MAPS.get(lookup.lookupClass()).map = map;
  }

  /**
   * The source position of a suspension point of a method; null when the dispatcher is
   * hand-written, and so has no map.
   *
   * <p>If a class was redefined, its newest map has the methods of all versions. If the agent did
   * not see the redefinition, a point may be missing in it.
   */
  public static StackTraceElement locate(Object dispatcher, int method, int point) {
    DebugMap map = MAPS.get(dispatcher.getClass()).map;
    if (map == null) {
      return null;
    }
    DebugMap newest = MAPS.get(map.lookup.lookupClass()).map;
    return (newest.has(method, point) ? newest : map).element(method, point);
  }

  /** The class of a dispatcher; null for a hand-written one. */
  public static Class<?> owner(Object dispatcher) {
    DebugMap map = MAPS.get(dispatcher.getClass()).map;
    return map == null ? null : map.lookup.lookupClass();
  }

  private boolean has(int method, int point) {
    return method + 1 < lines().length && FIRST_POINT + point < words(method).length;
  }

  /**
   * The start method for a method of a class; null when the class has not been linked or there is
   * none.
   */
  public static Start start(Class<?> owner, String name, String descriptor) {
    DebugMap map = MAPS.get(owner).map;
    if (map == null) {
      return null;
    }
    // The methods of the newest version come last.
    for (int method = map.lines().length - 2; method >= 0; method--) {
      String[] words = map.words(method);
      if (words[NAME].equals(name) && words[DESCRIPTOR].equals(descriptor)) {
        return words[START].isEmpty() ? null : new Start(map.lookup, words[START], words[VALUE]);
      }
    }
    return null;
  }

  private StackTraceElement element(int method, int point) {
    String[] words = words(method);
    int line = Integer.parseInt(words[FIRST_POINT + point]);
    String owner = lookup.lookupClass().getName();
    String file = lines()[0].isEmpty() ? null : lines()[0];
    return new StackTraceElement(owner, words[NAME], file, line == 0 ? -1 : line);
  }

  private String[] words(int method) {
    return lines()[method + 1].split("\\.", -1);
  }

  private String[] lines() {
    if (lines == null) {
      StringBuilder text = new StringBuilder();
      for (Object piece : pieces) {
        text.append(piece);
      }
      lines = text.toString().split("\n", -1);
    }
    return lines;
  }
}
