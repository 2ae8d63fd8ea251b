package dev.fermata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The event loops of this JVM that are not closed, as a bean for management tools.
 *
 * <p>It costs a program nothing that it does not ask for: the bean is not registered by itself.
 * {@code fermata ps} and {@code fermata pstree} have the JVM that they look at make one. A program
 * that wants it from the beginning registers it:
 *
 * <pre>{@code
 * ManagementFactory.getPlatformMBeanServer()
 *     .registerMBean(new EventLoops(), new ObjectName("dev.fermata:type=EventLoops"));
 * }</pre>
 */
public final class EventLoops implements EventLoopsMXBean {
  private static final Set<EventLoop> LIVE =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** Makes a bean; all of them tell the same. */
  public EventLoops() {}

  static void add(EventLoop loop) {
    LIVE.add(loop);
  }

  static void remove(EventLoop loop) {
    LIVE.remove(loop);
  }

  @Override
  public String list() {
    return all(LoopDump::list).collect(Collectors.joining("\n"));
  }

  @Override
  public String tree() {
    return all(LoopDump::tree).collect(Collectors.joining("\n"));
  }

  @Override
  public String json() {
    return all(LoopDump::json).collect(Collectors.joining(",\n", "[", "]\n"));
  }

  private static Stream<String> all(Function<LoopDump, String> form) {
    List<EventLoop> loops;
    synchronized (LIVE) {
      loops = new ArrayList<>(LIVE);
    }
    return loops.stream().map(loop -> form.apply(loop.dump()));
  }
}
