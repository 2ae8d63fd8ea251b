package dev.fermata.agent;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.Transformer.Version;
import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import dev.fermata.transformer.diagnostic.Location;
import dev.fermata.transformer.inspect.Versions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A class that is being loaded, or takes the place of a loaded one, and may have asynchronous
 * methods.
 *
 * <p>The JVM swallows what an agent throws and defines the class as it was. So nothing is thrown: a
 * class that cannot be transformed is defined all the same, but its asynchronous methods then throw
 * the reason.
 */
final class LoadedClass {
  private static final String RUNTIME = "dev/fermata/continuation/Frame.class";

  private final ClassLoader loader;
  private final String internalName;
  private final String name;
  private final byte[] classFile;
  private final AgentOptions options;
  private final PrintStream err;
  private final Transformer transformer;
  private final LoadedVersions versions;
  private final boolean redefined;

  LoadedClass(
      ClassLoader loader,
      String internalName,
      boolean redefined,
      byte[] classFile,
      LoadedVersions versions,
      AgentOptions options,
      PrintStream err) {
    this.loader = loader;
    this.internalName = internalName;
    this.name = internalName.replace('/', '.');
    this.classFile = classFile;
    this.options = options;
    this.err = err;
    this.redefined = redefined;
    this.versions = versions;
    this.transformer = new Transformer(new Options(options.silenced()));
  }

  /** The class file to define; null for the one that was given. */
  byte[] transformed() {
    byte[] changed;
    try {
      changed = transform();
    } catch (RuntimeException | Error e) {
      changed = poison(List.of(defect(e)));
    }
    if (changed != null && options.dump() != null) {
      dump(changed);
    }
    return changed;
  }

  private byte[] transform() {
    // What another class of the same name was, that could not be defined, does not count.
    Versions before = redefined ? versions.of(loader, internalName) : Versions.NONE;
    Version version = transformer.transform(classFile, name, before);
    Result result = version.result();
    for (Diagnostic diagnostic : result.diagnostics()) {
      if (!diagnostic.isError()) {
        err.println(diagnostic);
      }
    }
    if (result.hasErrors()) {
      return poison(result.diagnostics().stream().filter(Diagnostic::isError).toList());
    }
    if (!result.changed()) {
      return null;
    }
    if (loader.getResource(RUNTIME) == null) {
      return poison(List.of(runtimeMissing()));
    }
    versions.put(loader, internalName, version.versions());
    return result.bytes();
  }

  private byte[] poison(List<Diagnostic> errors) {
    errors.forEach(err::println);
    return transformer.poison(classFile, errors);
  }

  private Diagnostic runtimeMissing() {
    String loaderName = loader.getName() == null ? "" : " '" + loader.getName() + "'";
    return DiagnosticKind.RUNTIME_MISSING.at(
        Location.of(name),
        "its class loader%s, a %s, does not find Fermata's runtime"
            .formatted(loaderName, loader.getClass().getName()));
  }

  private Diagnostic defect(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return DiagnosticKind.INTERNAL.at(
        Location.of(name), "Fermata " + Transformer.version() + " failed on this class: " + trace);
  }

  private void dump(byte[] changed) {
    Path file = options.dump().resolve(internalName + ".class");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, changed);
    } catch (IOException e) {
      err.println("fermata agent: " + file + " cannot be written: " + e.getMessage());
    }
  }
}
