package dev.fermata.checks.conformance;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests of this package. */
final class Tests {
  private Tests() {}

  /** All test methods, by class and name. */
  static List<Method> all() throws IOException, URISyntaxException {
    Path classes = Path.of(Tests.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String folder = Tests.class.getPackageName().replace('.', '/');
    try (Stream<Path> files = Files.list(classes.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Test.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .sorted()
          .map(Tests::load)
          .flatMap(
              type ->
                  Arrays.stream(type.getDeclaredMethods())
                      .sorted(Comparator.comparing(Method::getName)))
          .filter(method -> method.isAnnotationPresent(Test.class))
          .toList();
    }
  }

  private static Class<?> load(String simpleName) {
    try {
      return Class.forName(Tests.class.getPackageName() + "." + simpleName);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
