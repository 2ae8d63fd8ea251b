package dev.fermata.transformer.corpus;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/**
 * Measures how fast the transformer goes through the classes of one source, beside passes that only
 * read and write: all in turn, in one run of one JVM.
 */
final class Throughput {
  /** In nanoseconds; the JIT needs longest for the largest pass. */
  private static final long WARM_UP = 5_000_000_000L;

  /** A way through class files; the number keeps the JVM from leaving the work out. */
  private record Pass(List<byte[]> classes, ToIntFunction<byte[]> work) {
    long nanos() {
      long start = System.nanoTime();
      int sum = 0;
      for (byte[] bytes : classes) {
        sum += work.applyAsInt(bytes);
      }
      long end = System.nanoTime();
      if (sum == 0) {
        throw new AssertionError("nothing came out");
      }
      return end - start;
    }
  }

  private final Transformer transformer = new Transformer(Options.defaults());
  private final List<byte[]> plain;
  private final List<byte[]> program;
  private final List<byte[]> tenth;
  private final List<byte[]> all;

  /**
   * Of one source.
   *
   * @param plain its classes as they are
   * @param program all of its classes, after one method in ten has become a coroutine
   * @param tenth those of them that have coroutines
   * @param all classes in which every method is a coroutine
   */
  Throughput(List<byte[]> plain, List<byte[]> program, List<byte[]> tenth, List<byte[]> all) {
    this.plain = plain;
    this.program = program;
    this.tenth = tenth;
    this.all = all;
  }

  /**
   * What was measured, medians of all rounds in nanoseconds.
   *
   * @param classes how many classes there are
   * @param bytes how many bytes they have
   * @param scan to read the constant pool by ASM's {@code ClassReader}
   * @param untouched to find out that they are none of the transformer's business
   * @param program with one method in ten a coroutine, all classes
   * @param programCopy to read and write those by ASM
   * @param tenth with one method in ten a coroutine, the classes that have any
   * @param all with every method one
   */
  record Times(
      int classes,
      long bytes,
      long scan,
      long untouched,
      long program,
      long programCopy,
      Coroutines tenth,
      Coroutines all) {}

  /**
   * What was measured of classes with coroutines.
   *
   * @param classes how many classes there are
   * @param bytes how many bytes they have
   * @param transform to transform them
   * @param transformedBytes how many bytes come out
   * @param copy to read and write by ASM what goes in
   * @param tree the same through ASM's tree, which every transformer with a data flow needs
   * @param copyOfOutput to read and write by ASM what comes out
   */
  record Coroutines(
      int classes,
      long bytes,
      long transform,
      long transformedBytes,
      long copy,
      long tree,
      long copyOfOutput) {}

  /**
   * Measures so many rounds, after others that count for nothing: one where only one is measured.
   */
  Times measure(int rounds) {
    long[] nanos =
        measure(
            rounds,
            List.of(
                new Pass(plain, bytes -> new ClassReader(bytes).getItemCount()),
                new Pass(plain, bytes -> transformed(bytes).length),
                new Pass(program, bytes -> transformed(bytes).length),
                new Pass(program, Throughput::copy)));
    return new Times(
        plain.size(),
        size(plain),
        nanos[0],
        nanos[1],
        nanos[2],
        nanos[3],
        measure(rounds, tenth, "tenth"),
        measure(rounds, all, "all"));
  }

  /** Measures classes that have coroutines as they are. */
  static Coroutines measureAsTheyAre(int rounds, List<byte[]> classes) {
    return new Throughput(List.of(), List.of(), List.of(), List.of())
        .measure(rounds, classes, "as they are");
  }

