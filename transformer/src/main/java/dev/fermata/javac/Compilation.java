package dev.fermata.javac;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.scan.ConstantPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/**
 * One run of javac: reads each class that it has written, and writes it anew where it is
 * asynchronous.
 *
 * <p>Nothing leaves this but messages, for what a listener throws ends the compiler. An error is
 * printed when the compilation ends: after an error javac writes no more classes, and so one would
 * hide all others.
 */
final class Compilation implements TaskListener {
  private final JavacTask task;
  private final Claim claim;
  private final boolean isProcessor;
  private final JavacOptions options;
  private final ClassOutput output;
  private final Messages messages;

  /** What is only made for a program with asynchronous methods. */
  private Transformer transformer;

  /** The class file before javac writes it. */
  private Stamp before;

  private boolean hasToldOptions;
  private boolean isDecided;
  private boolean isActive;

  /**
   * Makes one.
   *
   * @param isProcessor whether this has what the processor gets, else it is the plugin's and stands
   *     aside where there is one of the processor
   */
  Compilation(
      JavacTask task, Claim claim, boolean isProcessor, JavacOptions options, ClassOutput output) {
    this.task = task;
    this.claim = claim;
    this.isProcessor = isProcessor;
    this.options = options;
    this.output = output;
    this.messages = new Messages(task);
  }

  @Override
  public void started(TaskEvent event) {
    if (event.getKind() == TaskEvent.Kind.GENERATE && !isDecided) {
      // All processors have been started by now.
      isDecided = true;
      isActive = isProcessor || !claim.isTaken();
      if (!isProcessor) {
        claim.end();
      }
    }
    if (event.getKind() == TaskEvent.Kind.GENERATE && isOurs()) {
      guarded(event, () -> before = Stamp.of(file(event)));
    }
  }

  @Override
  public void finished(TaskEvent event) {
    switch (event.getKind()) {
      case GENERATE -> {
        if (isOurs()) {
          guarded(event, () -> generated(event));
        }
      }
      case COMPILATION -> {
        messages.print();
        claim.end();
      }
      default -> {}
    }
  }

  private boolean isOurs() {
    return isActive && !options.skip();
  }

  /** What may throw anything. */
  private interface Work {
    void run() throws IOException;
  }

  private void guarded(TaskEvent event, Work work) {
    try {
      work.run();
    } catch (Throwable error) {
      messages.addFailure(
          event.getCompilationUnit(), String.valueOf(event.getTypeElement()), error);
    }
  }

  // ------------------------------------------------------------------ a class

  private void generated(TaskEvent event) throws IOException {
    String name = nameOf(event);
    if (name == null) {
      return;
    }
    tellOptions(event.getCompilationUnit());
    Path file = file(event);
    if (file == null) {
      messages.addBlind(event.getCompilationUnit(), isProcessor);
      return;
    }
    // A file that is not the one that javac has just written is left alone, and that is told.
    if (!Stamp.of(file).isNewerThan(before)) {
      messages.addBlind(event.getCompilationUnit(), isProcessor);
      return;
    }
    byte[] written = Files.readAllBytes(file);
    if (mayConcernUs(written)) {
      transform(event, name, file, written);
    }
  }

  private static boolean mayConcernUs(byte[] classFile) {
    try {
      return ConstantPool.scan(classFile).mayConcernUs();
    } catch (IndexOutOfBoundsException | IllegalArgumentException damaged) {
      return true;
    }
  }

  private void transform(TaskEvent event, String name, Path file, byte[] written)
      throws IOException {
    if (transformer == null) {
      transformer = new Transformer(options.transformation());
    }
    Result result = transformer.transform(written, name);
    if (result.changed()) {
      // Not by the Filer: javac warns of a file that is written twice.
      Files.write(file, result.bytes());
    }
    messages.add(event.getCompilationUnit(), result.diagnostics());
  }

  private void tellOptions(CompilationUnitTree unit) {
    if (!hasToldOptions) {
      hasToldOptions = true;
      messages.addWrongOptions(unit, options.wrong());
    }
  }

  // ------------------------------------------------------------------ its file

  /** The binary name of a class; null for what has no code, and no package that could be asked. */
  private String nameOf(TaskEvent event) {
    TypeElement type = event.getTypeElement();
    if (type == null) {
      return null;
    }
    String name = task.getElements().getBinaryName(type).toString();
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return simple.equals("module-info") || simple.equals("package-info") ? null : name;
  }

  private Path file(TaskEvent event) throws IOException {
    String name = nameOf(event);
    return name == null
        ? null
        : output.fileOf(moduleOf(event.getTypeElement()), name, source(event));
  }

  /** The name of a class's module; empty where it has none, or the language is older than they. */
  private String moduleOf(TypeElement type) {
    Elements elements = task.getElements();
    ModuleElement module = elements.getModuleOf(type);
    return module == null ? "" : module.getQualifiedName().toString();
  }

  private static Path source(TaskEvent event) {
    try {
      return Path.of(event.getSourceFile().toUri());
    } catch (RuntimeException inMemory) {
      return null;
    }
  }
}
