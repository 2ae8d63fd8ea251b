package dev.fermata.checks.ways;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One class gives one result, whichever way it is transformed. */
class SameBytesIT {
  @TempDir static Path scratch;

  private static Map<String, byte[]> plain;
  private static Map<String, byte[]> byPlugin;
  private static Map<String, byte[]> byCli;
  private static Map<String, byte[]> byAgent;

  @BeforeAll
  static void transformAll() throws IOException, InterruptedException {
    plain = read(Way.compiled(scratch.resolve("plain")));
    byPlugin = read(Way.PLUGIN.classes(scratch));
    byCli = read(Way.CLI.classes(scratch));
    List<Path> classes = new ArrayList<>(Way.AGENT.classes(scratch));
    classes.add(Repository.PROGRAMS);
    List<String> loadAll = new ArrayList<>(List.of(LoadAll.class.getName()));
    plain.keySet().forEach(file -> loadAll.add(file.replace(".class", "").replace('/', '.')));
    Way.start(Way.AGENT.options(scratch), classes, loadAll.toArray(String[]::new)).output();
    byAgent = read(List.of(scratch.resolve("dump")));
  }

  @Test
  void plugin_and_command_line_write_the_same_bytes() {
    assertSame(byPlugin, byCli);
  }

  @Test
  void javac_writes_the_same_bytes() throws IOException, InterruptedException {
    assertSame(byCli, read(Way.JAVAC.classes(scratch)));
  }

  @Test
  void javac_and_command_line_write_the_same_bytes_of_all_tests_of_conformance()
      throws IOException, InterruptedException {
    List<Path> sources =
        Repository.files(Repository.ROOT.resolve("samples/checks/conformance/src"), ".java");
    String classPath =
        Repository.RUNTIME + File.pathSeparator + System.getProperty("java.class.path");
    Path inJavac = Files.createDirectories(scratch.resolve("many/javac"));
    String agent = Repository.AGENT.toString();
    Compiler.compile(
        sources, inJavac, "-cp", classPath, "-processorpath", agent, "-Afermata.noWarn=all");
    Path after = Files.createDirectories(scratch.resolve("many/cli"));
    Compiler.compile(sources, after, "-cp", classPath, "-Xplugin:Fermata skip");
    Map<String, byte[]> before = read(List.of(after));
    Way.transform(after);

    Map<String, byte[]> byTool = read(List.of(after));
    assertSame(byTool, read(List.of(inJavac)));
    assertTrue(before.size() > 100, "classes: " + before.size());
  }

  @Test
  void agent_defines_the_bytes_that_the_command_line_writes() {
    Map<String, byte[]> changed = new TreeMap<>(byCli);
    changed.keySet().removeIf(name -> Arrays.equals(plain.get(name), byCli.get(name)));

    assertSame(changed, byAgent);
  }

  @Test
  void classes_without_asynchronous_methods_stay_as_javac_wrote_them() {
    for (String name : List.of("tour/Tour", "aggregator/Page", "aggregator/Fetcher")) {
      String file = "dev/fermata/samples/" + name + ".class";
      assertArrayEquals(plain.get(file), byCli.get(file), name);
    }
  }

  @Test
  void classes_with_asynchronous_methods_are_changed() {
    for (String name : List.of("tour/S09TaskGroup", "aggregator/HttpFetcher")) {
      String file = "dev/fermata/samples/" + name + ".class";
      assertFalse(Arrays.equals(plain.get(file), byCli.get(file)), name);
    }
  }

  @Test
  void transforming_again_changes_no_byte_and_touches_no_file()
      throws IOException, InterruptedException {
    Path classes = Way.compiled(scratch.resolve("twice")).get(0);
    Way.transform(classes);
    FileTime past = FileTime.fromMillis(1_000_000_000_000L);
    for (Path file : Repository.files(classes, ".class")) {
      Files.setLastModifiedTime(file, past);
    }

    Way.transform(classes);

    assertSame(byCli, read(List.of(classes)));
    for (Path file : Repository.files(classes, ".class")) {
      assertEquals(past, Files.getLastModifiedTime(file), file.toString());
    }
  }

  private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
  }

  /** Reads all class files, except {@code package-info}. */
  private static Map<String, byte[]> read(List<Path> directories) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (Path directory : directories) {
      for (Path file : Repository.files(directory, ".class")) {
        if (!file.endsWith("package-info.class")) {
          String name = directory.relativize(file).toString().replace('\\', '/');
          classes.put(name, Files.readAllBytes(file));
        }
      }
    }
    return classes;
  }
}
