package dev.fermata.transformer;

import dev.fermata.transformer.check.Checker;
import dev.fermata.transformer.check.Soundness;
import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import dev.fermata.transformer.diagnostic.Location;
import dev.fermata.transformer.diagnostic.RefusedException;
import dev.fermata.transformer.emit.PoisonEmitter;
import dev.fermata.transformer.inspect.ClassInfo;
import dev.fermata.transformer.inspect.ClassInfoReader;
import dev.fermata.transformer.inspect.Marker;
import dev.fermata.transformer.inspect.Succession;
import dev.fermata.transformer.inspect.Versions;
import dev.fermata.transformer.lint.Lints;
import dev.fermata.transformer.lint.SilencedWarnings;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.scan.CodeScan;
import dev.fermata.transformer.scan.ConcernedClass;
import dev.fermata.transformer.scan.ConstantPool;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Rewrites the asynchronous methods of class files. One class file in, one class file out: nothing
 * else is read, no class is loaded, and the same input always gives the same bytes.
 *
 * <p>A transformer holds no state and may be used by several threads at a time.
 */
public final class Transformer {
  private static final int OLDEST = Opcodes.V1_8;

  private final Options options;

  /** Makes a transformer. */
  public Transformer(Options options) {
    this.options = Objects.requireNonNull(options);
  }

  /**
   * Transforms a class file. Never throws for a bad one: what is wrong is in the result.
   *
   * @param classFile a class file; not modified
   * @param inputName how messages call the input where its class name cannot be read, a path for
   *     example
   * @return the new class file, or the same bytes, with the findings
   */
  public Result transform(byte[] classFile, String inputName) {
    return transform(classFile, inputName, Succession.none());
  }

  /**
   * Transforms a class file that may take the place of a loaded class, in which calls may be
   * suspended. Their frames go on where the new code saves the same at the same await, and others
   * throw an error that says why they cannot.
   *
   * @param classFile a class file; not modified
   * @param inputName as for {@link #transform(byte[], String)}
   * @param before the versions that the class has had; {@link Versions#NONE} for one that is loaded
   *     for the first time
   * @return the new class file, or the same bytes, and all versions up to this one
   */
  public Version transform(byte[] classFile, String inputName, Versions before) {
    Succession succession = Succession.after(before);
    Result result = transform(classFile, inputName, succession);
    if (result.changed() && succession.isRepetition()) {
      succession = Succession.inPlaceOf(before);
      result = transform(classFile, inputName, succession);
    }
    return new Version(result, result.changed() ? succession.versions() : before);
  }

  /**
   * A version of a class.
   *
   * @param result its class file
   * @param versions all versions so far
   */
  public record Version(Result result, Versions versions) {}

  private Result transform(byte[] classFile, String inputName, Succession succession) {
    ConstantPool pool;
    ClassReader reader;
    CodeScan scan;
    ClassNode node;
    try {
      pool = ConstantPool.scan(classFile);
      pool.checkWhole();
      if (!pool.mayConcernUs()) {
        return unchanged(classFile);
      }
      if (pool.version() > ConstantPool.NEWEST) {
        return refused(classFile, tooNew(pool, inputName));
      }
      reader = new ClassReader(classFile);
      scan = CodeScan.of(classFile, reader);
      node = new ConcernedClass(scan);
      reader.accept(node, new Attribute[] {Marker.prototype()}, ClassReader.EXPAND_FRAMES);
    } catch (RuntimeException | AssertionError e) {
      return refused(classFile, damaged(e, inputName));
    }
    try {
      return transform(reader, scan, node, succession, classFile);
    } catch (RefusedException e) {
      return refused(classFile, e.diagnostic());
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      // ASM throws AssertionErrors for some damage.
      boolean sound = Soundness.isSound(classFile);
      return refused(classFile, sound ? internal(e, node) : damaged(inputName));
    }
  }

  /**
   * Gives a class that was refused code that says so: each of its asynchronous methods, and each
   * that contains an await, throws an {@code IllegalStateException} with the diagnostic's text. For
   * the agent, where the JVM would otherwise run the untransformed class.
   *
   * @param classFile the refused class file
   * @param errors why it was refused; not empty
   * @return the new class file; the same bytes where they are no sound class file, which the JVM
   *     then reports itself
   */
  public byte[] poison(byte[] classFile, List<Diagnostic> errors) {
    try {
      return PoisonEmitter.poison(classFile, errors, Checker::concerns);
    } catch (RuntimeException e) {
      return classFile;
    }
  }

