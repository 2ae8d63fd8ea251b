package dev.fermata;

import dev.fermata.internal.observe.LiveLoops;
import java.lang.management.ManagementFactory;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The event loops of this JVM that are not closed, as a bean for management tools.
 *
 * <p>It costs nothing while no tool uses it: {@code fermata ps} and {@code fermata pstree} make the
 * inspected JVM register it. A program that wants to show it to other tools from the beginning
 * calls {@link #register}, and {@link #unregister} at its end.
 *
 * <p>asyncio: none.
 */
public final class EventLoops implements EventLoopsMXBean {
  /** The name that it is registered under. */
  public static final String NAME = "dev.fermata:type=EventLoops";

  /** Makes a bean. All beans show the same loops. */
  public EventLoops() {}

  /**
   * Registers a bean as {@value #NAME} in the platform's MBean server, unless there is one; needs
   * the module {@code java.management}. The server then holds the class loader of this library
   * until {@link #unregister} is called.
   *
   * <p>asyncio: none.
   */
  public static void register() {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      server.registerMBean(new EventLoops(), new ObjectName(NAME));
    } catch (InstanceAlreadyExistsException e) {
      // All of them tell the same.
    } catch (JMException e) {
      throw new IllegalStateException("the bean " + NAME + " cannot be registered", e);
    }
  }

  /**
   * Removes the bean that {@link #register} has registered. It has no effect when there is none, or
   * when the bean belongs to a copy of this library in another class loader. It is for a program
   * whose class loader is to be collected before the JVM ends, because the server holds the bean,
   * and with it the loader.
   *
   * <p>asyncio: none.
   */
  public static void unregister() {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      ObjectName name = new ObjectName(NAME);
      if (server.getClassLoaderFor(name) == EventLoops.class.getClassLoader()) {
        server.unregisterMBean(name);
      }
    } catch (InstanceNotFoundException e) {
      // As it was wanted.
    } catch (JMException e) {
      throw new IllegalStateException("the bean " + NAME + " cannot be withdrawn", e);
    }
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
    return LiveLoops.inOrder().stream().map(loop -> form.apply(loop.dump()));
  }
}
