package dev.fermata.transformer.random;

import dev.fermata.transformer.cases.harness.Compiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How programs are compiled.
 *
 * @param compiler by what
 * @param level the source level and class file version
 * @param debug what {@code -g} says
 */
record Setup(Compiler compiler, int level, String debug) {
  /** All setups that the running JDK has. */
  static List<Setup> all() {
    List<Setup> setups = new ArrayList<>();
    setups.add(new Setup(Compiler.JAVAC, 17, "-g"));
    setups.add(new Setup(Compiler.ECJ, 17, "-g"));
    setups.add(new Setup(Compiler.JAVAC, 8, "-g"));
    setups.add(new Setup(Compiler.ECJ, 8, "-g:none"));
    setups.add(new Setup(Compiler.JAVAC, 11, "-g:none"));
    setups.add(new Setup(Compiler.JAVAC, 17, "-g:none"));
    IntStream.of(21, 25)
        .filter(level -> level <= Runtime.version().feature())
        .forEach(
            level -> {
              setups.add(new Setup(Compiler.JAVAC, level, "-g"));
              setups.add(new Setup(Compiler.ECJ, level, "-g"));
            });
    return setups;
  }

  /** Compiles sources, by path, to class files, by name. */
  Map<String, byte[]> compile(Map<String, String> sources) {
    String version = Integer.toString(level);
    List<String> options =
        new ArrayList<>(
            List.of("-source", version, "-target", version, "-nowarn", debug, "-proc:none"));
    if (compiler == Compiler.JAVAC) {
      options.add("-Xlint:none");
    }
    return compiler.compile(sources, options);
  }
}
