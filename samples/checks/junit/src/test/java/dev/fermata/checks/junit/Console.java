package dev.fermata.checks.junit;

import dev.fermata.Fermata;
import dev.fermata.agent.Agent;
import dev.fermata.junit.FermataTest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A JVM of its own, in which JUnit's console launcher runs tests of this module. */
final class Console {
  /** The jars of JUnit's releases, by what the build calls them. */
  static final List<String> RELEASES = List.of("junit-5.10", "junit-5.13", "junit-6");

  static final Path TOOLS = Path.of("target/tools").toAbsolutePath();
  static final Path AGENT = jarOf(Agent.class);
  static final Path CLASSES = Path.of("target/classes").toAbsolutePath();
  static final Path TESTS = Path.of("target/test-classes").toAbsolutePath();

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final Path directory;
  private final Path junit;
  private final List<String> options = new ArrayList<>();
  private final List<Path> places = new ArrayList<>(List.of(CLASSES, TESTS));

  /** One that leaves its files in an empty directory. */
  Console(Path directory, String release) {
    this.directory = directory;
    this.junit = TOOLS.resolve(release + ".jar");
  }

  /**
   * What became of the tests.
   *
   * @param exitCode 0 where all have passed, 1 where some have failed
   * @param err the lines on standard error
   * @param tests what each has failed for, empty for those that have passed, by its name
   */
  record Outcome(int exitCode, List<String> err, Map<String, String> tests) {}

  /** Adds options of the JVM. */
  Console with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Takes classes from this directory in place of those of this module. */
  Console on(Path directoryOfClasses) {
    places.clear();
    places.add(directoryOfClasses);
    return this;
  }

  /** Takes classes from this directory, too. */
  Console alsoOn(Path directoryOfClasses) {
    places.add(directoryOfClasses);
    return this;
  }

  /** Runs the tests of a class, which the launcher loads by a class loader of its own. */
  Outcome run(String tests) throws Exception {
    return run(
        List.of(
            "-jar",
            junit.toString(),
            "execute",
            "--class-path=" + classPath(),
            "--select-class=" + tests,
            "--reports-dir=" + directory.resolve("reports"),
            "--disable-banner",
            "--details=none"));
  }

  /** Runs a program without JUnit on its class path, and gives what it prints. */
  List<String> runAlone(Class<?> program) throws Exception {
    run(List.of("-cp", classPath(), program.getName()));
    return Files.readAllLines(directory.resolve("out.txt"));
  }

  /** Runs a program that has all on its class path. */
  Outcome runProgram(Class<?> program, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("-cp", classPath() + File.pathSeparator + junit, program.getName()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private Outcome run(List<String> arguments) throws Exception {
    Path err = directory.resolve("err.txt");
    List<String> command = new ArrayList<>(List.of(JAVA.toString()));
    command.addAll(options);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out.txt").toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    Process process = builder.start();
    try {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        throw new IllegalStateException(String.join(" ", command) + " does not end");
      }
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readAllLines(err), tests());
  }

  private String classPath() {
    Stream<Path> jars = Stream.of(jarOf(Fermata.class), jarOf(FermataTest.class), AGENT);
    return Stream.concat(places.stream(), jars)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path jarOf(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toPath();
  }

  /** The tests in all reports, of which each engine writes one. */
  private Map<String, String> tests() throws Exception {
    Map<String, String> tests = new TreeMap<>();
    if (Files.isDirectory(directory.resolve("reports"))) {
      try (Stream<Path> reports = Files.list(directory.resolve("reports"))) {
        for (Path report : reports.filter(file -> file.toString().endsWith(".xml")).toList()) {
          addTests(report, tests);
        }
      }
    }
    return tests;
  }

  private static void addTests(Path report, Map<String, String> tests) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    NodeList cases = document.getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      StringBuilder failure = new StringBuilder();
      for (String kind : List.of("failure", "error")) {
        NodeList failures = test.getElementsByTagName(kind);
        if (failures.getLength() > 0) {
          failure.append(((Element) failures.item(0)).getAttribute("message"));
        }
      }
      tests.put(test.getAttribute("name"), failure.toString());
    }
  }
}
