package dev.fermata.checks.ways;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fermata.checks.ways.Markdown.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page's Gradle snippets, run by the {@code gradle} of the path. Artifacts are replaced by the
 * build's own jars, and in releases before 4.6, as Debian's is, what those did not know yet.
 */
class GradleIT {
  private static final Path SOURCE =
      Repository.ROOT.resolve("maven-plugin/src/test/projects/greeting/src/main/java");

  @TempDir static Path folder;

  private static List<String> snippets;

  @BeforeAll
  static void findGradle() throws Exception {
    boolean works = false;
    try {
      gradle("--version");
      works = true;
    } catch (IllegalStateException e) {
      System.out.println("GradleIT is skipped: no gradle on the path that runs on this JDK.");
    }
    assumeTrue(works);
    snippets =
        Markdown.blocks(Files.readString(SetUpIT.PAGE)).stream()
            .filter(block -> block.kind().equals("groovy"))
            .map(Block::text)
            .toList();
  }

  private static List<String> gradle(String arguments) throws Exception {
    String options = "--offline --no-daemon -q -g " + folder.resolve("home") + " ";
    return Jvm.shell(folder, "gradle " + options + arguments).output();
  }

  private static String files(Path jar) {
    return "files('" + jar + "')";
  }

  private static String withFiles(String snippet) {
    String version = System.getProperty("fermata.version");
    return Map.of(
            "fermata-runtime", Repository.RUNTIME,
            "fermata-transformer", Repository.AGENT,
            "fermata-cli", Repository.CLI)
        .entrySet()
        .stream()
        .reduce(
            snippet,
            (text, entry) ->
                text.replace(
                    "\"dev.fermata:" + entry.getKey() + ":" + version + "\"",
                    files(entry.getValue())),
            (one, other) -> other);
  }

  /** Writes what Gradle of today understands in the words of 4.4. */
  private static String inOldWords(String snippet) {
    return snippet
        .replace(" annotationProcessor ", " compileJava.options.annotationProcessorPath = ")
        .replace(" testAnnotationProcessor ", " compileTestJava.options.annotationProcessorPath = ")
        .replace("mainClass =", "main =");
  }

  private static void assertBuilds(String name, String... parts) throws Exception {
    Path project = Files.createDirectories(folder.resolve(name));
    Path sources = Files.createDirectories(project.resolve("src/main/java/app"));
    Files.writeString(project.resolve("settings.gradle"), "");
    Files.writeString(
        project.resolve("build.gradle"),
        "apply plugin: 'java'\n" + inOldWords(withFiles(String.join("\n", parts))));
    Path hello = sources.resolve("Hello.java");
    for (String greeting : List.of("hello ", "hullo!")) {
      String text = Files.readString(SOURCE.resolve("app/Hello.java"));
      Files.writeString(hello, text.replace("hello ", greeting));
      gradle("-p " + project + " classes");
      Path classes = Repository.files(project.resolve("build"), "Hello.class").get(0).getParent();
      assertEquals(
          List.of("you", "9"),
          Way.start(List.of(), List.of(classes.getParent()), "app.Hello", "you").output());
    }
  }

  @Test
  void javac_transforms_what_gradle_compiles() throws Exception {
    assertBuilds("javac", snippets.get(0));
  }

  @Test
  void a_task_calls_the_command_line() throws Exception {
    assertBuilds(
        "task",
        "dependencies { implementation " + files(Repository.RUNTIME) + " }",
        snippets.get(1));
  }
}
