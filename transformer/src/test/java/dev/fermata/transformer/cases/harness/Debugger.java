package dev.fermata.transformer.cases.harness;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
import com.sun.jdi.PrimitiveValue;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.LocatableEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequestManager;
import com.sun.jdi.request.StepRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs a target in another JVM under the JDK's debug interface, and tells where it stops. */
public final class Debugger {
  /** The line of the first statement in a target. */
  private static final int FIRST_LINE = 3;

  /** Where to stop. */
  public enum Way {
    /**
     * At a breakpoint on every line, as a development environment sets them: at each place where
     * the code of the line begins.
     */
    BREAKPOINTS,
    /**
     * At the first statement, and from there at the end of each step over a line. A step that
     * leaves the program's lines, because its method returns to the event loop, ends at the next
     * line of that method that runs.
     */
    STEPS
  }

  private final Way way;
  private final Set<BreakpointRequest> inMain = new HashSet<>();
  private final List<String> stops = new ArrayList<>();

  private Debugger(Way way) {
    this.way = way;
  }

  /**
   * The stops of a program as plain Java, each as its line and the variables that are visible
   * there.
   *
   * @param folder an empty folder for the program
   */
  public static List<String> straight(Path folder, Map<String, byte[]> program, Way way)
      throws Exception {
    Map<String, byte[]> classes = new TreeMap<>(program);
    classes.putAll(Straight.CLASSES);
    return run(folder, classes, Mode.STRAIGHT, way);
  }

  /**
   * The stops of a program that is transformed first.
   *
   * @param folder an empty folder for the program
   */
  public static List<String> transformed(
      Path folder, Map<String, byte[]> program, Mode mode, Way way) throws Exception {
    Map<String, byte[]> classes = new TreeMap<>(program);
    classes.replaceAll(Invariants::transform);
    return run(folder, classes, mode, way);
  }

  private static List<String> run(Path folder, Map<String, byte[]> program, Mode mode, Way way)
      throws Exception {
    write(folder, program);
    Debugger debugger = new Debugger(way);
    debugger.run(folder, mode);
    return debugger.stops;
  }

  private static void write(Path folder, Map<String, byte[]> program) throws IOException {
    for (Map.Entry<String, byte[]> entry : program.entrySet()) {
      Path file = folder.resolve(entry.getKey().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
  }

  private void run(Path folder, Mode mode) throws Exception {
    LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    String path = folder + File.pathSeparator + System.getProperty("java.class.path");
    arguments.get("main").setValue(Debuggee.class.getName() + " " + mode);
    arguments.get("options").setValue("-XX:TieredStopAtLevel=1 -cp \"" + path + "\"");
    VirtualMachine machine = connector.launch(arguments);
    try {
      ClassPrepareRequest request = machine.eventRequestManager().createClassPrepareRequest();
      request.addClassFilter("targets.Target");
      request.enable();
      // The program waits until the event of its start is served.
      serve(machine);
    } catch (VMDisconnectedException e) {
      // The program has ended.
    } finally {
      machine.process().destroyForcibly();
    }
  }

  private void serve(VirtualMachine machine) throws Exception {
    while (true) {
      EventSet events = machine.eventQueue().remove();
      for (Event event : events) {
        if (event instanceof ClassPrepareEvent prepared) {
          setBreakpoints(machine, prepared.referenceType());
        } else if (event instanceof LocatableEvent stop) {
          stopped(machine, stop);
        } else if (event instanceof VMDisconnectEvent) {
          return;
        }
      }
      events.resume();
    }
  }

  private void setBreakpoints(VirtualMachine machine, ReferenceType type)
      throws AbsentInformationException {
    for (Location location : type.allLineLocations()) {
      BreakpointRequest request = machine.eventRequestManager().createBreakpointRequest(location);
      request.setEnabled(way == Way.BREAKPOINTS || location.lineNumber() == FIRST_LINE);
      if (location.method().name().matches("run|lambda\\$run\\$.*")) {
        inMain.add(request);
      }
    }
  }

  private void stopped(VirtualMachine machine, LocatableEvent stop)
      throws IncompatibleThreadStateException, AbsentInformationException {
    boolean onLine = beginsLine(stop.location());
    if (onLine) {
      stops.add(describe(stop));
    }
    if (way == Way.STEPS) {
      EventRequestManager requests = machine.eventRequestManager();
      requests.deleteEventRequests(List.copyOf(requests.stepRequests()));
      inMain.forEach(request -> request.setEnabled(!onLine));
      if (onLine) {
        step(requests, stop.thread());
      }
    }
  }

  private static boolean beginsLine(Location location) throws AbsentInformationException {
    return location.lineNumber() > 0
        && location.method().locationsOfLine(location.lineNumber()).contains(location);
  }

  /** Steps to the next line, and not into code that is not the user's, as environments do it. */
  private static void step(EventRequestManager requests, ThreadReference thread) {
    StepRequest step =
        requests.createStepRequest(thread, StepRequest.STEP_LINE, StepRequest.STEP_OVER);
    for (String others : List.of("dev.fermata.*", "java.*", "jdk.*", "sun.*")) {
      step.addClassExclusionFilter(others);
    }
    step.enable();
  }

  private static String describe(LocatableEvent stop)
      throws IncompatibleThreadStateException, AbsentInformationException {
    StackFrame frame = stop.thread().frame(0);
    StringBuilder text = new StringBuilder().append(stop.location().lineNumber()).append(':');
    List<LocalVariable> variables = new ArrayList<>(frame.visibleVariables());
    variables.sort(Comparator.comparing(LocalVariable::name));
    for (LocalVariable variable : variables) {
      Value value = frame.getValue(variable);
      boolean plain = value instanceof PrimitiveValue || value instanceof StringReference;
      text.append(' ').append(variable.name()).append('=').append(plain ? value : value.type());
    }
    return text.toString();
  }
}
