package dev.fermata.javac;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A run of javac over a folder of sources, in this JVM or in one of its own. */
final class Compile {
  /** This module's classes with what they need, as its jar has them. */
  static final String FERMATA = pathOf("transformer", "asm");

  /** What asynchronous methods are written against. */
  static final String RUNTIME = pathOf("runtime");

  private static final long LIMIT_SECONDS = 120;

  private final Path folder;
  private final List<String> options = new ArrayList<>();
  private boolean hasOutput = true;

  private Compile(Path folder) {
    this.folder = folder;
  }

  /** What came of it: the exit code, and the messages, each in a line. */
  record Outcome(int code, List<String> messages, Map<String, byte[]> classes) {}

  private static String pathOf(String... parts) {
    return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .filter(entry -> Arrays.stream(parts).anyMatch(part -> isOf(part, entry)))
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }

  private static boolean isOf(String part, String entry) {
    return switch (part) {
      case "transformer" -> entry.endsWith("transformer/target/classes");
      case "runtime" -> entry.contains("runtime/core/target") || entry.contains("fermata-runtime");
      default -> entry.contains("/org/ow2/asm/");
    };
  }

  /** Writes sources, by their paths, into a folder. */
  static Compile of(Path folder, Map<String, String> sources) {
    sources.forEach(
        (path, text) -> {
          try {
            Path file = folder.resolve("src").resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return new Compile(folder);
  }

  /** Starts Fermata by the processor path. */
  Compile onProcessorPath() {
    return with("-cp", RUNTIME, "-processorpath", FERMATA);
  }

  /** Starts Fermata by the class path. */
  Compile onClassPath() {
    return with("-cp", RUNTIME + java.io.File.pathSeparator + FERMATA);
  }

  Compile with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** Lets javac write beside the sources. */
  Compile withoutOutput() {
    hasOutput = false;
    return this;
  }

  Path output() {
    return hasOutput ? folder.resolve("out") : folder.resolve("src");
  }

  private List<String> arguments() throws IOException {
    List<String> arguments = new ArrayList<>(options);
    if (hasOutput) {
      Files.createDirectories(output());
      arguments.addAll(List.of("-d", output().toString()));
    }
    return arguments;
  }

  List<Path> sources() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("src"))) {
      return all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  /** Runs it in this JVM. */
  Outcome here() throws IOException {
    try (StandardJavaFileManager files = files()) {
      return here(files);
    }
  }

  /** Runs it in this JVM, with the files of a build tool. */
  Outcome here(JavaFileManager files) throws IOException {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    boolean done =
        ToolProvider.getSystemJavaCompiler()
            .getTask(new StringWriter(), files, found, arguments(), null, units())
            .call();
    return new Outcome(done ? 0 : 1, texts(found), classes());
  }

  static StandardJavaFileManager files() {
    return ToolProvider.getSystemJavaCompiler()
        .getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
  }

  List<JavaFileObject> units() throws IOException {
    List<JavaFileObject> units = new ArrayList<>();
    files().getJavaFileObjectsFromPaths(sources()).forEach(units::add);
    return units;
  }

  static List<String> texts(DiagnosticCollector<JavaFileObject> found) {
    return found.getDiagnostics().stream().map(Compile::text).toList();
  }

  private static String text(Diagnostic<? extends JavaFileObject> message) {
    String place =
        message.getSource() == null
            ? ""
            : Path.of(message.getSource().getName()).getFileName()
                + ":"
                + message.getLineNumber()
                + ":"
                + message.getColumnNumber()
                + " ";
    return message.getKind() + " " + place + message.getMessage(Locale.ROOT);
  }

  /** Runs the javac of the JDK that runs this. */
  Outcome inItsOwnJvm() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
    command.addAll(arguments());
    sources().forEach(source -> command.add(source.toString()));
    Path log = Files.createTempFile(folder, "javac", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("javac does not end: " + Files.readString(log));
    }
    return new Outcome(process.exitValue(), Files.readAllLines(log), classes());
  }

  /** The class files that were written, by their paths. */
  Map<String, byte[]> classes() throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    if (Files.isDirectory(output())) {
      try (Stream<Path> all = Files.walk(output())) {
        for (Path file : all.filter(path -> path.toString().endsWith(".class")).toList()) {
          classes.put(output().relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return classes;
  }
}
