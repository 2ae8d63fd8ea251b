package dev.fermata;

import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of the JDK's flight recorder is told, and that nobody else pays for it. */
@Timeout(120)
class FlightTest {
  private static final String START = "dev.fermata.TaskStart";
  private static final String END = "dev.fermata.TaskEnd";
  private static final String SLOW = "dev.fermata.SlowStep";

  @TempDir private Path directory;

  /** Three tasks with three outcomes. */
  private static void runTasks() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    loop.setExceptionHandler((where, context) -> {});
    loop.createTask(Script.of(s -> s.await(sleep(1)), s -> s.await(sleep(1)), s -> 5), "ann");
    loop.createTask(Coroutine.failed(new IOException("x")), "bob");
    loop.createTask(sleep(1)).cancel();
    loop.advanceUntilIdle();
    loop.close();
  }

  private static void spin(Duration duration) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < duration.toNanos()) {
      Thread.onSpinWait();
    }
  }

  /** This library's events of a recording, in the order of their ends. */
  private List<RecordedEvent> events(Recording recording) throws IOException {
    Path file = directory.resolve("test.jfr");
    recording.stop();
    recording.dump(file);
    List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
    events.removeIf(event -> !event.getEventType().getName().startsWith("dev.fermata."));
    events.sort(Comparator.comparing(RecordedEvent::getEndTime));
    return events;
  }

  private static String describe(RecordedEvent event) {
    RecordedClass error = event.getClass("error");
    return String.join(
        " ",
        event.getString("name"),
        event.getString("outcome"),
        error == null ? "-" : error.getName(),
        Integer.toString(event.getInt("steps")));
  }

  @Test
  void aRecordingIsToldTheEndsOfTasksWithOutcomeAndSteps() throws IOException {
    try (Recording recording = new Recording()) {
      recording.enable(END);
      recording.start();
      runTasks();
      assertEquals(
          List.of("bob failure java.io.IOException 1", "Task-1 cancelled - 1", "ann value - 3"),
          events(recording).stream().map(FlightTest::describe).toList());
    }
  }

  @Test
  void aRecordingIsToldTheStartsOfTasksWithTheCodeThatMadeThem() throws IOException {
    try (Recording recording = new Recording()) {
      recording.enable(START).withStackTrace();
      recording.start();
      runTasks();
      List<RecordedEvent> events = events(recording);
      assertEquals(
          List.of("ann", "bob", "Task-1"),
          events.stream().map(event -> event.getString("name")).toList());
      assertTrue(
          events.get(0).getStackTrace().getFrames().stream()
              .anyMatch(frame -> frame.getMethod().getName().equals("runTasks")));
    }
  }

  @Test
  void aRecordingIsToldTheStepsThatTakeLong() throws IOException {
    try (Recording recording = new Recording()) {
      recording.enable(SLOW).withThreshold(Duration.ofMillis(50));
      recording.start();
      VirtualEventLoop loop = EventLoop.createVirtual();
      loop.callSoon(() -> spin(Duration.ofMillis(60)));
      loop.callSoon(() -> {});
      loop.createTask(
          Script.of(
              s -> {
                spin(Duration.ofMillis(60));
                return null;
              }),
          "ann");
      loop.advanceUntilIdle();
      loop.close();
      List<RecordedEvent> events = events(recording);
      assertEquals(
          List.of("lambda of dev.fermata.FlightTest", "task ann"),
          events.stream().map(event -> event.getString("step")).toList());
      // Flight recorder's clock need not agree with ours to the last microsecond.
      assertTrue(events.get(0).getDuration().compareTo(Duration.ofMillis(50)) >= 0);
    }
  }

  @Test
  void aRecordingThatDoesNotAskIsToldNothing() throws IOException {
    try (Recording recording = new Recording()) {
      recording.start();
      runTasks();
      assertEquals(List.of(), events(recording));
    }
  }

  /** A program that sleeps, and may begin a recording before. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      try (Later later = arguments.length == 0 ? null : new Later()) {
        Fermata.run(
            Script.of(
                s -> {
                  if (later != null) {
                    later.recording.start();
                  }
                  return s.await(sleep(0.01));
                },
                s -> s.await(Fermata.createTask(sleep(0.01), "late")),
                s -> null));
        if (later != null) {
          later.print(Path.of(arguments[0]));
        }
      }
      System.out.println("done");
    }

    /** A recording; in a class of its own, which is not loaded where it is not used. */
    private static final class Later implements AutoCloseable {
      private final Recording recording = new Recording();

      Later() {
        recording.enable(END);
      }

      void print(Path file) throws IOException {
        recording.dump(file);
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().equals(END))
            .forEach(event -> System.out.println(describe(event)));
      }

      @Override
      public void close() {
        recording.close();
      }
    }
  }

  private static List<String> runProgram(List<String> options, String... arguments)
      throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(options);
    command.addAll(List.of("-cp", ClassPath.ofTests()));
    command.add(Program.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return out.lines().toList();
  }

  @Test
  void aRecordingThatBeginsWhileTheLoopRunsIsTold() throws IOException {
    List<String> lines = runProgram(List.of(), directory.resolve("child.jfr").toString());
    assertTrue(lines.contains("late value - 2"), lines::toString);
  }

  @Test
  void aProgramThatIsNotRecordedLoadsNoEvents() throws IOException {
    List<String> lines = runProgram(List.of("-Xlog:class+load"));
    assertTrue(lines.contains("done"));
    assertTrue(lines.stream().anyMatch(line -> line.contains(" dev.fermata.EventLoop ")));
    assertEquals(
        List.of(),
        lines.stream()
            .filter(line -> line.contains("FlightEvents") || line.contains(" jdk.jfr.Event "))
            .toList());
  }

  @Test
  void aRuntimeImageWithoutFlightRecorderAndManagementSuffices() throws IOException {
    assertEquals(List.of("done"), runProgram(List.of("--limit-modules", "java.base,java.logging")));
  }
}
