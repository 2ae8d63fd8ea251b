package dev.fermata.cli;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Asks another JVM of this user for its event loops, through the JDK's local management agent. The
 * bean that answers is made there by the first question.
 */
final class RunningJvm {
  private static final String BEAN_CLASS = "dev.fermata.EventLoops";
  private static final String BEAN_NAME = "dev.fermata:type=EventLoops";

  private static final int SIGQUIT = 3;

  private final String pid;

  RunningJvm(String pid) {
    this.pid = pid;
  }

  /** Why a JVM cannot be asked, in one sentence. */
  static final class Unreachable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Calls a method of the bean.
   *
   * @param question the method's name; it takes nothing and gives a string
   */
  @SuppressWarnings("BanJNDI") // The address is one that the user's own process has just given.
  String ask(String question) throws Unreachable {
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(startAgent()))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      ObjectName name = new ObjectName(BEAN_NAME);
      if (!server.isRegistered(name)) {
        server.createMBean(BEAN_CLASS, name);
      }
      return (String) server.invoke(name, question, new Object[0], new String[0]);
    } catch (ReflectionException noSuchClass) {
      throw new Unreachable(
          "process "
              + pid
              + " does not use Fermata, or has it not on its class path and has not called"
              + " EventLoops.register()",
          noSuchClass);
    } catch (IOException | JMException e) {
      throw new Unreachable("process " + pid + " does not answer: " + firstLine(e), e);
    }
  }

  /** Starts the management agent of the JVM, unless it runs already, and gives its address. */
  private String startAgent() throws Unreachable {
    checkProcess();
    try {
      VirtualMachine machine = VirtualMachine.attach(pid);
      try {
        return machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException | IOException e) {
      throw new Unreachable("process " + pid + " cannot be attached to: " + firstLine(e), e);
    } catch (NoClassDefFoundError e) {
      throw new Unreachable("this command needs a JDK, with the module jdk.attach", e);
    }
  }

  /**
   * Finds out what can be known before anything is sent to the process. To attach begins with a
   * SIGQUIT, which would end a program that is no JVM.
   */
  private void checkProcess() throws Unreachable {
    ProcessHandle process =
        ProcessHandle.of(Long.parseLong(pid))
            .orElseThrow(() -> new Unreachable("there is no process " + pid, null));
    String owner = process.info().user().orElse(null);
    String self = ProcessHandle.current().info().user().orElse(null);
    if (owner != null && self != null && !owner.equals(self)) {
      throw new Unreachable(
          "process " + pid + " belongs to " + owner + ", who has to run this command", null);
    }
    if (ignoresQuit()) {
      throw new Unreachable(
          "process " + pid + " is no JVM, or one that cannot be attached to", null);
    }
  }

  /** Whether Linux knows that the process does not handle SIGQUIT. */
  private boolean ignoresQuit() {
    try (Stream<String> lines = Files.lines(Path.of("/proc", pid, "status"))) {
      return lines
          .filter(line -> line.startsWith("SigCgt:"))
          .map(line -> new BigInteger(line.substring("SigCgt:".length()).trim(), 16))
          .anyMatch(caught -> !caught.testBit(SIGQUIT - 1));
    } catch (IOException | UncheckedIOException notLinux) {
      return false;
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
