package dev.fermata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Context elements that all loops of a JVM have, found on its class path. */
class InstalledElementsTest {
  private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();

  /** An element as a library brings it. */
  public static final class Provider implements ContextElement<String> {
    private final ContextElement<String> element = ContextElement.of(LOCAL);

    @Override
    public String capture() {
      return element.capture();
    }

    @Override
    public String enter(String state) {
      return element.enter(state);
    }

    @Override
    public String leave(String previous) {
      return element.leave(previous);
    }
  }

  /** One that cannot be made. */
  public static final class Broken implements ContextElement<String> {
    public Broken() {
      throw new IllegalStateException("no configuration");
    }

    @Override
    public String capture() {
      return null;
    }

    @Override
    public String enter(String state) {
      return null;
    }

    @Override
    public String leave(String previous) {
      return null;
    }
  }

  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      LOCAL.set("caller's");
      Coroutine<Object> main =
          Script.of(
              s -> {
                String begin = LOCAL.get();
                LOCAL.set("main's");
                return s.await(Fermata.createTask(Script.of(t -> begin + ", " + LOCAL.get())));
              },
              s -> s.result());
      System.out.println(Fermata.run(main) + ", " + LOCAL.get());
    }
  }

  private static Process start(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            folder + File.pathSeparator + ClassPath.ofTests(),
            Program.class.getName())
        .redirectError(folder.resolve("err.txt").toFile())
        .start();
  }

  @Test
  void oneThatCannotBeLoadedIsToldAndLeftOutAndTheOthersWork(@TempDir Path folder)
      throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(ContextElement.class.getName()),
        String.join("\n", "no.such.Element", Broken.class.getName(), Provider.class.getName()));
    Process process = start(folder);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    assertEquals("caller's, main's, caller's", out.strip());
    String err = Files.readString(folder.resolve("err.txt"));
    assertTrue(err.contains("a context element cannot be loaded, and is left out"), err);
    assertTrue(err.contains("no.such.Element"), err);
    assertTrue(err.contains("no configuration"), err);
  }
}
