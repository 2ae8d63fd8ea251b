package dev.fermata.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.Fermata;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of all public names is what the classes have: a change of the API shows itself in that
 * page's diff. Where they differ, the page as it should be is written to {@code target}.
 */
class PublicApiTest {
  private static final Path PAGE = Path.of("../docs/public-api.md");
  private static final Path ACTUAL = Path.of("target/public-api.md");

  private static final String HEAD =
      """
      # All public names

      What programs may name, type by type, as it is compiled; a test compares this page with the classes. What each means, its Javadoc says.
      Left out are what types inherit, and `dev.fermata.continuation`, which only transformed code calls.
      """;

  @Test
  void thePageListsAllThatIsPublic() throws IOException, URISyntaxException {
    String actual =
        HEAD
            + section("dev.fermata")
            + section("dev.fermata.net")
            + section("dev.fermata.process")
            + section("dev.fermata.sync");
    Files.writeString(Files.createDirectories(ACTUAL.getParent()).resolve("public-api.md"), actual);
    assertEquals(
        Files.readString(PAGE),
        actual,
        "the API has changed: look at " + ACTUAL + ", copy it here");
  }

  private static String section(String name) throws IOException, URISyntaxException {
    StringBuilder text = new StringBuilder("\n## " + name + "\n\n```text\n");
    for (Class<?> type : types(name)) {
      describe(type, text);
    }
    return text.append("```\n").toString();
  }

  private static List<Class<?>> types(String name) throws IOException, URISyntaxException {
    Path classes =
        Path.of(Fermata.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.list(classes.resolve(name.replace('.', '/')))) {
      for (Path file : files.sorted().toList()) {
        String simple = file.getFileName().toString();
        if (simple.endsWith(".class") && !simple.startsWith("package-info")) {
          Class<?> type = load(name + "." + simple.replace(".class", ""));
          if (Modifier.isPublic(type.getModifiers()) && !type.isAnonymousClass()) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicApiTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static void describe(Class<?> type, StringBuilder text) {
    text.append(shortened(type.toGenericString())).append(parents(type)).append('\n');
    List<String> members = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (isShown(field.getModifiers(), field.isSynthetic())) {
        members.add(shortened(field.toGenericString()));
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isShown(constructor.getModifiers(), constructor.isSynthetic()) && isOpen(constructor)) {
        members.add(shortened(constructor.toGenericString()));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isShown(method.getModifiers(), method.isSynthetic())) {
        members.add(shortened(method.toGenericString()).replace(ownName(type) + ".", ""));
      }
    }
    Collections.sort(members);
    members.forEach(member -> text.append("  ").append(member).append('\n'));
  }

  private static boolean isShown(int modifiers, boolean synthetic) {
    return (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers)) && !synthetic;
  }

  /** Whether programs can call it: they cannot where it takes a permit of the library. */
  private static boolean isOpen(Executable executable) {
    return Arrays.stream(executable.getParameterTypes())
        .noneMatch(type -> type.getName().startsWith("dev.fermata.internal."));
  }

  private static String parents(Class<?> type) {
    String parents =
        Stream.concat(
                Stream.ofNullable(type.getGenericSuperclass()),
                Stream.of(type.getGenericInterfaces()))
            .map(parent -> shortened(parent.getTypeName()))
            .filter(name -> !name.startsWith("internal.") && !name.equals("Object"))
            .collect(Collectors.joining(", "));
    return parents.isEmpty() ? "" : " extends " + parents;
  }

  private static String ownName(Class<?> type) {
    return shortened(type.getName());
  }

  private static String shortened(String text) {
    return text.replaceAll(
            "\\bjava\\.(lang|util|time|util\\.concurrent|util\\.function)\\.(?=[A-Z])", "")
        .replaceAll("\\bdev\\.fermata\\.(net\\.|sync\\.)?(?=[A-Z])", "")
        .replace("dev.fermata.internal.", "internal.");
  }
}
