package dev.fermata.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.model.RuntimeNames;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;

/**
 * Packages use each other in one direction only. The tables are the architecture; a class that
 * breaks them fails here.
 */
class LayersTest {
  private static final String T = "dev/fermata/transformer";

  private static final Map<String, Set<String>> TRANSFORMER =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("diagnostic", Set.of("model")),
          Map.entry("scan", Set.of("model")),
          Map.entry("analyse", Set.of("model")),
          Map.entry("normalise", Set.of("analyse", "model")),
          Map.entry("check", Set.of("analyse", "diagnostic", "model")),
          Map.entry("lint", Set.of("analyse", "check", "diagnostic", "model")),
          Map.entry("plan", Set.of("analyse", "model", "scan")),
          Map.entry("inspect", Set.of("analyse", "model", "plan", "scan")),
          Map.entry(
              "emit",
              Set.of("analyse", "diagnostic", "inspect", "model", "plan", "scan", "verify")),
          Map.entry("verify", Set.of("model")),
          Map.entry(
              "",
              Set.of(
                  "analyse",
                  "check",
                  "diagnostic",
                  "emit",
                  "inspect",
                  "lint",
                  "model",
                  "normalise",
                  "plan",
                  "scan",
                  "verify")));

  @Test
  void packagesOfTheTransformerUseOnlyTheOnesBelowThem() throws Exception {
    assertEquals(List.of(), breaches(Transformer.class, T, TRANSFORMER));
  }

  @Test
  void everyClassOfTheRuntimeIsKnownAsOne() throws Exception {
    Path classes =
        Path.of(
            dev.fermata.Fermata.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> unknown = new ArrayList<>();
    for (String name : classNames(classes)) {
      if (!RuntimeNames.isRuntime(name)) {
        unknown.add(name);
      }
    }
    assertEquals(List.of(), unknown);
  }

  private static List<String> classNames(Path location) throws IOException {
    if (Files.isDirectory(location)) {
      return classNames(location, location);
    }
    try (FileSystem jar = FileSystems.newFileSystem(location)) {
      Path root = jar.getPath("/");
      return classNames(root, root.resolve("dev"));
    }
  }

  private static List<String> classNames(Path root, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.startsWith("dev/") && name.endsWith(".class"))
          .map(name -> name.replace(".class", ""))
          .toList();
    }
  }

  private static List<String> breaches(
      Class<?> anchor, String root, Map<String, Set<String>> allowed)
      throws IOException, URISyntaxException {
    URI location = anchor.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path path = Path.of(location);
    if (Files.isDirectory(path)) {
      return breaches(path.resolve(root), root, allowed);
    }
    try (FileSystem jar = FileSystems.newFileSystem(path)) {
      return breaches(jar.getPath(root), root, allowed);
    }
  }

  private static List<String> breaches(Path folder, String root, Map<String, Set<String>> allowed)
      throws IOException {
    Set<String> breaches = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = root + "/" + folder.relativize(file).toString().replace('\\', '/');
        String from = layer(name, root);
        for (String used : usedTypes(Files.readAllBytes(file))) {
          String to = used.startsWith(root + "/") ? layer(used, root) : from;
          assertTrue(allowed.containsKey(from), "a package without a layer: " + name);
          if (!to.equals(from) && !allowed.get(from).contains(to)) {
            breaches.add(name + " uses " + used);
          }
        }
      }
    }
    return List.copyOf(breaches);
  }

  /** The package of a type below the root, empty for the root itself. */
  private static String layer(String type, String root) {
    String rest = type.substring(root.length() + 1);
    int slash = rest.indexOf('/');
    return slash < 0 ? "" : rest.substring(0, slash);
  }

  private static Set<String> usedTypes(byte[] classFile) {
    Set<String> types = new TreeSet<>();
    Remapper collector =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String internalName) {
            types.add(internalName);
            return internalName;
          }
        };
    // A visitor that takes nothing would not be shown the methods' code.
    new ClassReader(classFile).accept(new ClassRemapper(new ClassNode(), collector), 0);
    return types;
  }
}
