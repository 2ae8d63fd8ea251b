package dev.fermata.checks.ways;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways in which the samples' classes are transformed, and run. */
enum Way {
  /** By this build: what stands in the samples' own {@code target/classes}. */
  PLUGIN {
    @Override
    List<Path> classes(Path scratch) {
      return Repository.SAMPLES.stream().map(module -> module.resolve("target/classes")).toList();
    }
  },

  /** By {@code fermata transform}, in place. */
  CLI {
    @Override
    List<Path> classes(Path scratch) throws IOException, InterruptedException {
      List<Path> classes = compiled(scratch.resolve("cli"));
      transform(classes.get(0));
      return classes;
    }
  },

  /** By javac itself, with the transformer on its processor path. */
  JAVAC {
    @Override
    List<Path> classes(Path scratch) throws IOException {
      Path classes = Files.createDirectories(scratch.resolve("javac"));
      Compiler.transform(sources(), classes);
      return List.of(classes);
    }
  },

  /** Not at all, until the JVM loads them. */
  AGENT {
    @Override
    List<Path> classes(Path scratch) throws IOException {
      return compiled(scratch.resolve("agent"));
    }

    @Override
    List<String> options(Path scratch) {
      return List.of("-javaagent:" + Repository.AGENT + "=dump=" + scratch.resolve("dump"));
    }
  };

  /** Gives the directories with the samples' classes, made below {@code scratch} where needed. */
  abstract List<Path> classes(Path scratch) throws IOException, InterruptedException;

  /** The options of the JVM. */
  List<String> options(Path scratch) {
    return List.of();
  }

  /** Starts a program on a class path of the samples and the runtime. */
  static Jvm start(List<String> options, List<Path> classes, String... program) throws IOException {
    List<String> arguments = new ArrayList<>(options);
    arguments.add("-cp");
    arguments.add(
        Stream.concat(classes.stream(), Stream.of(Repository.RUNTIME))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    arguments.addAll(List.of(program));
    return Jvm.java(arguments);
  }

  /** Runs {@code fermata transform} on a directory, and gives what it prints. */
  static List<String> transform(Path classes) throws IOException, InterruptedException {
    return Jvm.java(List.of("-jar", Repository.CLI.toString(), "transform", classes.toString()))
        .output();
  }

  /** Compiles the samples into a directory, and transforms nothing. */
  static List<Path> compiled(Path directory) throws IOException {
    Compiler.compile(sources(), Files.createDirectories(directory));
    return List.of(directory);
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path module : Repository.SAMPLES) {
      sources.addAll(Repository.files(module.resolve("src/main/java"), ".java"));
    }
    return sources;
  }
}
