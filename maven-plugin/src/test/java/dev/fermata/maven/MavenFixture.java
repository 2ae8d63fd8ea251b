package dev.fermata.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs Maven on small projects that use the plugin as it has just been built. Maven works offline
 * on a local repository of its own: links to all that the running build has in its, and our
 * artifacts as files, so that nothing of ours gets into the user's repository.
 */
final class MavenFixture implements AutoCloseable {
  private static final Path MAVEN = Path.of(System.getProperty("fermata.maven"), "bin", "mvn");
  private static final Path LOCAL_REPOSITORY =
      Path.of(System.getProperty("fermata.localRepository"));
  private static final Path ROOT = Path.of(System.getProperty("fermata.root"));
  private static final String VERSION = System.getProperty("fermata.version");

  private final Path repository;
  private final List<Path> links = new ArrayList<>();

  /** Makes the repository in an empty directory. */
  MavenFixture(Path repository) throws IOException {
    this.repository = repository;
    link(LOCAL_REPOSITORY, repository, "dev");
    link(LOCAL_REPOSITORY.resolve("dev"), repository.resolve("dev"), "fermata");
    deploy("fermata", ROOT.resolve("pom.xml"), null);
    deploy("fermata-runtime", ROOT.resolve("runtime/core/pom.xml"), runtimeJar());
    deploy(
        "fermata-transformer",
        ROOT.resolve("transformer/dependency-reduced-pom.xml"),
        jar("transformer"));
    deploy("fermata-junit", ROOT.resolve("runtime/junit/pom.xml"), jar("runtime/junit", "junit"));
    deploy("fermata-maven-plugin", ROOT.resolve("maven-plugin/pom.xml"), jar("maven-plugin"));
  }

  /** The jar that the build has made of the runtime. */
  static Path runtimeJar() {
    return jar("runtime/core", "runtime");
  }

  private static Path jar(String module) {
    return jar(module, module);
  }

  private static Path jar(String folder, String artifact) {
    String name = "fermata-" + artifact + "-" + VERSION + ".jar";
    return ROOT.resolve(folder).resolve("target").resolve(name);
  }

  /** Links all that is in a directory but one. */
  private void link(Path from, Path to, String left) throws IOException {
    Files.createDirectories(to);
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        if (!entry.endsWith(left)) {
          links.add(Files.createSymbolicLink(to.resolve(entry.getFileName()), entry));
        }
      }
    }
  }

  private void deploy(String artifact, Path pom, Path jar) throws IOException {
    Path directory =
        Files.createDirectories(
            repository.resolve("dev/fermata").resolve(artifact).resolve(VERSION));
    String name = artifact + "-" + VERSION;
    Files.copy(pom, directory.resolve(name + ".pom"));
    if (jar != null) {
      Files.copy(jar, directory.resolve(name + ".jar"));
    }
  }

  /** Copies a project of {@code src/test/projects}. */
  static Path project(String name, Path parent) throws IOException {
    Path from = ROOT.resolve("maven-plugin/src/test/projects").resolve(name);
    Path to = parent.resolve(name);
    copy(from, to);
    return to;
  }

  /** Copies a directory with all that is in it. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** Runs Maven on a project. */
  Processes.Outcome run(Path project, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-o", "-B", "-ntp"));
    all.add("-Dmaven.repo.local=" + repository);
    for (String name : List.of("fermata.version", "lombok.version", "mapstruct.version")) {
      all.add("-D" + name + "=" + System.getProperty(name));
    }
    all.addAll(List.of(arguments));
    return Processes.run(project, MAVEN, all);
  }

  /** Removes the links, so that nobody who deletes the repository can follow them. */
  @Override
  public void close() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }
}
