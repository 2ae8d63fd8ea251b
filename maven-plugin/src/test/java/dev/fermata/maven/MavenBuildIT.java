package dev.fermata.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.agent.ClassFiles;
import dev.fermata.maven.Processes.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole projects, built by Maven with the plugin. */
class MavenBuildIT {
  private static final String[] PHASE = {"process-test-classes"};

  @TempDir private static Path directory;
  private static MavenFixture maven;

  /** A project that was compiled without, and then built with the plugin. */
  private static Path greeting;

  private static Path untransformed;
  private static Outcome firstBuild;

  @BeforeAll
  static void buildTheProject() throws Exception {
    maven = new MavenFixture(directory.resolve("repository"));
    greeting = MavenFixture.project("greeting", directory);
    untransformed = directory.resolve("untransformed");
    Outcome skipped = maven.run(greeting, "process-classes", "-Dfermata.skip");
    assertEquals(0, skipped.exitCode(), () -> String.join("\n", skipped.lines()));
    MavenFixture.copy(greeting.resolve("target/classes"), untransformed);
    firstBuild = maven.run(greeting, PHASE);
    assertEquals(0, firstBuild.exitCode(), () -> String.join("\n", firstBuild.lines()));
  }

  @AfterAll
  static void closeTheRepository() throws IOException {
    maven.close();
  }

  private static Map<Path, FileTime> times(Path directory) throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private static String classPath(Path... places) {
    return String.join(File.pathSeparator, Stream.of(places).map(Path::toString).toList());
  }

  private static void assertSameFile(Path one, Path other, String name) throws IOException {
    assertEquals(-1, Files.mismatch(one.resolve(name), other.resolve(name)));
  }

  @Test
  void mainAndTestClassesAreTransformed() throws Exception {
    Path classes = greeting.resolve("target/classes");
    Path tests = greeting.resolve("target/test-classes");
    String classPath = classPath(classes, tests, MavenFixture.runtimeJar());
    assertTrue(firstBuild.lines().contains("[INFO] 1 of 2 classes transformed"));
    assertTrue(firstBuild.lines().contains("[INFO] 1 of 1 classes transformed"));
    assertEquals(
        new Outcome(0, List.of("you", "me", "17")),
        Processes.java(directory, "-cp", classPath, "app.Hello", "you", "me"));
    assertEquals(
        new Outcome(0, List.of("checked: hello test")),
        Processes.java(directory, "-cp", classPath, "app.HelloCheck"));
  }

  @Test
  void aSecondBuildTouchesNothing() throws Exception {
    Map<Path, FileTime> before = times(greeting);
    Outcome second = maven.run(greeting, PHASE);
    assertEquals(0, second.exitCode());
    assertEquals(before, times(greeting));
    assertTrue(second.lines().contains("[INFO] 0 of 2 classes transformed"));
  }

  @Test
  void k14_anErrorFailsTheBuildInTheCompilersFormAndNoClassIsChanged() throws Exception {
    Path locked = MavenFixture.project("locked", directory);
    Outcome outcome = maven.run(locked, PHASE);
    assertNotEquals(0, outcome.exitCode());
    String source = locked.resolve("src/main/java/app/Locked.java").toRealPath().toString();
    String expected = "[ERROR] " + source + ":[15,1] error[FERMATA-003]: app.Locked.underLock: ";
    assertTrue(
        outcome.lines().stream().anyMatch(line -> line.startsWith(expected)),
        () -> String.join("\n", outcome.lines()));
    assertSameFile(untransformed, locked.resolve("target/classes"), "app/Hello.class");
  }

  private static String dependency(String path) {
    return Path.of(System.getProperty("fermata.localRepository"), path).toString();
  }

  @Test
  void javacTransformsWithoutThePluginAndBesideOtherProcessorsWhenOnlySomeSourcesAreCompiled()
      throws Exception {
    Path project = MavenFixture.project("injavac", directory);
    String name = "src/main/java/app/Hello.java";
    Path hello = Files.copy(greeting.resolve(name), project.resolve(name));
    for (String greeting : List.of("hello ", "hullo!")) {
      Files.writeString(hello, Files.readString(hello).replace("hello ", greeting));
      Outcome outcome = maven.run(project, "compile");
      assertEquals(0, outcome.exitCode(), () -> String.join("\n", outcome.lines()));
      assertTrue(
          outcome.lines().stream().noneMatch(line -> line.startsWith("[WARNING]")),
          () -> String.join("\n", outcome.lines()));
      String version = System.getProperty("mapstruct.version");
      String classPath =
          classPath(
              project.resolve("target/classes"),
              MavenFixture.runtimeJar(),
              Path.of(
                  dependency(
                      "org/mapstruct/mapstruct/" + version + "/mapstruct-" + version + ".jar")));
      assertEquals(
          new Outcome(0, List.of("you", "9")),
          Processes.java(directory, "-cp", classPath, "app.Hello", "you"));
      assertEquals(
          new Outcome(0, List.of("Visits.Entry(name=Ann, times=2)")),
          Processes.java(directory, "-cp", classPath, "app.Visits", "Ann"));
    }
  }

  @Test
  void modulesAreTransformedInParallel() throws Exception {
    Path project = MavenFixture.project("parallel", directory);
    for (String module : List.of("one", "two", "three")) {
      MavenFixture.copy(greeting.resolve("src"), project.resolve(module).resolve("src"));
    }
    Outcome outcome = maven.run(project, "-T", "3", "process-classes");
    assertEquals(0, outcome.exitCode(), () -> String.join("\n", outcome.lines()));
    for (String module : List.of("one", "two", "three")) {
      assertSameFile(
          greeting.resolve("target/classes"),
          project.resolve(module).resolve("target/classes"),
          "app/Hello.class");
    }
  }

  /** That library is their only dependency; it attaches the agent to the JVM of the tests. */
  @Test
  void testsOfClassesThatNobodyHasTransformedRunWithFermataJunit() throws Exception {
    Path tested = MavenFixture.project("tested", directory);
    Outcome outcome = maven.run(tested, "test");
    assertEquals(0, outcome.exitCode(), () -> String.join("\n", outcome.lines()));
    assertTrue(
        outcome.lines().contains("[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0"),
        () -> String.join("\n", outcome.lines()));
    Path test = tested.resolve("target/test-classes/app/HelloTest.class");
    assertTrue(ClassFiles.isUntransformed(Files.readAllBytes(test), test.toString()));
  }

  /** Where tests are skipped, the integration tests of this repository's modules are, too. */
  @Test
  void integrationTestsAreLeftOutWhereTestsAreSkipped() throws Exception {
    Path failing = MavenFixture.project("failing", directory);
    String run = "failsafe:integration-test@integration-tests";
    String verify = "failsafe:verify@integration-tests";
    Outcome skipped = maven.run(failing, "-DskipTests", "test-compile", run, verify);
    assertEquals(0, skipped.exitCode(), () -> String.join("\n", skipped.lines()));
    Outcome tested = maven.run(failing, "test-compile", run, verify);
    assertTrue(
        tested.lines().stream().anyMatch(line -> line.contains("FailingIT.fails")),
        () -> String.join("\n", tested.lines()));
    assertNotEquals(0, tested.exitCode());
  }
}
