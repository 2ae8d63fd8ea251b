package dev.fermata.checks.ways;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs run when ProGuard has shrunk them and renamed what it may, by the runtime's own rules.
 */
class ProGuardIT {
  private static final String RULES = "META-INF/proguard/fermata-runtime.pro";

  /** What the runtime and the samples use of the JDK. */
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.net.http",
          "jdk.jfr",
          "jdk.unsupported");

  private static final String SHAPES =
      """
      package shapes;

      import static dev.fermata.Fermata.*;

      import dev.fermata.*;
      import java.time.Duration;
      import java.util.concurrent.CompletableFuture;

      public class Shapes {
        interface Shape {
          Coroutine<Integer> area(int side) throws Exception;
        }

        record Label(String text) {}

        static class Square implements Shape {
          @Async
          public Coroutine<Integer> area(int side) throws Exception {
            await(yieldNow());
            if (side > 2) {
              throw new IllegalStateException("too large: " + side);
            }
            return Coroutine.of(side * side);
          }
        }

        static class Base {
          @Async
          protected Coroutine<Label> label(Label label, long wide, double wider) {
            await(sleep(Duration.ofMillis(1)));
            return Coroutine.of(new Label(label.text() + wide + wider));
          }
        }

        static class Derived extends Base {
          @Async
          Coroutine<String> text() {
            return Coroutine.of(await(label(new Label("a"), 1, 2)).text());
          }
        }

        @Async
        static CompletableFuture<String> stage() {
          await(yieldNow());
          return CompletableFuture.completedFuture("stage");
        }

        @Async
        static Coroutine<Void> all() throws Exception {
          Shape square = new Square();
          for (int side = 0; side < 8; side++) {
            try {
              System.out.println(await(square.area(side % 4)));
            } catch (IllegalStateException e) {
              System.out.println(e.getMessage());
            }
          }
          System.out.println(await(new Derived().text()));
          System.out.println(await(stage()));
          return Coroutine.done();
        }

        public static void main(String[] arguments) throws Exception {
          run(all());
        }
      }
      """;

  @TempDir static Path folder;

  private static Path shrunk;

  @BeforeAll
  static void shrink() throws Exception {
    Path source = Files.writeString(folder.resolve("Shapes.java"), SHAPES);
    Path shapes = Files.createDirectories(folder.resolve("shapes"));
    Compiler.transform(List.of(source), shapes);
    Path rules = folder.resolve("rules.pro");
    try (JarFile jar = new JarFile(Repository.RUNTIME.toFile())) {
      Files.copy(jar.getInputStream(jar.getEntry(RULES)), rules);
    }
    shrunk = folder.resolve("shrunk.jar");
    List<String> options = new ArrayList<>();
    options.add("-injars " + shapes);
    options.add("-injars " + Repository.ROOT.resolve("samples/tour/target/classes"));
    options.add("-injars " + Repository.RUNTIME + "(!module-info.class)");
    options.add("-outjars " + shrunk);
    options.add("-libraryjars " + jdk());
    options.add("-keep public class ** { public static void main(java.lang.String[]); }");
    options.add("-dontnote");
    Path configuration = Files.write(folder.resolve("options.pro"), options);
    Jvm.java(
            List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "proguard.ProGuard",
                "@" + configuration,
                "@" + rules))
        .output();
  }

  /** Puts the JDK's classes into a jar: not every JDK has files of its modules. */
  private static Path jdk() throws IOException {
    Path jar = folder.resolve("jdk.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (String module : MODULES) {
        Path classes = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module);
        for (Path file : Repository.files(classes, ".class")) {
          if (!file.endsWith("module-info.class")) {
            zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
            Files.copy(file, zip);
          }
        }
      }
    }
    return jar;
  }

  private static List<String> run(List<Path> classPath, String program) throws Exception {
    return Way.start(List.of(), classPath, program).output();
  }

  private static List<String> runShrunk(String program) throws Exception {
    return Jvm.java(List.of("-cp", shrunk.toString(), program)).output();
  }

  @Test
  void names_are_gone_and_awaited_methods_still_find_each_other() throws Exception {
    assertEquals(
        run(List.of(folder.resolve("shapes")), "shapes.Shapes"), runShrunk("shapes.Shapes"));
    try (JarFile jar = new JarFile(shrunk.toFile())) {
      assertTrue(jar.getEntry("shapes/Shapes.class") != null);
      assertFalse(jar.getEntry("shapes/Shapes$Square.class") != null);
    }
  }

  @Test
  void samples_print_what_they_printed_before() throws Exception {
    Path tour = Repository.ROOT.resolve("samples/tour");
    for (String program : List.of("S09TaskGroup", "S11CompletionStages", "S13Generator")) {
      assertEquals(
          Repository.expected(tour, program), runShrunk("dev.fermata.samples.tour." + program));
    }
  }

  @Test
  void most_of_the_library_is_gone() throws IOException {
    assertTrue(Files.size(shrunk) < Files.size(Repository.RUNTIME) * 3 / 4);
  }
}
