package dev.fermata.checks.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.checks.junit.Console.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test on the page about tests runs, on the README's example. */
class PageIT {
  private static final Path README = Path.of("../../../README.md");
  private static final Path PAGE = Path.of("../../../runtime/docs/testing.md");

  private static final Pattern JAVA =
      Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir private Path directory;

  @Test
  void test_of_the_page_is_green() throws Exception {
    Path classes = Files.createDirectory(directory.resolve("classes"));
    Path program = source(README, "Hello");
    Path test = source(PAGE, "HelloTest");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Xplugin:Fermata skip",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.toString(),
                test.toString());
    assertEquals(0, compiled);
    Outcome outcome = new Console(directory, "junit-6").on(classes).run("HelloTest");
    assertEquals(
        Map.of("greetsBothAtOnce()", "", "takesTwoSeconds(VirtualEventLoop)", ""), outcome.tests());
  }

  /** Writes the example with this class into a file. */
  private Path source(Path page, String name) throws IOException {
    List<String> examples =
        JAVA.matcher(Files.readString(page))
            .results()
            .map(match -> match.group(1))
            .filter(example -> example.contains("public class " + name + " "))
            .toList();
    assertEquals(1, examples.size());
    return Files.writeString(directory.resolve(name + ".java"), examples.get(0));
  }
}
