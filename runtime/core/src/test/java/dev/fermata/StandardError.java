package dev.fermata;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Collects what is written to standard error while this is open. */
final class StandardError implements AutoCloseable {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  StandardError() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
