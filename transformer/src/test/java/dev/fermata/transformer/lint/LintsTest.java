package dev.fermata.transformer.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Fermata;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.model.AsyncMethod;
import dev.fermata.transformer.model.AsyncMethod.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The lints find nothing in code that many have read: the JDK's, of which every method that returns
 * a stage is taken for an asynchronous one, and ours. {@code -Dfermata.lint.modules=all} reads all
 * modules of the JDK.
 */
class LintsTest {
  private static final Set<String> SOME = Set.of("java.base", "java.net.http");
  private static final boolean ALL = "all".equals(System.getProperty("fermata.lint.modules"));

  @Test
  void nothingIsWrongWithTheJdk() throws IOException {
    Set<String> findings = new TreeSet<>();
    FileSystem image = FileSystems.getFileSystem(URI.create("jrt:/"));
    int stages = 0;
    try (Stream<Path> modules = Files.list(image.getPath("modules"))) {
      for (Path module : modules.toList()) {
        if (ALL || SOME.contains(module.getFileName().toString())) {
          stages += check(module, findings);
        }
      }
    }
    assertTrue(stages > 100, "methods that return stages: " + stages);
    assertEquals(Set.of(), findings);
  }

  @Test
  void nothingIsWrongWithOurOwnClasses() throws IOException, URISyntaxException {
    Set<String> findings = new TreeSet<>();
    for (Class<?> type : List.of(Fermata.class, Transformer.class)) {
      Path classes = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(classes)) {
        check(classes, findings);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(classes)) {
          check(jar.getPath("/"), findings);
        }
      }
    }
    assertEquals(Set.of(), findings);
  }

  /**
   * Adds what is found in the classes below a folder, and counts the methods that return stages.
   */
  private static int check(Path folder, Set<String> findings) throws IOException {
    int stages = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        ClassNode node = new ClassNode();
        new ClassReader(Files.readAllBytes(file)).accept(node, ClassReader.EXPAND_FRAMES);
        List<AsyncMethod> async = returningStages(node);
        stages += async.size();
        for (Diagnostic warning : Lints.check(node, async)) {
          findings.add(warning.id() + " " + warning.className() + "." + warning.method());
        }
      }
    }
    return stages;
  }

  private static List<AsyncMethod> returningStages(ClassNode node) {
    List<AsyncMethod> found = new ArrayList<>();
    for (MethodNode method : node.methods) {
      Kind kind = Kind.of(method.desc);
      if (kind != null && (method.access & Opcodes.ACC_ABSTRACT) == 0) {
        found.add(new AsyncMethod(method, found.size(), kind));
      }
    }
    return found;
  }
}
