package dev.fermata.javac;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.Diagnostic.Kind;

/** What is found in a compilation, kept until javac can print it as its own. */
final class Messages {
  private static final String COMPILER = "com.sun.tools.javac.main.JavaCompiler";

  private static final String PLUGIN_ONLY =
      "Fermata cannot see where this compiler writes its classes, because no annotation processor"
          + " of this compilation was started that would be told (-proc:none, or the default of"
          + " JDK 23 and later without a processor path; or a processor before it claims all"
          + " annotations): asynchronous methods stay as they are. Put fermata-transformer first on"
          + " the processor path, or use -proc:full, the Maven plugin, fermata transform, or"
          + " -javaagent:fermata-transformer.jar when the program starts";

  private static final String MEMORY =
      "Fermata cannot write to where this compiler writes its classes, which is no file system:"
          + " asynchronous methods stay as they are. Use -javaagent:fermata-transformer.jar when"
          + " the program starts, or transform the class files by fermata transform";

  private final JavacTask task;
  private final List<Message> all = new ArrayList<>();
  private final Map<CompilationUnitTree, SourceText> sources = new HashMap<>();
  private boolean isBlind;

  /** Classes of one unit come one after the other; its text is looked at once. */
  private CompilationUnitTree lastSeen;

  Messages(JavacTask task) {
    this.task = task;
  }

  /** A text, and what it is about; null stands for the whole unit. */
  private record Message(Kind kind, String text, CompilationUnitTree unit, Diagnostic about) {}

  /** Takes what was found in a class. */
  void add(CompilationUnitTree unit, List<Diagnostic> found) {
    for (Diagnostic diagnostic : found) {
      Kind kind = diagnostic.isError() ? Kind.ERROR : Kind.WARNING;
      String text =
          "[%s] %s: %s; %s"
              .formatted(
                  diagnostic.id(), diagnostic.member(), diagnostic.problem(), diagnostic.advice());
      add(new Message(kind, text, unit, diagnostic));
    }
  }

  /** Takes a fault of our own, which is not to end the compiler. */
  void addFailure(CompilationUnitTree unit, String className, Throwable error) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    String text =
        "[FERMATA-099] %s: Fermata %s failed on this class; report this: %s"
            .formatted(className, Transformer.version(), trace);
    add(new Message(Kind.ERROR, text, unit, null));
  }

  void addWrongOptions(CompilationUnitTree unit, List<String> wrong) {
    for (String text : wrong) {
      add(new Message(Kind.ERROR, text, unit, null));
    }
  }

  /**
   * Warns, once, that a class of a program that uses Fermata cannot be reached.
   *
   * @param isProcessor whether javac tells where its classes are, and no file is there
   */
  void addBlind(CompilationUnitTree unit, boolean isProcessor) {
    if (isBlind || unit == lastSeen) {
      return;
    }
    lastSeen = unit;
    if (new SourceText(unit).mentionsFermata()) {
      isBlind = true;
      add(new Message(Kind.WARNING, isProcessor ? MEMORY : PLUGIN_ONLY, unit, null));
    }
  }

  private void add(Message message) {
    all.add(message);
    if (!endsByEvent()) {
      print();
    }
  }

  /** Whether javac tells when it ends: not where a program calls its steps one by one. */
  private static boolean endsByEvent() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(
                    frame ->
                        frame.getClassName().equals(COMPILER)
                            && frame.getMethodName().equals("compile")));
  }

  private SourceText source(CompilationUnitTree unit) {
    return sources.computeIfAbsent(unit, SourceText::new);
  }

  /** Prints what has been found so far, as javac's own errors and warnings. */
  void print() {
    if (all.isEmpty()) {
      return;
    }
    Trees trees = Trees.instance(task);
    for (Message message : all) {
      print(trees, message);
    }
    all.clear();
    sources.clear();
  }

  private void print(Trees trees, Message message) {
    Tree place = message.unit;
    if (message.about != null) {
      SourceText source = source(message.unit);
      SourcePlace found = source.find(message.about);
      if (message.kind == Kind.WARNING && found.isSilenced(message.about.id())) {
        return;
      }
      place = found.tree() == null ? message.unit : found.tree();
    }
    trees.printMessage(message.kind, message.text, place, message.unit);
  }
}
