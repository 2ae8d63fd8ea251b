package dev.fermata.checks.ways;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.checks.ways.Markdown.Block;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * What the README and the pages that go on from it say is so: their programs compile, their
 * commands run, their names exist.
 */
class ReadmeIT {
  private static final Path README = Repository.ROOT.resolve("README.md");
  private static final Path BENCHMARKS = Repository.ROOT.resolve("samples/benchmarks/README.md");
  private static final Path TOUR = Repository.ROOT.resolve("samples/tour/README.md");
  private static final Path DIAGNOSTICS =
      Repository.ROOT.resolve("transformer/docs/diagnostics.md");

  /** The pages whose commands are run, one after the other. */
  static final List<Path> PAGES =
      List.of(
          README,
          Repository.ROOT.resolve("transformer/docs/using.md"),
          Repository.ROOT.resolve("runtime/docs/guide.md"),
          Repository.ROOT.resolve("runtime/docs/testing.md"),
          Repository.ROOT.resolve("runtime/docs/shutdown.md"),
          Repository.ROOT.resolve("runtime/docs/contexts.md"));

  private static final int MAX_LINES = 130;
  private static final Pattern PRINTS = Pattern.compile("  # prints: (.*)");
  private static final List<String> MODULES = List.of("runtime", "transformer", "cli", "samples");
  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  /** A directory that looks as this repository does after a build. */
  @TempDir static Path clone;

