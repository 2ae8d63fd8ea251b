package dev.fermata.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fermata.cli.CommandFixture.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is built for users, in a process of its own. */
class RunnableJarIT {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir private Path directory;
  private Path out;
  private Path err;

  @BeforeEach
  void chooseFiles() {
    out = directory.resolve("out");
    err = directory.resolve("err");
  }

  private Outcome fermata(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(JAVA.toString(), "-jar", System.getProperty("fermata.jar"));
    builder.command().addAll(List.of(arguments));
    return run(builder);
  }

  private Outcome run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the program does not end");
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }

  @Test
  void theVersionIsThatOfTheBuild() throws Exception {
    assertEquals(
        new Outcome(0, List.of("fermata " + System.getProperty("fermata.version")), List.of()),
        fermata("--version"));
  }

  @Test
  void theProcessEndsWithTheExitCode() throws Exception {
    Path missing = directory.resolve("missing");
    assertEquals(
        new Outcome(2, List.of(), List.of("fermata: " + missing + ": no such file or directory")),
        fermata("transform", missing.toString()));
  }

  @Test
  void bashCompletesOptionsByTheGeneratedScript() throws Exception {
    assumeTrue(Files.isExecutable(BASH));
    fermata("generate-completion");
    Path script = Files.move(out, directory.resolve("completion.sh"));
    // Outside of a completion that bash itself has started, compopt only complains.
    String typed =
        "source "
            + script
            + "; compopt() { :; }; COMP_WORDS=(fermata transform --str); COMP_CWORD=2;"
            + " COMP_LINE='fermata transform --str'; _complete_fermata; echo \"${COMPREPLY[@]}\"";
    assertEquals(
        new Outcome(0, List.of("--strip-signatures"), List.of()),
        run(new ProcessBuilder(BASH.toString(), "-c", typed)));
  }
}
