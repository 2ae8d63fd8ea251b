package dev.fermata.transformer.cases.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The compiled classes of the small replacement of {@code dev.fermata} that runs everything as
 * plain Java.
 */
final class Straight {
  static final Map<String, byte[]> CLASSES = compile();

  private Straight() {}

  private static Map<String, byte[]> compile() {
    Map<String, String> sources = new TreeMap<>();
    for (String name : List.of("Async", "Awaitable", "Coroutine", "Fermata")) {
      String path = "dev/fermata/" + name + ".java";
      sources.put(path, read("/straight/" + path));
    }
    return Compiler.JAVAC.compile(sources, List.of("-nowarn"));
  }

  private static String read(String resource) {
    try (InputStream in = Straight.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(resource, e);
    }
  }
}
