package dev.fermata.transformer.corpus;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/**
 * Measures how fast the transformer goes through the classes of one source, beside passes that only
 * read and write: all in turn, in one run of one JVM.
 */
final class Throughput {
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

  private final List<byte[]> plain;
  private final List<byte[]> stressed;

  /**
   * Of one source.
   *
   * @param plain its classes as they are
   * @param stressed classes in which every method is a coroutine, which the transformer accepts
   */
  Throughput(List<byte[]> plain, List<byte[]> stressed) {
    this.plain = plain;
    this.stressed = stressed;
  }

  /**
   * What was measured, medians of all rounds in nanoseconds.
   *
   * @param classes how many classes there are
   * @param bytes how many bytes they have
   * @param scan to read the constant pool by ASM's {@code ClassReader}
   * @param untouched to find out that they are none of the transformer's business
   * @param asyncClasses how many classes of coroutines there are
   * @param asyncBytes how many bytes those have
   * @param transform to transform those
   * @param transformedBytes how many bytes come out
   * @param copy to read and write by ASM what goes in
   * @param copyOfOutput to read and write by ASM what comes out
   */
  record Times(
      int classes,
      long bytes,
      long scan,
      long untouched,
      int asyncClasses,
      long asyncBytes,
      long transform,
      long transformedBytes,
      long copy,
      long copyOfOutput) {}

  /** Measures so many rounds, after one that counts for nothing. */
  Times measure(int rounds) {
    Transformer transformer = new Transformer(Options.defaults());
    ToIntFunction<byte[]> transform = bytes -> transformer.transform(bytes, "").bytes().length;
    List<byte[]> transformed =
        stressed.stream().map(bytes -> transformer.transform(bytes, "").bytes()).toList();
    List<Pass> passes =
        List.of(
            new Pass(plain, bytes -> new ClassReader(bytes).getItemCount()),
            new Pass(plain, transform),
            new Pass(stressed, transform),
            new Pass(stressed, Throughput::copy),
            new Pass(transformed, Throughput::copy));
    long[][] nanos = new long[passes.size()][rounds];
    for (int round = -1; round < rounds; round++) {
      for (int i = 0; i < passes.size(); i++) {
        long time = passes.get(i).nanos();
        if (round >= 0) {
          nanos[i][round] = time;
        }
      }
    }
    return new Times(
        plain.size(),
        size(plain),
        median(nanos[0]),
        median(nanos[1]),
        stressed.size(),
        size(stressed),
        median(nanos[2]),
        size(transformed),
        median(nanos[3]),
        median(nanos[4]));
  }

  private static int copy(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes).accept(writer, 0);
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
                "| Source | Classes | Untouched, MB/s | classes/s | of a scan | Coroutines, MB/s |"
                    + " classes/s | Out/in | of a copy of what goes in | of what comes out |",
                "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"));

    void add(String source, Times times) {
      lines.add(
          "| %s | %d | %.0f | %.0f | %.0f %% | %.1f | %.0f | %.1f | %.0f %% | %.0f %% |"
              .formatted(
                  source,
                  times.classes,
                  megabytesPerSecond(times.bytes, times.untouched),
                  perSecond(times.classes, times.untouched),
                  100.0 * times.scan / times.untouched,
                  megabytesPerSecond(times.asyncBytes, times.transform),
                  perSecond(times.asyncClasses, times.transform),
                  (double) times.transformedBytes / times.asyncBytes,
                  100.0 * times.copy / times.transform,
                  100.0 * times.copyOfOutput / times.transform));
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
