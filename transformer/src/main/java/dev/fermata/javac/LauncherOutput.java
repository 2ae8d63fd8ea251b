package dev.fermata.javac;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the arguments of this JVM where it is javac's own: a plugin has no other way to know where
 * classes go.
 *
 * @param isKnown whether this JVM is javac's own
 * @param folder what stands behind {@code -d}; null for none
 * @param hasModules whether there is a folder for each module in it
 */
record LauncherOutput(boolean isKnown, Path folder, boolean hasModules) implements ClassOutput {
  private static final String MAIN = "com.sun.tools.javac.Main";

  /** Looks at this JVM. */
  static LauncherOutput find() {
    String command = System.getProperty("sun.java.command", "");
    if (!command.startsWith(MAIN) && !command.startsWith("jdk.compiler/" + MAIN)) {
      return new LauncherOutput(false, null, false);
    }
    String behind = command.substring(command.indexOf(MAIN) + MAIN.length());
    // The system knows the arguments one by one, though not the last of many; the property does not
    // tell a space in a name from one between two.
    String[] exact = ProcessHandle.current().info().arguments().orElse(new String[0]);
    List<String> arguments =
        List.of(exact).contains("-d") ? List.of(exact) : ArgumentFile.plainWords(behind);
    return of(arguments, System.getenv("JDK_JAVAC_OPTIONS"));
  }

  /**
   * Reads javac's arguments.
   *
   * @param more what stands in the environment; null for nothing
   */
  static LauncherOutput of(List<String> arguments, String more) {
    List<String> all = new ArrayList<>(ArgumentFile.words(more == null ? "" : more));
    all.addAll(arguments);
    List<String> expanded = new ArrayList<>();
    for (String argument : all) {
      expanded.addAll(ArgumentFile.expanded(argument));
    }
    int folder = expanded.lastIndexOf("-d");
    boolean has = folder >= 0 && folder + 1 < expanded.size();
    return new LauncherOutput(
        true, has ? Path.of(expanded.get(folder + 1)) : null, hasModules(expanded));
  }

  private static boolean hasModules(List<String> arguments) {
    for (String argument : arguments) {
      if (argument.startsWith("--module-source-path")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Path fileOf(String module, String binaryName, Path source) {
    if (!isKnown) {
      return null;
    }
    String fileName = ClassOutput.fileName(binaryName);
    if (folder == null) {
      return source == null ? null : source.resolveSibling(fileName);
    }
    Path base = hasModules ? folder.resolve(module) : folder;
    return base.resolve(ClassOutput.packageOf(binaryName).replace('.', '/')).resolve(fileName);
  }
}
