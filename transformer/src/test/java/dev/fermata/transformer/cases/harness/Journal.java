package dev.fermata.transformer.cases.harness;

import java.util.ArrayList;
import java.util.List;

/**
 * What a running program writes down, and when it evaluates its operands. One program runs at a
 * time, or has a copy of this class in a loader of its own.
 */
public final class Journal {
  private static List<String> lines = new ArrayList<>();

  private Journal() {}

  /** Begins the journal of a run. */
  public static List<String> begin() {
    lines = new ArrayList<>();
    return lines;
  }

  /** Adds a line. */
  public static void log(Object line) {
    lines.add(String.valueOf(line));
  }

  /** Adds a line and gives the value on, to show when an operand is evaluated. */
  public static <T> T at(String line, T value) {
    log(line);
    return value;
  }

  /** As {@link #at(String, Object)}. */
  public static int at(String line, int value) {
    log(line);
    return value;
  }

  /** As {@link #at(String, Object)}. */
  public static long at(String line, long value) {
    log(line);
    return value;
  }

  /** As {@link #at(String, Object)}. */
  public static double at(String line, double value) {
    log(line);
    return value;
  }

  /** As {@link #at(String, Object)}. */
  public static boolean at(String line, boolean value) {
    log(line);
    return value;
  }
}
