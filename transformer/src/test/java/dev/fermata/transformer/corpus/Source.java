package dev.fermata.transformer.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A part of the corpus.
 *
 * @param name what reports call it
 * @param origin a class of the jar on the class path; for a module of the running JDK the name of
 *     the module after {@code jrt:}
 */
record Source(String name, String origin) {
  private static final String MODULE = "jrt:";

  /** The jars of the corpus. */
  static final List<Source> JARS =
      List.of(
          new Source("kotlin-stdlib", "kotlin.Unit"),
          new Source("kotlinx-coroutines", "kotlinx.coroutines.Job"),
          new Source("scala-library", "scala.Option"),
          new Source("scala3-library", "scala.CanEqual"),
          new Source("groovy", "groovy.lang.Closure"),
          new Source("clojure", "clojure.lang.RT"),
          new Source("guava", "com.google.common.base.Joiner"),
          new Source("spring-core", "org.springframework.core.Ordered"),
          new Source("ecj", "org.eclipse.jdt.core.compiler.IProblem"));

  /** Its name, for reports. */
  @Override
  public String toString() {
    return name;
  }

  /** The modules of the running JDK that belong to the corpus. */
  static final List<Source> MODULES =
      Stream.of("java.base", "jdk.compiler", "jdk.jshell", "java.xml", "java.desktop")
          .map(module -> new Source(module, MODULE + module))
          .toList();

  /**
   * What compiled a class of it, by the name of the class's source file. A class without one was
   * made by the compiler of the whole.
   */
  String compiler(String sourceFile) {
    String file = sourceFile.isEmpty() ? name : sourceFile;
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "kt", "kotlin-stdlib", "kotlinx-coroutines" -> "kotlinc";
      case "scala", "scala-library", "scala3-library" ->
          name.startsWith("scala3") ? "scalac 3" : "scalac 2";
      case "groovy" -> "groovyc";
      case "clj", "clojure" -> "Clojure";
      default -> name.equals("ecj") ? "ecj" : "javac";
    };
  }

  /** The classes, in the order of their names; not those for one Java version only. */
  List<ClassFile> classes() {
    try {
      List<ClassFile> classes = new ArrayList<>(origin.startsWith(MODULE) ? module() : jar());
      classes.sort((a, b) -> a.name().compareTo(b.name()));
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ClassFile> module() throws IOException {
    FileSystem image = FileSystems.getFileSystem(URI.create("jrt:/"));
    Path root = image.getPath("modules", origin.substring(MODULE.length()));
    List<ClassFile> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        add(classes, root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  private List<ClassFile> jar() throws IOException {
    List<ClassFile> classes = new ArrayList<>();
    try (JarFile jar = new JarFile(location().toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
          try (InputStream in = jar.getInputStream(entry)) {
            add(classes, entry.getName(), in.readAllBytes());
          }
        }
      }
    }
    return classes;
  }

  private Path location() throws IOException {
    try {
      Class<?> type = Class.forName(origin, false, Source.class.getClassLoader());
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
      throw new IOException("where " + origin + " comes from", e);
    }
  }

  private static void add(List<ClassFile> classes, String path, byte[] bytes) {
    String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
    if (!name.endsWith("-info")) {
      classes.add(new ClassFile(name, bytes));
    }
  }
}
