package dev.fermata.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;

/** The classes that were loaded before the agent was, and would have had to be transformed. */
final class EarlyClasses {
  private EarlyClasses() {}

  /** Says which there are, where there are any. */
  static void tell(Instrumentation instrumentation, PrintStream err) {
    Class<?>[] loaded = instrumentation.getAllLoadedClasses();
    List<String> names =
        Stream.of(loaded)
            .filter(EarlyClasses::isInDirectory)
            .filter(EarlyClasses::isUntransformed)
            .map(Class::getName)
            .sorted()
            .toList();
    if (!names.isEmpty()) {
      err.println(
          "fermata agent: loaded before the agent, and so not transformed: "
              + String.join(", ", names)
              + "; start the JVM with -javaagent:"
              + location(Agent.class));
    }
  }

  private static boolean isInDirectory(Class<?> type) {
    Path place = location(type);
    return place != null && Files.isDirectory(place);
  }

  /** Where a class was read from; null where that is unknown, or no file. */
  private static Path location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL place = source == null ? null : source.getLocation();
    if (place == null || !"file".equals(place.getProtocol())) {
      return null;
    }
    try {
      return Path.of(new URI(place.toString()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isUntransformed(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
      return in != null && ClassFiles.isUntransformed(in.readAllBytes(), type.getName());
    } catch (IOException e) {
      return false;
    }
  }
}
