package dev.fermata.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.files.FileTransformer;
import dev.fermata.files.Plan;
import dev.fermata.transformer.cases.harness.Compiler;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings come in the order in which their lines stand in the source. */
class DiagnosticOrderTest {
  private static final String SOURCE =
      """
      import dev.fermata.*;
      class Chat {
        void first() { Fermata.await(Coroutine.of(1)); }
        static class Room {
          void second() { Fermata.await(Coroutine.of(2)); }
        }
        java.util.function.Function<Awaitable<Object>, Object> third() { return Fermata::await; }
        void fourth() { Fermata.await(Coroutine.of(4)); }
      }
      """;

  private static final Map<String, byte[]> CLASSES =
      Compiler.JAVAC.compile(Map.of("Chat.java", SOURCE), List.of("-g", "--release", "17"));

  private final Transformer transformer = new Transformer(Options.defaults());

  @Test
  void findingsOfAClassAreSortedByLineWhateverTheirKind() {
    Result result = transformer.transform(CLASSES.get("Chat"), "Chat.class");
    assertEquals(
        List.of("3 FERMATA-001", "7 FERMATA-007", "8 FERMATA-001"), places(result.diagnostics()));
  }

  @Test
  void findingsOfASourceFileAreSortedByLineAcrossItsClasses(@TempDir Path directory)
      throws IOException {
    for (var one : CLASSES.entrySet()) {
      Files.write(directory.resolve(one.getKey() + ".class"), one.getValue());
    }
    Plan<Diagnostic> plan =
        new FileTransformer<>(transformer::transform, false).planInPlace(List.of(directory));
    assertEquals(
        List.of("3 FERMATA-001", "5 FERMATA-001", "7 FERMATA-007", "8 FERMATA-001"),
        places(plan.findings()));
  }

  private static List<String> places(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(found -> found.line() + " " + found.id()).toList();
  }
}
