package dev.fermata.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Fermata;
import dev.fermata.agent.programs.Covered;
import dev.fermata.agent.programs.Hello;
import dev.fermata.agent.programs.Mocks;
import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jacoco.agent.AgentJar;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.Mockito;

/** The agent and the transformer's output beside other tools that rewrite or keep classes. */
class CompanyIT {
  private static final String TESTS = Jvm.locationOf(Hello.class);
  private static final String RUNTIME = Jvm.locationOf(Fermata.class);
  private static final String MOCKITOS_AGENT = "-javaagent:" + Jvm.locationOf(Mockito.class);

  private static final Jvm.Outcome GREETING = new Jvm.Outcome(0, List.of("hello world"), List.of());

  @TempDir private Path directory;

  /** When ours works, seen from another agent. */
  enum Order {
    LISTED_BEFORE,
    LISTED_AFTER,
    AT_BUILD_TIME
  }

  // ------------------------------------------------------------------ JaCoCo

  @ParameterizedTest
  @EnumSource
  void j05_jacocosAgentCountsTheLinesThatTheSourceAnnounces(Order order) throws Exception {
    Path jacoco = directory.resolve("jacoco.jar");
    AgentJar.extractTo(jacoco.toFile());
    Jvm.Outcome outcome =
        run(order, "-javaagent:" + jacoco + "=destfile=jacoco.exec", "", Covered.class);

    assertEquals(new Jvm.Outcome(0, List.of("3"), List.of()), outcome);
    byte[] analysed =
        order == Order.AT_BUILD_TIME ? transformed(Covered.class) : classFile(Covered.class);
    IClassCoverage coverage = coverage(analysed);
    if (order == Order.AT_BUILD_TIME) {
      // Two copies of a line count as one that is partly executed: only whether it is, is told.
      assertEquals(executed(announcedLines()), executed(lines(coverage)));
    } else {
      assertEquals(announcedLines(), lines(coverage));
      assertEquals(
          List.of("count", "main", "uncalled"),
          coverage.getMethods().stream().map(method -> method.getName()).sorted().toList());
    }
  }

  private IClassCoverage coverage(byte[] classFile) throws IOException {
    ExecFileLoader loader = new ExecFileLoader();
    loader.load(directory.resolve("jacoco.exec").toFile());
    CoverageBuilder builder = new CoverageBuilder();
    new Analyzer(loader.getExecutionDataStore(), builder).analyzeClass(classFile, "Covered");
    return builder.getClasses().iterator().next();
  }

  private static Map<Integer, String> lines(IClassCoverage coverage) {
    Map<Integer, String> lines = new TreeMap<>();
    for (int line = coverage.getFirstLine(); line <= coverage.getLastLine(); line++) {
      switch (coverage.getLine(line).getStatus()) {
        case ICounter.FULLY_COVERED -> lines.put(line, "whole");
        case ICounter.PARTLY_COVERED -> lines.put(line, "part");
        case ICounter.NOT_COVERED -> lines.put(line, "never");
        default -> {
          // A line without code.
        }
      }
    }
    return lines;
  }

  private static Map<Integer, String> announcedLines() throws IOException {
    Path source = Path.of("src/test/java/dev/fermata/agent/programs/Covered.java");
    List<String> text = Files.readAllLines(source);
    Map<Integer, String> lines = new TreeMap<>();
    for (int i = 0; i < text.size(); i++) {
      int comment = text.get(i).indexOf("; // ");
      comment = Math.max(comment, text.get(i).indexOf("{ // "));
      comment = Math.max(comment, text.get(i).indexOf("} // "));
      if (comment >= 0) {
        lines.put(i + 1, text.get(i).substring(comment + "; // ".length()));
      }
    }
    return lines;
  }

  private static Map<Integer, Boolean> executed(Map<Integer, String> lines) {
    Map<Integer, Boolean> executed = new TreeMap<>();
    lines.forEach((line, status) -> executed.put(line, !status.equals("never")));
    return executed;
  }

  // ------------------------------------------------------------------ mocks

  @ParameterizedTest
  @EnumSource
  void j06_mocksSpiesAndProxiesAreObeyedByAwaitedCalls(Order order) throws Exception {
    Jvm.Outcome outcome = run(order, MOCKITOS_AGENT, mockLibraries(), Mocks.class);

    assertEquals(
        List.of(
            "mock: stubbed, stubbed",
            "spy: real b/1, real b/1",
            "spy with a stubbed method: real cstubbed",
            "mock that calls the real method: real d?",
            "final class: 21, 3",
            "interface: 11, -1",
            "interface: 11, -1",
            "proxy: 101",
            "static: real real, real real, stubbed stubbed",
            "static: real real"),
        outcome.out(),
        outcome.err().toString());
  }

  @Test
  void j06_linkedCallsGoPastTheMockOfAStaticMethodWhereThatIsAskedFor() throws Exception {
    Jvm.Outcome outcome =
        Jvm.run(
            directory,
            command(
                List.of(Jvm.agent(""), MOCKITOS_AGENT, "-Dfermata.link=true"),
                TESTS + File.pathSeparator + RUNTIME + mockLibraries(),
                Mocks.class));

    List<String> lines = outcome.out();
    assertEquals(
        List.of("static: real real, real real, real real", "static: real real"),
        lines.subList(lines.size() - 2, lines.size()),
        outcome.err().toString());
  }

