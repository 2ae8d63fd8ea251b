package dev.fermata.cli;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
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
  String ask(String question) throws Unreachable {
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(startAgent()))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      ObjectName name = new ObjectName(BEAN_NAME);
      if (!server.isRegistered(name)) {
        server.createMBean(BEAN_CLASS, name);
      }
      return (String) server.invoke(name, question, new Object[0], new String[0]);
    } catch (ReflectionException noSuchClass) {
      throw new Unreachable("process " + pid + " does not use Fermata", noSuchClass);
    } catch (IOException | JMException e) {
      throw new Unreachable("process " + pid + " does not answer: " + e.getMessage(), e);
    }
  }

  /** Starts the management agent of the JVM, unless it runs already, and gives its address. */
  private String startAgent() throws Unreachable {
    try {
      VirtualMachine machine = VirtualMachine.attach(pid);
      try {
        return machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException | IOException e) {
      if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
        throw new Unreachable("there is no process " + pid, e);
      }
      throw new Unreachable("process " + pid + " is no JVM that can be attached to", e);
    } catch (NoClassDefFoundError e) {
      throw new Unreachable("this command needs a JDK, with the module jdk.attach", e);
    }
  }
}
