package dev.fermata.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.continuation.Bootstraps;
import dev.fermata.continuation.Dispatcher;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Classes run with every later release of their major version: a library can be published
 * transformed. The jars were made once, by the release whose version of the runtime interface they
 * are named by, of the sources that stand beside them; they are never made anew.
 */
class PublishedClassesTest {
  private static final Path JARS = Path.of("src/test/published");

  @ParameterizedTest
  @ValueSource(ints = {1})
  void classesOfEachVersionOfTheInterfaceRunAsOnTheirFirstDay(int version) throws Exception {
    Path jar = JARS.resolve("interface-" + version + ".jar");
    List<String> expected = Files.readAllLines(JARS.resolve("interface-" + version + ".txt"));
    assertEquals(expected, run(jar));
  }

  @SuppressWarnings("unchecked")
  private static List<String> run(Path jar) throws IOException, ReflectiveOperationException {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      Object main = loader.loadClass("published.Main").getMethod("main").invoke(null);
      return Fermata.run((Coroutine<List<String>>) main, EventLoop.createVirtual());
    }
  }

  @Test
  void classesOfALaterInterfaceAreRefusedWithBothVersions() {
    assertEquals(
        PublishedClassesTest.class.getName()
            + " was transformed for version 99 of Fermata's runtime interface, and this runtime"
            + " accepts version 1: use the runtime of the release that transformed it, or a later"
            + " one",
        refusalOf(99));
  }

  @Test
  void classesFromBeforeTheFirstInterfaceAreRefusedWithBothVersions() {
    assertEquals(
        PublishedClassesTest.class.getName()
            + " was transformed for version 0 of Fermata's runtime interface, and this runtime"
            + " accepts version 1: build it again with the transformer of this release",
        refusalOf(0));
  }

  private static String refusalOf(int version) {
    return assertThrows(
            IncompatibleClassChangeError.class,
            () ->
                Bootstraps.dispatcher(
                    MethodHandles.lookup(),
                    "resume",
                    MethodType.methodType(Dispatcher.class),
                    version))
        .getMessage();
  }
}
