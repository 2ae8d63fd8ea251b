package dev.fermata.javac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where javac's own arguments say that classes go. */
class LauncherOutputTest {
  private static Path fileOf(List<String> arguments, String environment) {
    return LauncherOutput.of(arguments, environment)
        .fileOf("m", "a.b.C$D", Path.of("src/a/b/C.java"));
  }

  @Test
  void theLastFolderHolds() {
    assertEquals(
        Path.of("two/a/b/C$D.class"),
        fileOf(List.of("-d", "one", "-g", "-d", "two", "C.java"), null));
  }

  @Test
  void whatStandsInTheEnvironmentComesFirst() {
    assertEquals(Path.of("env/a/b/C$D.class"), fileOf(List.of("C.java"), "-g -d env"));
    assertEquals(Path.of("own/a/b/C$D.class"), fileOf(List.of("-d", "own"), "-d env"));
  }

  @Test
  void withoutAFolderAClassLiesBesideItsSource() {
    assertEquals(Path.of("src/a/b/C$D.class"), fileOf(List.of("C.java"), null));
    assertNull(LauncherOutput.of(List.of("-d"), null).fileOf("", "C", null));
  }

  @Test
  void withASourcePathOfModulesEachModuleHasAFolder() {
    assertEquals(
        Path.of("out/m/a/b/C$D.class"),
        fileOf(List.of("--module-source-path=src", "-d", "out"), null));
  }

  @Test
  void argumentsMayStandInAFileWithQuotesAndComments(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("args");
    Files.writeString(
        file, "# all of them\n-g -d \"my \\\"own\\\" out\" # the folder\n'C D.java'\n");
    assertEquals(
        List.of("-g", "-d", "my \"own\" out", "C D.java"), ArgumentFile.expanded("@" + file));
    assertEquals(Path.of("my \"own\" out/a/b/C$D.class"), fileOf(List.of("@" + file), null));
    assertEquals(List.of(), ArgumentFile.expanded("@" + folder.resolve("missing")));
  }
}
