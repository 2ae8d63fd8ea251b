package dev.fermata;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Threads, descriptors and processes that a test must not leave behind. */
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

  /** Waits until no child process is left, of which some have just been killed. */
  static void awaitNone() {
    long limit = System.nanoTime() + 50_000_000_000L;
    while (ProcessHandle.current().children().findAny().isPresent()) {
      assertTrue(System.nanoTime() < limit, "processes are left");
      Thread.onSpinWait();
    }
  }

  /** The threads that serve pipes. */
  static Stream<Thread> pipeThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("fermata-pipe-"));
  }

  /** Waits until those threads have ended, which were idle for a second. */
  static void awaitNoPipeThreads() {
    long limit = System.nanoTime() + 50_000_000_000L;
    while (pipeThreads().findAny().isPresent()) {
      assertTrue(System.nanoTime() < limit, Leftovers::stacks);
      Thread.onSpinWait();
    }
  }

  /** What those threads do. */
  static String stacks() {
    return pipeThreads()
        .map(thread -> "\n" + thread + ": " + Arrays.toString(thread.getStackTrace()))
        .collect(Collectors.joining());
  }
}
