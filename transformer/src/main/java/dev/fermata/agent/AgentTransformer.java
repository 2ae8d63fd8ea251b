package dev.fermata.agent;

import dev.fermata.transformer.Diagnostic;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.check.Place;
import dev.fermata.transformer.check.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.instrument.ClassFileTransformer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;

/**
 * Transforms the classes that the JVM is about to define.
 *
 * <p>The JVM swallows what is thrown here and defines the class as it was. So nothing is thrown: a
 * class that cannot be transformed is defined all the same, but its asynchronous methods then throw
 * the reason.
 *
 * <p>It has no state, takes no lock and loads no class of the program, so that classes can be
 * loaded in parallel.
 */
final class AgentTransformer implements ClassFileTransformer {
  private static final String RUNTIME = "dev/fermata/continuation/Frame.class";

  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

  private final Transformer transformer;
  private final AgentOptions options;
  private final PrintStream err;

  AgentTransformer(Transformer transformer, AgentOptions options, PrintStream err) {
    this.transformer = transformer;
    this.options = options;
    this.err = err;
  }

  /** Returns null, which means "as it was", for all classes that are none of our business. */
  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    // Hidden classes, those of lambdas for example, have no name.
    if (loader == null || loader == PLATFORM || className == null || !options.covers(className)) {
      return null;
    }
    try {
      byte[] changed = transform(loader, className, classFile);
      if (changed != null && options.dump() != null) {
        dump(className, changed);
      }
      return changed;
    } catch (RuntimeException | Error e) {
      return poison(classFile, List.of(defect(className, e)));
    }
  }

  private byte[] transform(ClassLoader loader, String className, byte[] classFile) {
    Result result = transformer.transform(classFile, className.replace('/', '.'));
    for (Diagnostic diagnostic : result.diagnostics()) {
      if (!diagnostic.isError()) {
        err.println(diagnostic);
      }
    }
    if (result.hasErrors()) {
      return poison(classFile, result.diagnostics());
    }
    if (!result.changed()) {
      return null;
    }
    return loader.getResource(RUNTIME) == null
        ? poison(classFile, List.of(runtimeMissing(loader, className)))
        : result.bytes();
  }

  private byte[] poison(byte[] classFile, List<Diagnostic> diagnostics) {
    List<Diagnostic> errors = diagnostics.stream().filter(Diagnostic::isError).toList();
    errors.forEach(err::println);
    return transformer.poison(classFile, errors);
  }

  private static Diagnostic runtimeMissing(ClassLoader loader, String className) {
    String name = loader.getName() == null ? "" : " '" + loader.getName() + "'";
    return Problem.RUNTIME_MISSING.at(
        Place.of(className.replace('/', '.')),
        "its class loader%s, a %s, does not find Fermata's runtime"
            .formatted(name, loader.getClass().getName()));
  }

  private static Diagnostic defect(String className, Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return Problem.INTERNAL.at(
        Place.of(className.replace('/', '.')),
        "Fermata " + Transformer.version() + " failed on this class: " + trace);
  }

  private void dump(String className, byte[] classFile) {
    Path file = options.dump().resolve(className + ".class");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, classFile);
    } catch (IOException e) {
      err.println("fermata agent: " + file + " cannot be written: " + e.getMessage());
    }
  }
}
