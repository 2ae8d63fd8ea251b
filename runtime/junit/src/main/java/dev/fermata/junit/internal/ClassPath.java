package dev.fermata.junit.internal;

import dev.fermata.agent.ClassFiles;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directories that this JVM loads classes from: what is being worked on. Jars come from
 * libraries, which are transformed before they are published.
 */
final class ClassPath {
  /** Surefire tells what it has put on the class path in its second one. */
  private static final List<String> PROPERTIES =
      List.of("java.class.path", "surefire.test.class.path", "jdk.module.path");

  /** Where there are more, somebody has a whole disk on the class path. */
  private static final int MOST_FILES = 100_000;

  final List<Path> directories;

  private ClassPath(List<Path> directories) {
    this.directories = directories;
  }

  /** Of this JVM, and of a class loader that tests are loaded by. */
  static ClassPath of(ClassLoader loader) {
    Stream<Path> system =
        PROPERTIES.stream()
            .flatMap(name -> Stream.of(System.getProperty(name, "").split(File.pathSeparator, -1)))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of);
    return new ClassPath(
        Stream.concat(system, ofLoaders(loader)).filter(Files::isDirectory).distinct().toList());
  }

  private static Stream<Path> ofLoaders(ClassLoader first) {
    return Stream.iterate(first, loader -> loader != null, ClassLoader::getParent)
        .filter(URLClassLoader.class::isInstance)
        .flatMap(loader -> Stream.of(((URLClassLoader) loader).getURLs()))
        .filter(url -> url.getProtocol().equals("file"))
        .map(url -> Path.of(URI.create(url.toString())));
  }

  /** The name of a class that would have to be transformed; empty where there is none. */
  Optional<String> firstUntransformed() {
    return directories.stream()
        .map(ClassPath::firstUntransformed)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The name of such a class in a directory. */
  static Optional<String> firstUntransformed(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .limit(MOST_FILES)
          .filter(file -> file.toString().endsWith(".class"))
          .filter(ClassPath::isUntransformed)
          .findFirst()
          .map(file -> className(directory.relativize(file)));
    } catch (IOException | UncheckedIOException unreadable) {
      // Whoever has to load from there says so.
      return Optional.empty();
    }
  }

  private static boolean isUntransformed(Path file) {
    try {
      return ClassFiles.isUntransformed(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String className(Path file) {
    List<String> parts = new ArrayList<>();
    file.forEach(part -> parts.add(part.toString()));
    String name = String.join(".", parts);
    return name.substring(0, name.length() - ".class".length());
  }

  /** The jar or directory that a class of ours was loaded from. */
  static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
