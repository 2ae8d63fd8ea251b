package dev.fermata.cli;

import static dev.fermata.cli.CommandFixture.assertUntouched;
import static dev.fermata.cli.CommandFixture.bytes;
import static dev.fermata.cli.CommandFixture.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.cli.CommandFixture.Outcome;
import dev.fermata.cli.programs.Hello;
import dev.fermata.cli.programs.Locked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  @TempDir Path directory;
  private CommandFixture fixture;

  @BeforeEach
  void prepare() {
    fixture = new CommandFixture(directory);
  }

  @Test
  void textTellsPointsSavedValuesStatesAndSizes() throws IOException {
    Outcome outcome = run("inspect", fixture.classFile(Hello.class));
    assertEquals(List.of(), outcome.err());
    assertEquals(0, outcome.exitCode());
    assertEquals(
        "dev.fermata.cli.programs.Hello.greet(Ljava/lang/String;)Ldev/fermata/Coroutine;"
            + "  Hello.java:17",
        outcome.out().get(0));
    assertTrue(
        outcome
            .out()
            .get(1)
            .matches("  stub \\d+ bytes, start \\d+ bytes, resume \\d+ bytes; states 0 to 1"),
        outcome.out().get(1));
    assertEquals(
        "  state 1  Hello.java:17  awaits Fermata.sleep, saves name: java.lang.String in a frame"
            + " R2P0",
        outcome.out().get(2));
    assertEquals("1 asynchronous methods in 1 classes.", outcome.out().get(4));
  }

  @Test
  void aTransformedClassTellsTheSameAsItsOriginal() throws IOException {
    Path file = fixture.classFile(Hello.class);
    List<String> before = run("inspect", file).out();
    assertEquals(0, run("transform", file).exitCode());
    assertEquals(before, run("inspect", file).out());
  }

  @Test
  void jsonIsOneArrayOfClasses() throws IOException {
    Outcome outcome = run("inspect", "--format", "json", fixture.classFile(Hello.class));
    assertEquals(0, outcome.exitCode());
    String sizes = "\\{\"name\":\"[^\"]+\",\"bytes\":[1-9]\\d*}";
    String point =
        "\\{\"state\":1,\"line\":17,\"awaited\":\"Fermata.sleep\",\"frame\":\"R2P0\",\"next\":\\[0],"
            + "\"saved\":\\[\\{\"name\":\"name\",\"type\":\"java.lang.String\"}]}";
    String expected =
        "\\[\\{\"class\":\"dev.fermata.cli.programs.Hello\",\"file\":\"Hello.java\",\"methods\":\\["
            + "\\{\"name\":\"greet\","
            + "\"descriptor\":\"\\(Ljava/lang/String;\\)Ldev/fermata/Coroutine;\",\"line\":17,"
            + ("\"stub\":" + sizes + ",\"start\":" + sizes + ",\"resume\":" + sizes + ",")
            + ("\"next\":\\[1],\"points\":\\[" + point + "]}]}]");
    assertEquals(1, outcome.out().size());
    assertTrue(outcome.out().get(0).matches(expected), outcome.out().get(0));
  }

  @Test
  void dotIsAGraphOfTheStates() throws IOException {
    Outcome outcome = run("inspect", "--format=dot", fixture.classFile(Hello.class));
    assertEquals(0, outcome.exitCode());
    assertEquals(
        List.of(
            "digraph fermata {",
            "  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11];",
            "  graph [fontname=\"sans-serif\", fontsize=12, labeljust=l];",
            "  subgraph cluster_m0 {",
            "    label=\"dev.fermata.cli.programs.Hello.greet\";",
            "    m0_begin [label=\"call\", shape=circle];",
            "    m0_end [label=\"return\", shape=doublecircle];",
            "    m0_1 [label=\"1  await Fermata.sleep\\nHello.java:17\\n\\n"
                + "name: java.lang.String\"];",
            "    m0_begin -> m0_1;",
            "    m0_1 -> m0_end;",
            "  }",
            "}"),
        outcome.out());
  }

  @Test
  void nothingIsWritten() throws IOException {
    Path file = fixture.classFile(Hello.class);
    run("inspect", file);
    assertUntouched(file, bytes(Hello.class));
  }

  @Test
  void aClassWithErrorsGivesItsDiagnosticsAndExitCodeOne() throws IOException {
    Outcome outcome = run("inspect", fixture.classFile(Locked.class));
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().get(0).contains("error[FERMATA-"), outcome.err().get(0));
  }

  @Test
  void anUnknownFormatIsWrongUsage() throws IOException {
    Outcome outcome = run("inspect", "--format", "xml", fixture.classFile(Hello.class));
    assertEquals(2, outcome.exitCode());
    assertEquals(1, outcome.err().size());
  }
}