  private Coroutines measure(int rounds, List<byte[]> classes, String name) {
    if (classes.isEmpty()) {
      throw new AssertionError("no class has coroutines: " + name);
    }
    List<byte[]> transformed = classes.stream().map(this::transformed).toList();
    long[] nanos =
        measure(
            rounds,
            List.of(
                new Pass(classes, bytes -> transformed(bytes).length),
                new Pass(classes, Throughput::copy),
                new Pass(classes, Throughput::copyTree),
                new Pass(transformed, Throughput::copy)));
    return new Coroutines(
        classes.size(), size(classes), nanos[0], size(transformed), nanos[1], nanos[2], nanos[3]);
  }

  private byte[] transformed(byte[] bytes) {
    return transformer.transform(bytes, "").bytes();
  }

  private static long[] measure(int rounds, List<Pass> passes) {
    long start = System.nanoTime();
    do {
      passes.forEach(Pass::nanos);
    } while (rounds > 1 && System.nanoTime() - start < WARM_UP);
    long[][] nanos = new long[passes.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < passes.size(); i++) {
        nanos[i][round] = passes.get(i).nanos();
      }
    }
    return Arrays.stream(nanos).mapToLong(Throughput::median).toArray();
  }

  private static int copy(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes).accept(writer, 0);
    return writer.toByteArray().length;
  }

  private static int copyTree(byte[] bytes) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, 0);
    ClassWriter writer = new ClassWriter(0);
    node.accept(writer);
    return writer.toByteArray().length;
  }

  private static long size(List<byte[]> classes) {
    return classes.stream().mapToLong(bytes -> bytes.length).sum();
  }

  private static long median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** A table in Markdown of what was measured. */
  static final class Table {
    private final List<String> lines =
        new ArrayList<>(
            List.of(
                "| Source | Classes | Untouched, MB/s | classes/s | of a scan"
                    + " | A tenth coroutines, all classes, of a copy"
                    + header("Those that have some")
                    + header("All coroutines").replace("classes/s |", "classes/s | Out/in |")
                    + " |",
                "| --- |" + " ---: |".repeat(16)));

    private static String header(String what) {
      return " | "
          + what
          + ", MB/s | classes/s | of a copy of what goes in | of one by the tree"
          + " | of one of what comes out";
    }

    void add(String source, Times times) {
      Coroutines all = times.all;
      lines.add(
          "| %s | %d | %.0f | %.0f | %.0f %% | %.0f %% |%s | %.1f | %.0f | %.1f |%s |"
              .formatted(
                  source,
                  times.classes,
                  megabytesPerSecond(times.bytes, times.untouched),
                  perSecond(times.classes, times.untouched),
                  100.0 * times.scan / times.untouched,
                  100.0 * times.programCopy / times.program,
                  cells(times.tenth),
                  megabytesPerSecond(all.bytes, all.transform),
                  perSecond(all.classes, all.transform),
                  (double) all.transformedBytes / all.bytes,
                  shares(all)));
    }

    /**
     * The row of classes that have coroutines as they are: few, so that a round goes through them
     * many times.
     */
    static String row(List<byte[]> classes, int rounds) {
      List<byte[]> often =
          Collections.nCopies(100, classes).stream().flatMap(List::stream).toList();
      return "| %d |%s |".formatted(classes.size(), cells(measureAsTheyAre(rounds, often)));
    }

    private static String cells(Coroutines measured) {
      return " %.1f | %.0f |%s"
          .formatted(
              megabytesPerSecond(measured.bytes, measured.transform),
              perSecond(measured.classes, measured.transform),
              shares(measured));
    }

    private static String shares(Coroutines measured) {
      return " %.0f %% | %.0f %% | %.0f %%"
          .formatted(
              100.0 * measured.copy / measured.transform,
              100.0 * measured.tree / measured.transform,
              100.0 * measured.copyOfOutput / measured.transform);
    }

    List<String> lines() {
      return lines;
    }

    private static double megabytesPerSecond(long bytes, long nanos) {
      return perSecond(bytes, nanos) / 1e6;
    }

    private static double perSecond(long count, long nanos) {
      return count * 1e9 / nanos;
    }
  }
}
