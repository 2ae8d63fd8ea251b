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
 * <p>A program that nobody looks at does not pay for it: {@code fermata ps} and {@code fermata
 * pstree} have the JVM that they look at register it. A program that wants to show it to other
 * tools from the beginning calls {@link #register}, and {@link #unregister} at its end. asyncio has
 * no counterpart.
 */
public final class EventLoops implements EventLoopsMXBean {
  /** The name that it is registered under. */
  public static final String NAME = "dev.fermata:type=EventLoops";

  /** Makes a bean; all of them tell the same. */
  public EventLoops() {}

  /**
   * Registers a bean as {@value #NAME} in the platform's MBean server, unless there is one; needs
   * the module {@code java.management}. The server then holds the class loader of this library
   * until {@link #unregister} is called. asyncio has no counterpart.
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
   * Withdraws the bean that {@link #register} has registered; has no effect where there is none, or
   * where it is one of another class loader's copy of this library. For a program whose class
   * loader is to be let go of before the JVM ends, for the server holds the bean, and with it the
   * loader. asyncio has no counterpart.
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
