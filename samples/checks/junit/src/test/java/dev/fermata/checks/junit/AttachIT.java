package dev.fermata.checks.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.checks.junit.Console.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The classes of this module, which nothing has transformed, are when their tests run. */
class AttachIT {
  private static final String NEWEST = "junit-6";
  private static final String OPTION = "-javaagent:" + Console.AGENT;
  private static final boolean IS_WARNED_OF = Runtime.version().feature() >= 21;

  private static final Map<String, String> GREEN =
      Map.of(
          "cooks_side_by_side()", "",
          "is_not_done_before_its_time(VirtualEventLoop)", "",
          "waits_for_a_real_thread()", "");

  private static final String TESTS = KitchenTest.class.getName();

  @TempDir private Path directory;

  /** What is said where an agent has been attached, besides these lines. */
  private static List<String> attached(String... others) {
    List<String> lines = new ArrayList<>(List.of(others));
    if (IS_WARNED_OF) {
      lines.add(
          "fermata: the agent has been attached for these tests; where the JVM warns of that, start"
              + " it with "
              + OPTION);
    }
    return lines;
  }

  private static List<String> ours(Outcome outcome) {
    return outcome.err().stream().filter(line -> !line.startsWith("WARNING: ")).toList();
  }

  @ParameterizedTest
  @FieldSource("dev.fermata.checks.junit.Console#RELEASES")
  void tests_are_green_without_any_set_up(String release) throws Exception {
    Outcome outcome = new Console(directory, release).run(TESTS);
    assertEquals(GREEN, outcome.tests());
    assertEquals(attached(), ours(outcome));
    assertEquals(0, outcome.exitCode());
  }

  @Test
  void jvm_that_welcomes_agents_hears_nothing() throws Exception {
    Outcome outcome =
        new Console(directory, NEWEST).with("-XX:+EnableDynamicAgentLoading").run(TESTS);
    assertEquals(new Outcome(0, List.of(), GREEN), outcome);
  }

  @Test
  void nothing_is_attached_where_the_agent_is_there() throws Exception {
    Outcome outcome =
        new Console(directory, NEWEST).with(OPTION, "-XX:+DisableAttachMechanism").run(TESTS);
    assertEquals(new Outcome(0, List.of(), GREEN), outcome);
  }

  @Test
  void jvm_that_forbids_it_gets_the_option_in_one_line() throws Exception {
    for (String forbids :
        List.of("-XX:+DisableAttachMechanism", "-XX:-EnableDynamicAgentLoading")) {
      Outcome outcome = new Console(directory, NEWEST).with(forbids).run(TESTS);
      assertEquals(1, outcome.exitCode());
      assertEquals(1, outcome.err().size(), outcome::toString);
      String line = outcome.err().get(0);
      assertTrue(
          line.startsWith("fermata: dev.fermata.checks.junit.Kitchen and maybe more classes are"),
          line);
      assertTrue(line.endsWith("; start the JVM of the tests with " + OPTION), line);
    }
  }

  /** There Surefire looks for the tests of several forks, before it starts those. */
  @Test
  void nothing_is_attached_to_maven() throws Exception {
    String maven = "org/codehaus/plexus/classworlds/launcher/Launcher";
    Path classFile = directory.resolve("maven").resolve(maven + ".class");
    Files.createDirectories(classFile.getParent());
    // A class file need only be there, and be that of its name.
    Files.write(classFile, emptyClass(maven));
    Outcome outcome =
        new Console(directory, NEWEST)
            .alsoOn(directory.resolve("maven"))
            .runProgram(EarlyLauncher.class, TESTS);
    assertEquals(new Outcome(0, List.of(), Map.of()), outcome);
  }

  /** A class without members: its name, that of its superclass, and nothing else (JVMS 4.1). */
  private static byte[] emptyClass(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0xCAFEBABE);
    out.writeInt(52);
    out.writeShort(5);
    for (String text : List.of(name, "java/lang/Object")) {
      out.writeByte(1);
      out.writeUTF(text);
    }
    for (int index : List.of(1, 2)) {
      out.writeByte(7);
      out.writeShort(index);
    }
    // Flags of a class, itself, its superclass; no interfaces, fields, methods, attributes.
    for (int value : List.of(0x21, 3, 4, 0, 0, 0, 0)) {
      out.writeShort(value);
    }
    return bytes.toByteArray();
  }

  @Test
  void run_test_needs_no_junit() throws Exception {
    assertEquals(
        List.of("egg at 1970-01-01T00:05:00Z"),
        new Console(directory, NEWEST).with(OPTION).runAlone(WithoutJUnit.class));
  }

  @Test
  void property_switches_it_off() throws Exception {
    Outcome outcome = new Console(directory, NEWEST).with("-Dfermata.attach=false").run(TESTS);
    assertEquals(1, outcome.exitCode());
    assertEquals(List.of(), outcome.err());
    String failure = outcome.tests().get("cooks_side_by_side()");
    assertTrue(failure.contains("which has not been transformed."), failure);
  }

  @Test
  void class_that_was_loaded_before_is_named_and_a_second_session_is_silent() throws Exception {
    Outcome outcome = new Console(directory, NEWEST).runProgram(EarlyLauncher.class, TESTS);
    assertEquals(
        attached(
            "fermata agent: loaded before the agent, and so not transformed: "
                + TESTS
                + "; start the JVM with "
                + OPTION),
        ours(outcome));
    assertEquals(0, outcome.exitCode());
  }
}
