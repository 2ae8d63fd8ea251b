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
 * @param compiler what made its classes
 * @param origin a class of the jar on the class path; for a module of the running JDK the name of
 *     the module after {@code jrt:}
 */
record Source(String name, String compiler, String origin) {
  private static final String MODULE = "jrt:";

  /** The jars of the corpus. */
  static final List<Source> JARS =
      List.of(
          new Source("kotlin-stdlib", "kotlinc", "kotlin.Unit"),
          new Source("kotlinx-coroutines", "kotlinc", "kotlinx.coroutines.Job"),
          new Source("scala-library", "scalac 2", "scala.Option"),
          new Source("scala3-library", "scalac 3", "scala.CanEqual"),
          new Source("groovy", "javac, groovyc", "groovy.lang.Closure"),
          new Source("clojure", "clojure, javac", "clojure.lang.RT"),
          new Source("guava", "javac", "com.google.common.base.Joiner"),
          new Source("spring-core", "javac, kotlinc", "org.springframework.core.Ordered"),
          new Source("ecj", "ecj", "org.eclipse.jdt.core.compiler.IProblem"));

  /** Its name, for reports. */
  @Override
  public String toString() {
    return name;
  }

  /** The modules of the running JDK that belong to the corpus. */
  static final List<Source> MODULES =
      Stream.of("java.base", "jdk.compiler", "jdk.jshell", "java.xml", "java.desktop")
          .map(
              module -> new Source(module, "javac " + Runtime.version().feature(), MODULE + module))
          .toList();

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
