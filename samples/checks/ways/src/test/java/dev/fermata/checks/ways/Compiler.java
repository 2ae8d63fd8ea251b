package dev.fermata.checks.ways;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The JDK's javac, with the options that decide what this build's class files look like. */
final class Compiler {
  private static final List<String> OPTIONS = List.of("-g", "-parameters", "--release", "17");

  private Compiler() {}

  /**
   * Compiles source files against the runtime; nothing is transformed.
   *
   * @throws IllegalArgumentException with javac's messages when there are any
   */
  static void compile(List<Path> sources, Path classes) throws IOException {
    // The transformer is on the tests' own class path.
    compile(sources, classes, "-Xplugin:Fermata skip");
  }

  /** As {@link #compile(List, Path)}, by a javac with Fermata in it. */
  static void transform(List<Path> sources, Path classes) throws IOException {
    compile(sources, classes, "-processorpath", Repository.AGENT.toString());
  }

  /** As {@link #compile(List, Path)}, with other options behind the usual ones. */
  static void compile(List<Path> sources, Path classes, String... more) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      StringWriter messages = new StringWriter();
      List<String> options =
          Stream.of(
                  OPTIONS.stream(),
                  Stream.of("-cp", Repository.RUNTIME.toString(), "-d", classes.toString()),
                  Stream.of(more))
              .flatMap(part -> part)
              .toList();
      boolean compiled =
          javac
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled || !messages.toString().isEmpty()) {
        throw new IllegalArgumentException(messages.toString());
      }
    }
  }
}
