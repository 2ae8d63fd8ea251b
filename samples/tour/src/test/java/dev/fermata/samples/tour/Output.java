package dev.fermata.samples.tour;

import static dev.fermata.Fermata.async;
import static dev.fermata.Fermata.run;

import dev.fermata.AsyncBody;
import dev.fermata.EventLoop;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a program prints. */
final class Output {
  private Output() {}

  /** The lines that a coroutine prints on a virtual clock. */
  static List<String> onVirtualClock(AsyncBody<Void> main) {
    return of(() -> run(async(main), EventLoop.createVirtual()));
  }

  /** The lines that {@code program} prints. */
  static List<String> of(Runnable program) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