  private static String mockLibraries() {
    return Stream.of("org.mockito.Mockito", "net.bytebuddy.ByteBuddy", "org.objenesis.Objenesis")
        .map(library -> File.pathSeparator + locationOf(library))
        .collect(Collectors.joining());
  }

  // ------------------------------------------------------------------ class data sharing

  @Test
  void j11_classesTransformedAtBuildTimeRunFromAnArchive() throws Exception {
    String classPath = jar("app.jar", transformed(Hello.class)) + File.pathSeparator + runtimeJar();
    Jvm.run(directory, dump(List.of(), classPath, "world"));

    assertEquals(GREETING, fromArchive(List.of(), classPath, "world"));
    assertTrue(isHelloShared());
  }

  @Test
  void j11_anArchivedClassIsStillOfferedToTheAgent() throws Exception {
    String classPath = jar("app.jar", classFile(Hello.class)) + File.pathSeparator + runtimeJar();
    // Without arguments it awaits nothing, and so runs untransformed.
    Jvm.run(directory, dump(List.of(), classPath));

    assertEquals(new Jvm.Outcome(0, List.of(), List.of()), fromArchive(List.of(), classPath));
    assertTrue(isHelloShared());
    assertEquals(GREETING, fromArchive(List.of(Jvm.agent("")), classPath, "world"));
    assertFalse(isHelloShared());
  }

  @Test
  void j11_anArchiveMadeUnderTheAgentRunsUnderTheAgent() throws Exception {
    String classPath = jar("app.jar", classFile(Hello.class)) + File.pathSeparator + runtimeJar();
    List<String> agent =
        List.of(
            "-XX:+UnlockDiagnosticVMOptions", "-XX:+AllowArchivingWithJavaAgent", Jvm.agent(""));
    Jvm.Outcome dump = Jvm.run(directory, dump(agent, classPath, "world"));
    assertTrue(dump.out().contains("hello world"), dump.toString());

    assertEquals(GREETING.out(), fromArchive(agent, classPath, "world").out());
  }

  private static List<String> dump(List<String> options, String classPath, String... arguments) {
    return command(
        Stream.concat(options.stream(), Stream.of("-XX:ArchiveClassesAtExit=app.jsa")).toList(),
        classPath,
        Hello.class,
        arguments);
  }

  private Jvm.Outcome fromArchive(List<String> options, String classPath, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(options);
    // The JVM itself has remarks on archives and agents, other ones in each version.
    all.addAll(List.of("-XX:SharedArchiveFile=app.jsa", "-Xlog:disable"));
    all.add("-Xlog:class+load:file=loaded.txt");
    return Jvm.run(directory, command(all, classPath, Hello.class, arguments));
  }

  /** Whether the last run took the class from the archive. */
  private boolean isHelloShared() throws IOException {
    String shared = Hello.class.getName() + " source: shared objects file (top)";
    return Files.readString(directory.resolve("loaded.txt")).contains(shared);
  }

  // ------------------------------------------------------------------ programs

  private Jvm.Outcome run(Order order, String other, String libraries, Class<?> program)
      throws IOException, InterruptedException {
    String classPath = TESTS + File.pathSeparator + RUNTIME + libraries;
    return Jvm.run(
        directory,
        switch (order) {
          case LISTED_BEFORE -> command(List.of(Jvm.agent(""), other), classPath, program);
          case LISTED_AFTER -> command(List.of(other, Jvm.agent("")), classPath, program);
          case AT_BUILD_TIME ->
              command(List.of(other), transformedTests() + File.pathSeparator + classPath, program);
        });
  }

  private static List<String> command(
      List<String> options, String classPath, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The programs, transformed. */
  private Path transformedTests() throws IOException {
    Path root = directory.resolve("transformed");
    Path programs = Path.of(TESTS, Hello.class.getPackageName().replace('.', '/'));
    try (Stream<Path> files = Files.list(programs)) {
      for (Path file : files.toList()) {
        Path target = root.resolve(Path.of(TESTS).relativize(file));
        Files.createDirectories(target.getParent());
        byte[] bytes = Files.readAllBytes(file);
        Files.write(
            target, new Transformer(Options.defaults()).transform(bytes, file.toString()).bytes());
      }
    }
    return root;
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in.readAllBytes();
    }
  }

  private static byte[] transformed(Class<?> type) throws IOException {
    return new Transformer(Options.defaults()).transform(classFile(type), type.getName()).bytes();
  }

  /** Archives of classes take jars only. */
  private Path jar(String name, byte[] hello) throws IOException {
    Path jar = directory.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(Hello.class.getName().replace('.', '/') + ".class"));
      out.write(hello);
    }
    return jar;
  }

  private Path runtimeJar() throws IOException {
    Path root = Path.of(RUNTIME);
    if (Files.isRegularFile(root)) {
      return root;
    }
    Path jar = directory.resolve("runtime.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> classes = Files.walk(root)) {
      for (Path path : classes.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(root.relativize(path).toString().replace('\\', '/')));
        out.write(Files.readAllBytes(path));
      }
    }
    return jar;
  }

  private static String locationOf(String type) {
    try {
      return Jvm.locationOf(Class.forName(type, false, CompanyIT.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
