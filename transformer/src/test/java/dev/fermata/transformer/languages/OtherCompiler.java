package dev.fermata.transformer.languages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A compiler of another language than Java, which need not be on the class path: so it is called by
 * reflection.
 */
enum OtherCompiler {
  GROOVY("org.codehaus.groovy.control.CompilationUnit", ".groovy") {
    @Override
    boolean compile(Class<?> type, List<String> options, Path source, Path target)
        throws ReflectiveOperationException {
      Class<?> settings = type.getClassLoader().loadClass(PACKAGE + "CompilerConfiguration");
      Object configuration = settings.getConstructor().newInstance();
      settings
          .getMethod("setTargetDirectory", String.class)
          .invoke(configuration, target.toString());
      for (String option : options) {
        settings.getMethod("setTargetBytecode", String.class).invoke(configuration, option);
      }
      Object unit = type.getConstructor(settings).newInstance(configuration);
      type.getMethod("addSource", java.io.File.class).invoke(unit, source.toFile());
      type.getMethod("compile").invoke(unit);
      return true;
    }
  },
  KOTLIN("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", ".kt") {
    @Override
    boolean compile(Class<?> type, List<String> options, Path source, Path target)
        throws ReflectiveOperationException {
      ByteArrayOutputStream messages = new ByteArrayOutputStream();
      List<String> all = new ArrayList<>(List.of("-no-stdlib", "-no-reflect", "-nowarn"));
      all.addAll(arguments("-cp", options, source, target));
      Object compiler = type.getConstructor().newInstance();
      Object exitCode =
          type.getMethod("exec", PrintStream.class, String[].class)
              .invoke(
                  compiler,
                  new PrintStream(messages, true, StandardCharsets.UTF_8),
                  all.toArray(String[]::new));
      if (!exitCode.toString().equals("OK")) {
        throw new AssertionError(messages.toString(StandardCharsets.UTF_8));
      }
      return true;
    }
  },
  SCALA_2("scala.tools.nsc.Main", ".scala") {
    @Override
    boolean compile(Class<?> type, List<String> options, Path source, Path target)
        throws ReflectiveOperationException {
      Object arguments = arguments("-classpath", options, source, target).toArray(String[]::new);
      return (boolean) type.getMethod("process", String[].class).invoke(null, arguments);
    }
  },
  SCALA_3("dotty.tools.dotc.Main", ".scala") {
    @Override
    boolean compile(Class<?> type, List<String> options, Path source, Path target)
        throws ReflectiveOperationException {
      Object arguments = arguments("-classpath", options, source, target).toArray(String[]::new);
      Object reporter = type.getMethod("process", String[].class).invoke(null, arguments);
      return !(boolean) reporter.getClass().getMethod("hasErrors").invoke(reporter);
    }
  };

  private static final String PACKAGE = "org.codehaus.groovy.control.";
  private static final Path SOURCES = Path.of("src/test/resources/languages").toAbsolutePath();

  private final String className;
  private final String extension;

  OtherCompiler(String className, String extension) {
    this.className = className;
    this.extension = extension;
  }

  abstract boolean compile(Class<?> type, List<String> options, Path source, Path target)
      throws ReflectiveOperationException;

  private static List<String> arguments(
      String classPath, List<String> options, Path source, Path target) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(classPath, System.getProperty("java.class.path")));
    all.addAll(List.of("-d", target.toString(), source.toString()));
    return all;
  }

  /** Whether it is on the class path. */
  boolean isThere() {
    return getClass().getClassLoader().getResource(className.replace('.', '/') + ".class") != null;
  }

  /**
   * Compiles one of the sources in the test resources.
   *
   * @param name its file name without extension
   * @param folder an empty folder
   * @return the class files by binary name
   */
  Map<String, byte[]> compile(String name, Path folder, String... options) {
    try {
      Class<?> type = Class.forName(className, true, getClass().getClassLoader());
      if (!compile(type, List.of(options), SOURCES.resolve(name + extension), folder)) {
        throw new AssertionError(name + extension + " has errors");
      }
      return read(folder);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Map<String, byte[]> read(Path folder) {
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String path = folder.relativize(file).toString();
        String name = path.substring(0, path.length() - ".class".length());
        classes.put(
            name.replace(folder.getFileSystem().getSeparator(), "."), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return classes;
  }
}
