package dev.fermata.cli;

import static dev.fermata.cli.CommandFixture.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.cli.CommandFixture.Outcome;
import dev.fermata.transformer.Transformer;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelpTest {
  @Test
  void theHelpOfTransformTellsEverythingAUserNeeds() {
    String expected =
        """
        Usage: fermata transform [-hV] [--strip-signatures] [--no-warn=ID[,ID...]]...
                                 [-o=OUT | --check] PATH...
        Transforms class files, directories of class files, and jars.
        In a directory the class files at any depth are transformed, and jars in it are
        left alone; so are jars within jars. Symbolic links are followed. What does not
        change is not touched. With any error nothing is written at all.
              PATH...                Class files, directories, and jars.
              --check                Write nothing; tell which classes are not
                                       transformed yet.
          -h, --help                 Show this help message and exit.
              --no-warn=ID[,ID...]   Do not show the warnings with this id, FERMATA-101
                                       for example, or all.
          -o, --output=OUT           Write the results into this directory, or a single
                                       one to this file, instead of in place. What does
                                       not change is copied.
              --strip-signatures     Remove the signatures of a signed jar if a class
                                       in it changes. Without this option such a jar is
                                       an error.
          -V, --version              Print version information and exit.

        Exit codes:
          0   done
          1   errors in the classes; with --check, also classes that are not transformed
          2   wrong usage, or files that cannot be read or written
        """;
    Outcome outcome = run("transform", "--help");
    assertEquals(expected.lines().toList(), outcome.out());
    assertEquals(0, outcome.exitCode());
  }

  @Test
  void theGeneralHelpNamesTheCommands() {
    Outcome outcome = run("--help");
    assertEquals(0, outcome.exitCode());
    assertEquals("Usage: fermata [-hV] [COMMAND]", outcome.out().get(0));
    assertTrue(outcome.out().stream().anyMatch(line -> line.startsWith("  transform ")));
    assertTrue(outcome.out().stream().anyMatch(line -> line.startsWith("  generate-completion ")));
  }

  @Test
  void theVersionIsTheTransformersVersion() {
    Outcome expected = new Outcome(0, List.of("fermata " + Transformer.version()), List.of());
    assertEquals(expected, run("--version"));
    assertEquals(expected, run("transform", "-V"));
  }

  @Test
  void theCompletionScriptKnowsTheOptions() {
    Outcome outcome = run("generate-completion");
    assertEquals(0, outcome.exitCode());
    assertTrue(outcome.out().stream().anyMatch(line -> line.contains("--strip-signatures")));
  }
}
