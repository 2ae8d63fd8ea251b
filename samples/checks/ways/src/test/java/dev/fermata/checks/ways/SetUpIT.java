package dev.fermata.checks.ways;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.checks.ways.Markdown.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page about builds and IDEs tells to write is what the tests build with. */
class SetUpIT {
  static final Path PAGE = Repository.ROOT.resolve("runtime/docs/set-up.md");
  private static final List<String> MODULES = List.of("runtime", "transformer");

  /** A directory that looks as this repository does after a build. */
  @TempDir static Path clone;

  private static List<Block> blocks;

  @BeforeAll
  static void read() throws IOException {
    blocks = Markdown.blocks(Files.readString(PAGE));
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

  private static List<String> texts(String kind) {
    return blocks.stream().filter(block -> block.kind().equals(kind)).map(Block::text).toList();
  }

  private static String withoutSpace(String text) {
    return text.replaceAll("\\s+", "");
  }

  @Test
  void jshell_runs_the_snippets() throws Exception {
    Files.writeString(clone.resolve("snippets.jsh"), texts("java").get(0));
    assertEquals(
        texts("text").get(0).lines().toList(), Jvm.shell(clone, texts("sh").get(0)).output());
  }

  @Test
  void jlink_makes_an_image_of_the_runtime_and_the_base_module() throws Exception {
    List<String> modules = Jvm.shell(clone, texts("sh").get(1)).output();
    assertEquals(
        List.of("dev.fermata", "java.base"),
        modules.stream().map(line -> line.replaceAll("@.*", "")).toList());
  }

  @Test
  void maven_snippets_are_what_projects_are_built_with() throws IOException {
    List<String> snippets = texts("xml");
    assertEquals(3, snippets.size());
    assertContains("greeting", snippets.get(2));
    for (String part : List.of("<annotationProcessorPaths>", "</annotationProcessorPaths>")) {
      assertTrue(snippets.get(1).contains(part));
    }
    String path = snippets.get(1);
    assertContains("injavac", path.substring(path.indexOf("<path>"), path.indexOf("</path>")));
    assertContains(
        "injavac", path.substring(0, path.indexOf("<configuration>")).replace("<plugin>", ""));
  }

  private static void assertContains(String project, String snippet) throws IOException {
    String pom =
        Files.readString(
            Repository.ROOT.resolve("maven-plugin/src/test/projects/" + project + "/pom.xml"));
    String version = System.getProperty("fermata.version");
    assertTrue(
        withoutSpace(pom.replace("${fermata.version}", version)).contains(withoutSpace(snippet)),
        snippet);
  }

  @Test
  void artifacts_have_the_names_and_the_version_of_this_build() {
    String version = System.getProperty("fermata.version");
    List<String> named =
        Stream.concat(texts("kotlin").stream(), texts("xml").stream())
            .flatMap(text -> text.lines())
            .filter(line -> line.contains("dev.fermata:") || line.contains("<version>0"))
            .toList();
    assertEquals(7, named.size(), named.toString());
    named.forEach(line -> assertTrue(line.contains(version), line));
  }

  @Test
  void gradles_languages_say_the_same() {
    List<String> groovy = texts("groovy");
    List<String> kotlin = texts("kotlin");
    assertEquals(groovy.get(0), kotlin.get(0).replaceAll("\\((\"[^\"]*\")\\)", " $1"));
    assertEquals(
        groovy.get(1).lines().filter(line -> line.contains("dev.fermata:")).toList(),
        kotlin
            .get(1)
            .lines()
            .filter(line -> line.contains("dev.fermata:"))
            .map(line -> line.replaceAll("\\((\"[^\"]*\")\\)", " $1"))
            .toList());
  }

  @Test
  void tests_that_the_table_names_exist() throws IOException {
    List<String> names =
        Files.readString(PAGE)
            .lines()
            .filter(line -> line.startsWith("| ") && line.contains("`"))
            .flatMap(
                line ->
                    Stream.of(line.substring(line.lastIndexOf("| ", line.length() - 3)).split("`")))
            .filter(word -> word.matches("\\w+(IT|Test)"))
            .distinct()
            .toList();
    assertTrue(names.size() > 4, names.toString());
    for (String name : names) {
      try (Stream<Path> all = Files.walk(Repository.ROOT)) {
        assertTrue(all.anyMatch(file -> file.endsWith(name + ".java")), name);
      }
    }
  }

  @Test
  void links_lead_to_files_and_headings_of_this_repository() throws IOException {
    assertEquals(List.of(), Links.broken(PAGE));
  }
}
