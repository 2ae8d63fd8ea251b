package dev.fermata.javac;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.tools.StandardLocation;

/** Asks javac itself, by way of what annotation processors get. */
final class FilerOutput implements ClassOutput {
  private final Filer filer;
  private boolean hasModules = true;

  FilerOutput(Filer filer) {
    this.filer = filer;
  }

  @Override
  public Path fileOf(String module, String binaryName, Path source) throws IOException {
    String inPackage = ClassOutput.packageOf(binaryName);
    String fileName = ClassOutput.fileName(binaryName);
    Path file = path(resource(module, inPackage, fileName));
    if (file == null) {
      return null;
    }
    // Without -d javac writes beside the source, which the Filer is not told of: it gives the bare
    // name then.
    boolean hasFolder = inPackage.isEmpty() || endsWith(file, inPackage, fileName);
    boolean isBare = inPackage.isEmpty() && isBare(module);
    return (!hasFolder || isBare) && source != null ? source.resolveSibling(fileName) : file;
  }

  /** Asks with the module's name where each module has an output folder of its own. */
  private URI resource(String module, String inPackage, String fileName) throws IOException {
    if (hasModules && !module.isEmpty()) {
      try {
        return uri(module + "/" + inPackage, fileName);
      } catch (FilerException | IllegalArgumentException oneFolder) {
        hasModules = false;
      }
    }
    return uri(inPackage, fileName);
  }

  private URI uri(String place, String fileName) throws IOException {
    return filer.getResource(StandardLocation.CLASS_OUTPUT, place, fileName).toUri();
  }

  /** Whether there is no output folder, which is seen only where one has to be made. */
  private boolean isBare(String module) throws IOException {
    Path file = path(resource(module, "p", "Probe.class"));
    return file != null && !endsWith(file, "p", "Probe.class");
  }

  private static boolean endsWith(Path file, String inPackage, String fileName) {
    return file.endsWith(inPackage.replace('.', '/') + "/" + fileName);
  }

  /** The file that javac means; null for memory and the like. */
  private static Path path(URI uri) {
    try {
      return Path.of(uri);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return null;
    }
  }
}
