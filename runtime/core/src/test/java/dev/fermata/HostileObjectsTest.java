package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One at a time, each method of a user's object that the runtime calls throws. The body that has to
 * do with it comes to its {@code finally}, everything else in the loop runs on to its end, and the
 * error is told where the {@link Meeting.Fate} says.
 *
 * <p>The file {@code user-calls.txt} lists the calls, each with the {@link Meeting} in which it
 * fails. What {@link UserCalls} finds in the class files and this list are the same.
 */
@Timeout(60)
class HostileObjectsTest {
  // ---------------------------------------------------------------- the meetings

  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final List<String> reports = new ArrayList<>();
  private final Set<String> ended = new TreeSet<>();
  private Throwable arrived;

  private void run(Meeting meeting) {
    loop.setExceptionHandler(
        (where, context) ->
            reports.add(context.get("message") + " " + kind(context.get("exception"))));
    Coroutine<Object> body = Script.of(s -> s.await(meeting.meet(loop)), s -> s.result());
    Coroutine<Object> main =
        Script.of(
            s -> {
              createTask(Script.of(t -> t.await(sleep(2)), t -> ended.add("other task")));
              return s.tryAwait(body);
            },
            s -> {
              arrived = s.error();
              ended.add("finally");
              return s.await(sleep(5));
            },
            s -> ended.add("main"));
    Fermata.run(main, loop);
  }

  private static String kind(Object error) {
    return error == null ? "" : error.getClass().getName();
  }

  /** Whether an error is, or has as its part, what a hostile object threw. */
  private static boolean isHostile(Throwable error) {
    return error != null
        && (error.getClass().getName().startsWith(Hostile.class.getName())
            || (error instanceof ExceptionGroup group
                && group.exceptions().stream().anyMatch(HostileObjectsTest::isHostile)));
  }

  /** The meetings in which it is a stage of the JDK that asks an error for its words. */
  private static final Set<Meeting> AT_STAGES =
      Set.of(
          Meeting.DEPENDANT_OUTSIDE,
          Meeting.FAILURE_OUTSIDE,
          Meeting.MESSAGE,
          Meeting.DEPENDANT_OF_VALUE,
          Meeting.DEPENDANT_OF_CANCELLED,
          Meeting.DEPENDANT_AT_CLOSE);

  /** What becomes of the error; later JDKs' stages take what the words of an error throw. */
  private static Meeting.Fate fate(Meeting meeting) {
    return AT_STAGES.contains(meeting) && !stagesThrow() ? Meeting.Fate.HARMLESS : meeting.fate();
  }

  private static boolean stagesThrow() {
    CompletableFuture<Object> failing = new CompletableFuture<>();
    CompletableFuture<Object> dependant = failing.thenApply(value -> value);
    try {
      failing.completeExceptionally(
          new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
              throw new IllegalStateException("no words");
            }
          });
      return !dependant.isDone();
    } catch (IllegalStateException thrown) {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingEndsButWhatHasToDoWithIt(Meeting meeting) throws InterruptedException {
    Handler[] before = Logger.getLogger("dev.fermata").getHandlers();
    try (Logs logs = new Logs();
        StandardError errors = new StandardError()) {
      Thread runner = new Hostile.Worker(() -> run(meeting), meeting.failsInThread());
      runner.start();
      runner.join();
      assertEquals(Set.of("finally", "main", "other task"), ended);
      assertTrue(loop.isClosed());
      Meeting.Fate fate = fate(meeting);
      assertEquals(
          fate == Meeting.Fate.ARRIVES, isHostile(arrived), () -> "arrived: " + kind(arrived));
      assertEquals(
          fate == Meeting.Fate.REPORTED, reports.toString().contains("Hostil"), reports::toString);
      assertEquals(
          fate == Meeting.Fate.TOLD ? 1 : 0, errors.lines().size(), errors.lines()::toString);
      if (fate != Meeting.Fate.TOLD) {
        assertEquals(
            fate == Meeting.Fate.LOGGED,
            logs.firstLines().toString().contains("Hostil"),
            logs.firstLines()::toString);
      }
    } finally {
      Logger logger = Logger.getLogger("dev.fermata");
      for (Handler added : logger.getHandlers()) {
        if (!Arrays.asList(before).contains(added)) {
          logger.removeHandler(added);
        }
      }
    }
  }

  // ---------------------------------------------------------------- the list of calls

  /** The lines of the list: a call, which may have stars in it, and in which meetings it fails. */
  private static Map<String, String> listed() throws IOException {
    Map<String, String> listed = new HashMap<>();
    try (InputStream file = HostileObjectsTest.class.getResourceAsStream("user-calls.txt")) {
      for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] words = line.split(" : ", 2);
          listed.put(words[0], words[1]);
        }
      }
    }
    return listed;
  }

  private static boolean matches(String pattern, String call) {
    String literal = pattern.replaceAll("[^*]+", "\\\\Q$0\\\\E").replace("*", ".*");
    return call.matches(literal);
  }

  @Test
  void theListOfCallsIsThatOfTheClassFiles() throws Exception {
    Path classes =
        Path.of(EventLoop.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> found = UserCalls.in(classes);
    Set<String> patterns = listed().keySet();
    Set<String> unlisted =
        found.stream()
            .filter(call -> patterns.stream().noneMatch(pattern -> matches(pattern, call)))
            .collect(Collectors.toCollection(TreeSet::new));
    for (Map.Entry<String, String> line : listed().entrySet()) {
      assertTrue(!line.getKey().contains("*") || line.getValue().equals("own"), line::getKey);
    }
    Set<String> stale =
        patterns.stream()
            .filter(pattern -> found.stream().noneMatch(call -> matches(pattern, call)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), unlisted, "a call of a user's object that user-calls.txt does not list");
    assertEquals(Set.of(), stale, "a line of user-calls.txt without a call");
  }

  @Test
  void eachCallFailsInAMeetingAndEachMeetingIsOfACall() throws IOException {
    Set<String> named = new HashSet<>();
    listed().values().forEach(meetings -> named.addAll(List.of(meetings.split(" "))));
    named.remove("own");
    Set<String> meetings =
        Arrays.stream(Meeting.values()).map(Meeting::name).collect(Collectors.toSet());
    assertEquals(new TreeSet<>(meetings), new TreeSet<>(named));
  }
}