  /** The blocks of all pages. */
  private static final List<Block> BLOCKS = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    for (Path page : PAGES) {
      BLOCKS.addAll(Markdown.blocks(Files.readString(page)));
    }
    for (String module : MODULES) {
      Files.createSymbolicLink(clone.resolve(module), Repository.ROOT.resolve(module));
    }
  }

  @AfterAll
  static void removeLinks() throws IOException {
    for (String module : MODULES) {
      Files.delete(clone.resolve(module));
    }
  }

  @Test
  void readme_is_short() throws IOException {
    int lines = Files.readAllLines(README).size();
    assertTrue(lines <= MAX_LINES, "lines: " + lines);
  }

  @Test
  void every_block_is_of_a_kind_that_is_tested_here() throws IOException {
    for (Path page : PAGES) {
      String text = Files.readString(page);
      List<Block> blocks = Markdown.blocks(text);
      assertEquals(
          blocks.size(),
          Pattern.compile("^```$", Pattern.MULTILINE).matcher(text).results().count());
      for (Block block : blocks) {
        assertTrue(List.of("java", "sh", "text", "xml").contains(block.kind()), block.text());
      }
    }
  }

  @Test
  void commands_run_one_after_the_other_and_print_what_the_page_says() throws Exception {
    List<Block> programs = BLOCKS.stream().filter(block -> block.kind().equals("java")).toList();
    for (Block program : programs) {
      Files.writeString(clone.resolve(publicClass(program) + ".java"), program.text());
    }
    int run = 0;
    for (int i = 0; i < BLOCKS.size(); i++) {
      Block block = BLOCKS.get(i);
      if (block.kind().equals("sh") && block.name() == null) {
        assertEquals(printedBy(i), Jvm.shell(clone, block.text()).output(), block.text());
        run++;
      }
    }
    assertEquals(9, run);
  }

  /**
   * What a block of commands has to print: what a comment in it says, or what stands below it; the
   * same as the example where there is neither.
   */
  private static List<String> printedBy(int block) {
    Matcher comment = PRINTS.matcher(BLOCKS.get(block).text());
    if (comment.find()) {
      return List.of(comment.group(1));
    }
    Block below = BLOCKS.get(block + 1);
    return (below.kind().equals("text") ? below : BLOCKS.get(1)).text().lines().toList();
  }

  @Test
  void example_prints_what_stands_below_it() throws IOException, InterruptedException {
    Block program = BLOCKS.get(0);
    Path source = Files.createDirectories(clone.resolve("example")).resolve("Hello.java");
    Files.writeString(source, program.text());
    Path classes = clone.resolve("example/classes");
    Compiler.compile(List.of(source), Files.createDirectories(classes));

    assertEquals(
        BLOCKS.get(1).text().lines().toList(),
        Way.start(Way.AGENT.options(clone), List.of(classes), "Hello").output());
  }

  @Test
  void tour_command_builds_the_tour_and_runs_the_jar_that_the_build_makes() throws Exception {
    assertEquals(
        "== S02Tasks",
        Jvm.shell(clone, afterBuildOf(README, "tour") + " --virtual S02Tasks").output().get(0));
  }

  @Test
  void benchmarks_command_builds_a_jar_that_reports() throws Exception {
    assertEquals(
        "report [--quick] [--only REGEX] [--peers A,B] [--into DIR] [--pages]",
        Jvm.shell(clone, afterBuildOf(BENCHMARKS, "benchmarks") + " --help").output().get(0));
  }

  /** The second half of a command of this name, of which Maven builds the module of this name. */
  private static String afterBuildOf(Path page, String name) throws IOException {
    String build = "mvn -q -pl samples/" + name + " -am -DskipTests package && ";
    String command = named(page, name).strip();
    assertTrue(command.startsWith(build), command);
    return command.substring(build.length());
  }

  @Test
  void test_command_verifies_the_whole_project() throws IOException {
    assertEquals("mvn -B -ntp verify", named(README, "test").strip());
  }

  @Test
  void tour_is_listed_completely_and_in_order() throws IOException {
    assertEquals(
        Repository.files(Repository.ROOT.resolve("samples/tour/src/test/expected"), ".txt").stream()
            .map(file -> file.getFileName().toString().replace(".txt", ""))
            .toList(),
        firstCells(TOUR, "S\\d"));
  }

  @Test
  void messages_are_listed_completely() throws IOException {
    assertEquals(
        Arrays.stream(DiagnosticKind.values()).map(DiagnosticKind::id).sorted().toList(),
        firstCells(DIAGNOSTICS, "FERMATA-"));
  }

  @Test
  void links_lead_to_files_and_headings_of_this_repository() throws IOException {
    for (Path page : List.of(README, TOUR, BENCHMARKS)) {
      assertEquals(List.of(), Links.broken(page), page.toString());
    }
  }

  @Test
  void maven_snippet_names_this_version_and_what_the_samples_use() throws Exception {
    Document snippet = xml("<project>" + only("xml") + "</project>");
    Document tour = xml(Files.readString(Repository.SAMPLES.get(0).resolve("pom.xml")));
    Document samples = xml(Files.readString(Repository.ROOT.resolve("samples/pom.xml")));

    String dependency = "/project/dependencies/dependency[1]/";
    String plugin = "//plugin[artifactId='fermata-maven-plugin']";
    assertEquals(texts(tour, dependency + "groupId"), texts(snippet, dependency + "groupId"));
    assertEquals(texts(tour, dependency + "artifactId"), texts(snippet, dependency + "artifactId"));
    assertEquals(texts(tour, plugin + "/groupId"), texts(snippet, plugin + "/groupId"));
    assertEquals(texts(samples, plugin + "//goal"), texts(snippet, plugin + "//goal"));
    assertEquals(
        List.of(System.getProperty("fermata.version"), System.getProperty("fermata.version")),
        texts(snippet, "//version"));
  }

  @Test
  void maven_snippet_needs_no_phase_because_the_plugin_names_them() throws Exception {
    Document descriptor = xml(pluginDescriptor());
    for (String goal : texts(xml("<project>" + only("xml") + "</project>"), "//goal")) {
      assertEquals(
          List.of(goal.equals("transform") ? "process-classes" : "process-test-classes"),
          texts(descriptor, "//mojo[goal='" + goal + "']/phase"));
    }
  }

  private static String pluginDescriptor() throws IOException {
    try (JarFile jar = new JarFile(Repository.PLUGIN.toFile());
        InputStream descriptor = jar.getInputStream(jar.getEntry("META-INF/maven/plugin.xml"))) {
      return new String(descriptor.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The code in the first cells of those table rows where it begins so, in order. */
  private static List<String> firstCells(Path page, String beginning) throws IOException {
    return Pattern.compile("^\\| \\[?`(" + beginning + "[^`]*)`", Pattern.MULTILINE)
        .matcher(Files.readString(page))
        .results()
        .map(row -> row.group(1))
        .toList();
  }

  private static String publicClass(Block program) {
    return Pattern.compile("public class (\\w+)")
        .matcher(program.text())
        .results()
        .map(match -> match.group(1))
        .findFirst()
        .orElseThrow();
  }

  private static String named(Path page, String name) throws IOException {
    return onlyOf(
        Markdown.blocks(Files.readString(page)).stream()
            .filter(block -> name.equals(block.name())));
  }

  private static String only(String kind) {
    return onlyOf(BLOCKS.stream().filter(block -> kind.equals(block.kind())));
  }

  private static String onlyOf(Stream<Block> blocks) {
    List<Block> all = blocks.toList();
    assertEquals(1, all.size());
    return all.get(0).text();
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }

  private static List<String> texts(Document document, String path) throws Exception {
    NodeList nodes = (NodeList) XPATH.evaluate(path, document, XPathConstants.NODESET);
    assertNotNull(nodes);
    return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
        .map(i -> nodes.item(i).getTextContent().strip())
        .toList();
  }
}
