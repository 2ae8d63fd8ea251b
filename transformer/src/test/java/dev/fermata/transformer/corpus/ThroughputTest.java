package dev.fermata.transformer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.objectweb.asm.MethodTooLargeException;

/**
 * Measures the transformer's speed, and writes it to {@code target/throughput.md}.
 *
 * <p>The build measures one round of a few classes, to see that it can be measured; {@code
 * -Dfermata.throughput.rounds=5} measures so many rounds of all sources (some minutes), {@code
 * -Dfermata.corpus.only=NAME} of one; {@code -Dfermata.throughput.classes=DIRECTORY} those classes
 * of a program that have coroutines.
 */
class ThroughputTest {
  private static final String PROGRAM = "fermata.throughput.classes";
  private static final int ROUNDS = Integer.getInteger("fermata.throughput.rounds", 0);

  @Test
  void everySourceHasItsRow() throws IOException {
    Throughput.Table table = new Throughput.Table();
    for (Source source : sources()) {
      List<byte[]> plain =
          source.classes().stream()
              .map(ClassFile::bytes)
              .limit(ROUNDS > 0 ? Long.MAX_VALUE : 50)
              .toList();
      List<byte[]> all = new ArrayList<>();
      List<byte[]> tenth = new ArrayList<>();
      List<byte[]> program = new ArrayList<>();
      for (byte[] bytes : plain) {
        stressed(bytes, 1).ifPresent(all::add);
        Optional<byte[]> changed = stressed(bytes, 10);
        changed.ifPresent(tenth::add);
        program.add(changed.orElse(bytes));
      }
      Throughput throughput = new Throughput(plain, program, tenth, all);
      table.add(source.name(), throughput.measure(Math.max(1, ROUNDS)));
    }

    assertEquals(2 + sources().size(), table.lines().size());
    assertTrue(table.lines().get(2).matches("(\\|[^|]+){17}\\|"), table.lines().get(2));
    Files.write(Path.of("target", "throughput.md"), table.lines());
  }

  @Test
  @EnabledIfSystemProperty(named = PROGRAM, matches = ".+")
  void theClassesOfAProgramHaveTheirRow() throws IOException {
    List<byte[]> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(System.getProperty(PROGRAM)))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (new Transformer(Options.defaults()).transform(bytes, "").changed()) {
          classes.add(bytes);
        }
      }
    }
    Files.writeString(
        Path.of("target", "throughput-program.md"),
        Throughput.Table.row(classes, Math.max(1, ROUNDS)));
  }

  private static List<Source> sources() {
    String only = System.getProperty("fermata.corpus.only", ROUNDS > 0 ? "" : "scala3-library");
    return Stream.concat(Source.JARS.stream(), Source.MODULES.stream())
        .filter(source -> only.isEmpty() || source.name().equals(only))
        .toList();
  }

  /**
   * The class with one method in so many a coroutine, where there is any and the transformer
   * refuses none of them.
   */
  private static Optional<byte[]> stressed(byte[] classFile, int every) {
    StressMaker maker = new StressMaker(classFile, Set.of(), 1).oneIn(every);
    try {
      byte[] made = maker.make();
      return maker.methods() > 0
              && new Transformer(Options.defaults()).transform(made, "").changed()
          ? Optional.of(made)
          : Optional.empty();
    } catch (MethodTooLargeException e) {
      return Optional.empty();
    }
  }
}
