package dev.fermata.javac;

import com.sun.source.util.JavacTask;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/**
 * Where javac starts Fermata as an annotation processor. It processes nothing: it takes what only
 * processors get, the way to the class files, and listens from then on.
 */
public final class FermataProcessor extends AbstractProcessor {
  private static final String NOT_JAVAC =
      "Fermata can transform classes inside of javac only, and this compiler is another one (%s):"
          + " asynchronous methods stay as they are here. Transform them by the Maven plugin, the"
          + " command line's fermata transform, or -javaagent:fermata-transformer.jar when the"
          + " program starts";

  /** Made by javac. */
  public FermataProcessor() {}

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of("dev.fermata.Async", "dev.fermata.SilenceFermata");
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Set.of(JavacOptions.SKIP, JavacOptions.NO_WARN);
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public synchronized void init(ProcessingEnvironment given) {
    super.init(given);
    ProcessingEnvironment env = Environments.unwrapped(given);
    JavacTask task;
    try {
      task = JavacTask.instance(env);
    } catch (IllegalArgumentException | LinkageError notJavac) {
      given
          .getMessager()
          .printMessage(Diagnostic.Kind.WARNING, NOT_JAVAC.formatted(env.getClass().getName()));
      return;
    }
    Claim claim = new Claim(task);
    JavacOptions options =
        JavacOptions.parse(claim.take()).and(JavacOptions.parse(env.getOptions()));
    task.addTaskListener(
        new Compilation(task, claim, true, options, new FilerOutput(env.getFiler())));
  }

  /** Claims our annotations: javac's lint {@code processing} warns of those that nobody claims. */
  @Override
  @SuppressWarnings("DoNotClaimAnnotations") // nobody else has a use for them
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    return true;
  }
}
