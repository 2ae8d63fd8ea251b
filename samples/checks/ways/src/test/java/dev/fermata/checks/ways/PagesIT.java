package dev.fermata.checks.ways;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fermata.Fermata;
import dev.fermata.checks.ways.Markdown.Block;
import dev.fermata.checks.ways.Page.Program;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the guide and the pages for users of other libraries say is so: their programs run, their
 * names exist.
 */
class PagesIT {
  private static final Path DOCS = Repository.ROOT.resolve("runtime/docs");
  private static final Path DESIGN = Repository.ROOT.resolve("transformer/docs/design.md");
  private static final Path CONFORMANCE =
      Repository.ROOT.resolve("samples/checks/conformance/README.md");
  private static final String SERVERS = "servers-and-clients.md";
  private static final String PROCESSES = "processes-and-signals.md";
  private static final String ASYNCIO = "coming-from-asyncio.md";

  @TempDir Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {ASYNCIO, "coming-from-kotlin.md", "coming-from-completablefuture.md"})
  void java_programs_print_what_stands_below_them(String page) throws Exception {
    List<Program> programs = new Page(DOCS.resolve(page)).programs("java");
    assertTrue(programs.size() > 10, "programs: " + programs.size());
    assertSame(programs, PagePrograms.run(programs, scratch));
  }

  @Test
  void programs_of_the_guide_are_short_and_print_what_stands_below_them() throws Exception {
    List<Program> programs = new Page(DOCS.resolve("guide.md")).programs("java");
    assertEquals(20, programs.size());
    for (Program program : programs) {
      assertTrue(program.text().lines().count() <= 35, program.text());
    }
    assertSame(programs, PagePrograms.run(programs, scratch));
  }

  @ParameterizedTest
  @ValueSource(strings = {SERVERS, PROCESSES})
  void programs_of_pages_with_a_frame_print_what_stands_below_them(String page) throws Exception {
    List<Program> programs = new Page(DOCS.resolve(page)).programs("java");
    assertTrue(programs.size() >= 5, "programs: " + programs.size());
    assertSame(programs, PagePrograms.run(programs, scratch));
  }

  @Test
  void examples_of_the_page_on_hosts_stand_in_programs_that_are_tested() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (String module : List.of("samples/swing", "samples/checks/netty")) {
      for (Path file : Repository.files(Repository.ROOT.resolve(module + "/src"), ".java")) {
        sources.append(Files.readString(file));
      }
    }
    List<Block> examples =
        Markdown.blocks(Files.readString(DOCS.resolve("hosted-loops.md"))).stream()
            .filter(block -> block.kind().equals("java"))
            .toList();
    assertEquals(5, examples.size());
    for (Block example : examples) {
      assertTrue(sources.indexOf(example.text()) >= 0, example.text());
    }
  }

  @Test
  void python_programs_print_the_same_as_their_counterparts() throws Exception {
    Optional<String> python = PythonPrograms.python();
    assumeTrue(python.isPresent(), "no Python 3.13 or 3.14 found; name one by FERMATA_PYTHON");
    List<Program> programs = new Page(DOCS.resolve(ASYNCIO)).programs("python");
    assertTrue(programs.size() > 10, "programs: " + programs.size());
    assertSame(programs, PythonPrograms.run(python.get(), programs, scratch));
  }

  private static void assertSame(List<Program> programs, List<List<String>> outputs) {
    for (int i = 0; i < programs.size(); i++) {
      assertEquals(programs.get(i).output(), outputs.get(i), programs.get(i).text());
    }
  }

  @Test
  void design_page_shows_what_inspect_tells_of_its_example() throws Exception {
    List<Block> blocks = Markdown.blocks(Files.readString(DESIGN));
    String imports =
        "import static dev.fermata.Fermata.*; import dev.fermata.*; import java.time.Duration; ";
    Path source = Files.writeString(scratch.resolve("Shop.java"), imports + only(blocks, "java"));
    Path classes = Files.createDirectories(scratch.resolve("classes"));
    Compiler.compile(List.of(source), classes);
    for (String format : List.of("text", "dot")) {
      assertEquals(
          only(blocks, format).lines().toList(),
          Jvm.java(
                  List.of(
                      "-jar",
                      Repository.CLI.toString(),
                      "inspect",
                      "--format",
                      format,
                      classes.toString()))
              .output());
    }
  }

  private static String only(List<Block> blocks, String kind) {
    List<String> texts =
        blocks.stream().filter(block -> block.kind().equals(kind)).map(Block::text).toList();
    assertEquals(1, texts.size(), kind);
    return texts.get(0);
  }

  @Test
  void languages_of_the_pages_are_those_that_are_known_here() throws IOException {
    List<Path> pages = new ArrayList<>(Repository.files(DOCS, ".md"));
    pages.removeAll(ReadmeIT.PAGES);
    pages.remove(SetUpIT.PAGE);
    for (Path page : pages) {
      assertTrue(
          List.of("java", "kotlin", "python", "text").containsAll(new Page(page).languages()),
          page.toString());
    }
  }

  @Test
  void page_for_users_of_asyncio_names_every_public_type_and_method() throws Exception {
    String page = Files.readString(DOCS.resolve(ASYNCIO));
    Set<String> named = new HashSet<>();
    Pattern.compile("`([^`\n]+)`")
        .matcher(page.substring(page.indexOf("\n## Names")))
        .results()
        .flatMap(code -> Arrays.stream(code.group(1).split("\\W+")))
        .forEach(named::add);
    Set<String> missing = new TreeSet<>();
    for (Class<?> type : publicTypes()) {
      for (Method method : type.getDeclaredMethods()) {
        if (isOurs(method) && !named.contains(method.getName())) {
          missing.add(type.getSimpleName() + "." + method.getName());
        }
      }
      if (!named.contains(type.getSimpleName())) {
        missing.add(type.getSimpleName());
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void rules_and_cases_that_differ_are_those_of_the_conformance_tests() throws IOException {
    String tests = Files.readString(CONFORMANCE);
    Pattern.compile("^\\| ([Rc]\\d+(?:, [Rc]\\d+)*) \\|", Pattern.MULTILINE)
        .matcher(Files.readString(DOCS.resolve(ASYNCIO)))
        .results()
        .flatMap(row -> Pattern.compile(", ").splitAsStream(row.group(1)))
        .forEach(name -> assertTrue(tests.contains("\n| " + name + " |"), name));
  }

  private static boolean isOurs(Method method) {
    return Modifier.isPublic(method.getModifiers())
        && !method.isSynthetic()
        && !Set.of("toString", "equals", "hashCode", "values", "valueOf")
            .contains(method.getName());
  }

  private static List<Class<?>> publicTypes() throws Exception {
    URI runtime = Fermata.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(runtime))) {
      List<Class<?>> types = new ArrayList<>();
      for (String folder :
          List.of("dev/fermata", "dev/fermata/net", "dev/fermata/process", "dev/fermata/sync")) {
        try (Stream<Path> files = Files.list(jar.getPath(folder))) {
          files
              .map(Path::toString)
              .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
              .map(name -> load(name.substring(0, name.lastIndexOf('.')).replace('/', '.')))
              .filter(type -> Modifier.isPublic(type.getModifiers()))
              .forEach(types::add);
        }
      }
      return types;
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PagesIT.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void links_lead_to_files_and_headings_of_this_repository() throws IOException {
    for (Path folder : List.of(DOCS, Repository.ROOT.resolve("transformer/docs"))) {
      for (Path page : Repository.files(folder, ".md")) {
        assertEquals(List.of(), Links.broken(page), page.toString());
      }
    }
    assertEquals(List.of(), Links.broken(CONFORMANCE));
  }
}
