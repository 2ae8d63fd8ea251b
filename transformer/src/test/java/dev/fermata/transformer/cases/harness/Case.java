package dev.fermata.transformer.cases.harness;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.objectweb.asm.tree.ClassNode;

/**
 * One target program: the members of the class {@code targets.Target}, among them {@code run}, and
 * what its run must print.
 *
 * <p>{@link #prints} compiles it with several compilers and options, and runs each class file
 * untransformed on a replacement runtime, and transformed in every {@link Mode}.
 */
public final class Case {
  private final String members;
  private final Map<String, String> others = new TreeMap<>();
  private final Map<String, String> names = new TreeMap<>();
  private int level = 8;
  private boolean exact;
  private boolean onlyEcj;
  private boolean straight = true;
  private boolean ecj = true;
  private boolean stages = true;
  private boolean lines;
  private boolean sorted;
  private boolean single;
  private Consumer<ClassNode> edit;
  private String replaced;
  private String replacement;
  private String missing = "(none)";
  private boolean assertions = true;
  private List<Mode> modes = List.of(Mode.values());

  private Case(String members) {
    this.members = members;
  }

  /**
   * A program whose class {@code targets.Target} has these members; they begin in line 2 of the
   * file.
   */
  public static Case of(String members) {
    return new Case(members);
  }

  /** Another source file of the program, such as {@code lib/Lib.java}. */
  public Case with(String path, String text) {
    others.put(path, text);
    return this;
  }

  /** The Java version that the source needs; 8 when not called. */
  public Case java(int sourceLevel) {
    level = sourceLevel;
    return this;
  }

  /** For programs that do what plain Java cannot: no comparison with a straight run. */
  public Case notStraight() {
    straight = false;
    return this;
  }

  /** For sources that only javac compiles. */
  public Case notEcj() {
    ecj = false;
    return this;
  }

  /** For programs that need coroutines, so that {@code run} cannot return a stage instead. */
  public Case onlyCoroutines() {
    stages = false;
    return this;
  }

  /**
   * For programs that show line numbers or names of variables: compiles with debug information
   * only.
   */
  public Case withLines() {
    lines = true;
    return this;
  }

  /** Runs the program with assertions switched off; on is the default. */
  public Case withoutAssertions() {
    assertions = false;
    return this;
  }

  /** Changes the class file of {@code targets.Target} before anything else is done with it. */
  public Case edit(Consumer<ClassNode> change) {
    edit = change;
    return this;
  }

  /**
   * Gives the members of one name, in all classes, another, which Java may not be able to write.
   */
  public Case rename(String from, String to) {
    names.put(from, to);
    return this;
  }

  /**
   * Takes one class from another version of the program, as if it alone had been compiled again.
   */
  public Case replaceClass(String name, String otherMembers) {
    replaced = name;
    replacement = otherMembers;
    return this;
  }

  /** Compiles with Eclipse's compiler where {@link #onlyLevel} asks for one compiler. */
  public Case ecj() {
    onlyEcj = true;
    return this;
  }

  /** Compiles only with javac, for this Java version, but in every flavour. */
  public Case onlyLevel(int sourceLevel) {
    level = sourceLevel;
    exact = true;
    return this;
  }

  /** Leaves the classes whose names begin so out of the run, although the sources need them. */
  public Case without(String prefix) {
    missing = prefix;
    return this;
  }

  /** For programs that print things in no certain order. */
  public Case sortedTrace() {
    sorted = true;
    return this;
  }

  /** For programs that print what differs between compilers. */
  public Case onlyOneCompiler() {
    single = true;
    return this;
  }

  /** For programs that only make sense where every await really suspends. */
  public Case onlyPending() {
    return notStraight().modes(Mode.PENDING_FUTURES, Mode.PENDING_SLEEPS);
  }

  /** Runs the program in these modes only. */
  public Case modes(Mode... some) {
    modes = List.of(some);
    return this;
  }

  /** Asserts the trace of all runs; its last line is {@code = result} or {@code ! exception}. */
  public void prints(String... expected) {
    run(new Report(List.of(expected), assertions, sorted));
  }

  /**
   * Asserts that all runs have the trace of the first straight run, where it is tedious to work
   * out.
   */
  public void matchesStraight() {
    run(new Report(null, assertions, sorted));
  }

  private void run(Report report) {
    Variant.assumeSupported(level);
    for (Variant variant : variants()) {
      Map<String, byte[]> before = variant.compile(members, others);
      if (replaced != null) {
        before.put(replaced, variant.compile(replacement, others).get(replaced));
      }
      before.keySet().removeIf(name -> name.startsWith(missing));
      before.replaceAll((name, bytes) -> ClassEdit.rename(bytes, names));
      before.computeIfPresent("targets.Target", (name, bytes) -> ClassEdit.apply(bytes, edit));
      if (straight) {
        report.compare(variant, Mode.STRAIGHT, TargetLoader.straight(before), Map.of());
      }
      Map<String, byte[]> after = report.transform(variant, before);
      for (Mode mode : after.isEmpty() ? List.<Mode>of() : modes) {
        if (mode != Mode.STRAIGHT) {
          report.compare(variant, mode, TargetLoader.real(after), after);
        }
      }
    }
    report.finish();
  }

  /** The class files that javac makes of this program, with debug information, not transformed. */
  public Map<String, byte[]> compile() {
    return compile(level);
  }

  /** As {@link #compile()}, for some Java version. */
  public Map<String, byte[]> compile(int level) {
    Variant.assumeSupported(level);
    return new Variant(Compiler.JAVAC, level, "-g", Flavour.AWAITABLES).compile(members, others);
  }

  /** As {@link #compile}, of this program's class {@code targets.Target} alone. */
  public byte[] compileTarget() {
    return ClassEdit.apply(compile().get("targets.Target"), edit);
  }

  private List<Variant> variants() {
    if (exact) {
      return Variant.ofLevel(onlyEcj ? Compiler.ECJ : Compiler.JAVAC, level);
    }
    return Variant.of(level, ecj, stages).stream()
        .map(variant -> lines ? variant.withLines() : variant)
        .limit(single ? 1 : Integer.MAX_VALUE)
        .toList();
  }
}
