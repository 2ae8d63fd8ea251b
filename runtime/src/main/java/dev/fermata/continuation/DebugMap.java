package dev.fermata.continuation;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Where the suspension points of a transformed class stand in its source.
 *
 * <p>The text form, one line each: the source file's name (empty where unknown); then for every
 * asynchronous method, in the order of their numbers, its name and the lines of its suspension
 * points, separated by full stops, which no method's name contains (JVMS 4.2.2). Point 0 is the
 * method's beginning; line 0 stands for an unknown one.
 */
final class DebugMap {
  private static final Map<Class<?>, DebugMap> MAPS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final String owner;
  private final String[] lines;

  private DebugMap(String owner, String[] lines) {
    this.owner = owner;
    this.lines = lines;
  }

  static void register(Dispatcher dispatcher, Class<?> owner, String text) {
    MAPS.put(dispatcher.getClass(), new DebugMap(owner.getName(), text.split("\n", -1)));
  }

  /** The source position of a frame; null when its dispatcher is hand-written and so has no map. */
  static StackTraceElement locate(Frame frame) {
    DebugMap map = MAPS.get(frame.dispatcher().getClass());
    return map == null ? null : map.element(frame.method(), frame.point());
  }

  private StackTraceElement element(int method, int point) {
    String[] words = lines[method + 1].split("\\.", -1);
    int line = Integer.parseInt(words[point + 1]);
    String file = lines[0].isEmpty() ? null : lines[0];
    return new StackTraceElement(owner, words[0], file, line == 0 ? -1 : line);
  }
}
