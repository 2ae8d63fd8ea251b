package dev.fermata;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Threads, descriptors, processes and objects that a test must not leave behind. */
final class Leftovers {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private Leftovers() {}

  /** Whether this system tells how many descriptors are open. */
  static boolean canCount() {
    return Files.isDirectory(DESCRIPTORS);
  }

  /** How many descriptors are open. */
  static long descriptors() {
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return open.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until not more descriptors are open than there were; where they can be counted. */
  static void awaitDescriptors(long before) {
    if (canCount()) {
      await(() -> descriptors() <= before, () -> "of " + before + " open are " + descriptors());
    }
  }

  /** How many bytes of the heap are in use behind a collection of garbage. */
  static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Waits until not more of the heap is in use. */
  static void awaitHeap(long limit) {
    await(() -> heap() <= limit, () -> "of the heap are in use " + heap() + ", not " + limit);
  }

  /** Waits for what is to become true. */
  static void await(BooleanSupplier condition, Supplier<String> otherwise) {
    long limit = System.nanoTime() + 50_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < limit, otherwise);
      Thread.onSpinWait();
    }
  }

  /** Waits until no child process is left, of which some have just been killed. */
  static void awaitNone() {
    await(() -> ProcessHandle.current().children().findAny().isEmpty(), () -> "processes are left");
  }

  /** The threads that serve pipes. */
  static Stream<Thread> pipeThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("fermata-pipe-"));
  }

  /** Waits until those threads have ended, which were idle for a second. */
  static void awaitNoPipeThreads() {
    await(() -> pipeThreads().findAny().isEmpty(), Leftovers::stacks);
  }

  /** What those threads do. */
  static String stacks() {
    return pipeThreads()
        .map(thread -> "\n" + thread + ": " + Arrays.toString(thread.getStackTrace()))
        .collect(Collectors.joining());
  }
}