  /**
   * Tells what the asynchronous methods of a class become, or have become.
   *
   * @param classFile a class file, transformed or not
   * @param inputName as for {@link #transform}
   * @return the description; empty for a class without asynchronous methods, or with errors, which
   *     {@link #transform} tells
   */
  public Optional<ClassInfo> inspect(byte[] classFile, String inputName) {
    Result result = transform(classFile, inputName);
    if (result.hasErrors() || !mayConcernUs(classFile)) {
      return Optional.empty();
    }
    return ClassInfoReader.read(result.bytes());
  }

  /** A class with the code of all of its methods. */
  private static ClassNode whole(ClassReader reader) {
    ClassNode node = new ClassNode();
    reader.accept(node, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
    return node;
  }

  private static boolean mayConcernUs(byte[] classFile) {
    return ConstantPool.scan(classFile).mayConcernUs();
  }

  private Result transform(
      ClassReader reader, CodeScan scan, ClassNode node, Succession succession, byte[] classFile) {
    Marker marker = Marker.in(node);
    if (marker != null) {
      return marker.isAccepted()
          ? unchanged(classFile)
          : refused(classFile, otherVersion(marker, node));
    }
    if (Marker.isLostIn(node)) {
      return unchanged(classFile);
    }
    Checker checker = new Checker(node, scan.lambdaBodies(), () -> whole(reader));
    boolean ours = !checker.methods().isEmpty() || !checker.diagnostics().isEmpty();
    if (ours && (node.version & 0xFFFF) < OLDEST) {
      return refused(classFile, tooOld(node));
    }
    if (!checker.diagnostics().isEmpty()) {
      return new Result(classFile, false, checker.diagnostics());
    }
    List<Diagnostic> warnings = new ArrayList<>(Lints.check(node, checker.methods()));
    if (checker.methods().isEmpty()) {
      return new Result(classFile, false, wanted(warnings, reader));
    }
    ClassCompiler compiler = new ClassCompiler(reader, scan, node, succession);
    ClassCompiler.Output compiled = compiler.compile(checker.methods());
    warnings.addAll(compiler.largeMethods(compiled));
    return new Result(compiled.classFile(), true, wanted(warnings, reader));
  }

  private List<Diagnostic> wanted(List<Diagnostic> warnings, ClassReader reader) {
    if (warnings.isEmpty()) {
      return warnings;
    }
    SilencedWarnings silenced = SilencedWarnings.in(reader);
    return warnings.stream()
        .filter(warning -> options.wants(warning) && !silenced.contains(warning))
        .toList();
  }

  // ------------------------------------------------------------------ results

  private static Result unchanged(byte[] classFile) {
    return new Result(classFile, false, List.of());
  }

  private static Result refused(byte[] classFile, Diagnostic diagnostic) {
    return new Result(classFile, false, List.of(diagnostic));
  }

  private static Diagnostic tooNew(ConstantPool pool, String inputName) {
    return DiagnosticKind.TOO_NEW.at(
        Location.of(inputName),
        "the class file has version "
            + pool.version()
            + ", the newest that this release reads is "
            + ConstantPool.NEWEST);
  }

  private static Diagnostic tooOld(ClassNode node) {
    return DiagnosticKind.TOO_OLD.at(
        Location.of(node),
        "the class file has version "
            + (node.version & 0xFFFF)
            + ", the oldest that can be transformed is "
            + OLDEST);
  }

  private static Diagnostic otherVersion(Marker marker, ClassNode node) {
    return DiagnosticKind.OTHER_VERSION.at(
        Location.of(node),
        "the class was transformed by a Fermata with version "
            + marker.version()
            + " of the runtime interface, this one accepts "
            + (RuntimeNames.OLDEST_ABI == RuntimeNames.ABI
                ? "version " + RuntimeNames.ABI
                : "versions " + RuntimeNames.OLDEST_ABI + " to " + RuntimeNames.ABI));
  }

  private static Diagnostic damaged(Throwable e, String inputName) {
    String reason =
        e instanceof IllegalArgumentException
            ? e.getMessage()
            : "it ends too early or is inconsistent";
    return DiagnosticKind.DAMAGED.at(
        Location.of(inputName), "this is not a sound class file: " + reason);
  }

  private static Diagnostic damaged(String inputName) {
    return DiagnosticKind.DAMAGED.at(
        Location.of(inputName), "this is not a sound class file: its code is inconsistent");
  }

  private static Diagnostic internal(Throwable e, ClassNode node) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return DiagnosticKind.INTERNAL.at(
        Location.of(node), "Fermata " + version() + " failed on this class: " + trace);
  }

  /** The version of this transformer, from its jar; {@code development} outside of one. */
  public static String version() {
    String version = Transformer.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
