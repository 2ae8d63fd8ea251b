package dev.fermata.transformer.corpus;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Makes the classes of one source coroutines, transforms them, and lets the JVM verify the result.
 *
 * <p>Three loaders define the same classes: as they are, with awaits but untransformed, and
 * transformed. A class that does not link as it is (for an optional library is missing) says
 * nothing about the transformer; one that links as it is and untransformed must link transformed.
 * Each transformed class must also be one that ASM can read.
 */
final class StressRun {
  /** The oldest class file version with stack map frames. */
  private static final int HAS_FRAMES = Opcodes.V1_6;

  /**
   * What a method may be refused for: an await while a monitor is held, a subroutine, its size, a
   * type that cannot be named, an unusual {@code new}.
   */
  private static final Set<String> MAY_BE_REFUSED =
      Set.of("FERMATA-003", "FERMATA-008", "FERMATA-011", "FERMATA-012", "FERMATA-015");

  private final Transformer transformer = new Transformer(Options.defaults());
  private final Map<String, ClassFile> originals = new LinkedHashMap<>();
  private final Map<String, ClassFile> stressed = new HashMap<>();
  private final Map<String, ClassFile> transformed = new HashMap<>();
  private final Map<String, Integer> methods = new HashMap<>();
  private final Map<String, Integer> refused = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private final Source source;
  private final long seed;

  /** For one source. */
  StressRun(Source source, List<ClassFile> classes, long seed) {
    this.source = source;
    this.seed = seed;
    classes.forEach(file -> originals.put(file.name(), file));
  }

  /**
   * Runs.
   *
   * @param share how many of the classes, from 0 to 1, chosen at random
   */
  Tally run(double share) {
    Random random = new Random(seed);
    for (ClassFile file : originals.values()) {
      if (random.nextDouble() < share
          && file.version() >= HAS_FRAMES
          && StressLoader.mayDefine(file.name())) {
        transform(file);
      }
    }
    return link();
  }

  private Tally link() {
    StressLoader asTheyAre = new StressLoader(originals, Map.of());
    StressLoader untransformed = new StressLoader(originals, stressed);
    StressLoader loader = new StressLoader(originals, transformed);
    int classes = 0;
    Map<String, Integer> verified = new TreeMap<>();
    int unlinkable = 0;
    for (String name : transformed.keySet().stream().sorted().toList()) {
      LinkageError error = loader.link(name);
      if (error == null) {
        classes++;
        String compiler = source.compiler(originals.get(name).sourceFile());
        verified.merge(compiler, methods.get(name), Integer::sum);
      } else if (asTheyAre.link(name) != null || untransformed.link(name) != null) {
        unlinkable++;
      } else {
        failures.add(name + ": " + error);
      }
    }
    return new Tally(classes, verified, unlinkable, refused, failures);
  }

  /** Leaves methods out that are refused for a good reason. */
  private void transform(ClassFile file) {
    Set<String> leftOut = new HashSet<>();
    while (true) {
      StressMaker maker = new StressMaker(file.bytes(), leftOut, seed);
      byte[] input;
      try {
        input = maker.make();
      } catch (MethodTooLargeException e) {
        leftOut.add(e.getMethodName());
        continue;
      }
      Result result = transformer.transform(input, file.name());
      if (result.changed()) {
        readBack(file.name(), result.bytes());
        stressed.put(file.name(), new ClassFile(file.name(), input));
        transformed.put(file.name(), new ClassFile(file.name(), result.bytes()));
        methods.put(file.name(), maker.methods());
        return;
      }
      if (!leaveOut(result.diagnostics().stream().filter(Diagnostic::isError).toList(), leftOut)) {
        return;
      }
    }
  }

  /** The JVM passes over attributes, local variables' for example, that other tools do read. */
  private void readBack(String name, byte[] transformedClass) {
    try {
      new ClassReader(transformedClass).accept(new ClassNode(), ClassReader.EXPAND_FRAMES);
    } catch (RuntimeException e) {
      failures.add(name + ": cannot be read: " + e);
    }
  }

  /** Whether another try makes sense. */
  private boolean leaveOut(List<Diagnostic> errors, Set<String> leftOut) {
    boolean more = false;
    for (Diagnostic diagnostic : errors) {
      if (!MAY_BE_REFUSED.contains(diagnostic.id()) || diagnostic.method().isEmpty()) {
        failures.add(diagnostic.toString());
        return false;
      }
      if (leftOut.add(diagnostic.method())) {
        refused.merge(diagnostic.id(), 1, Integer::sum);
        more = true;
      }
    }
    return more;
  }
}
