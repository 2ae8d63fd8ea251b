package dev.fermata.process;

import java.nio.charset.StandardCharsets;

/**
 * How to run a program. Each method gives a copy with one thing changed.
 *
 * <p>asyncio: {@code Process.communicate}.
 */
public final class RunOptions {
  private static final int DEFAULT_LIMIT = 16_777_216;
  private static final RunOptions DEFAULTS = new RunOptions(true, new byte[0], DEFAULT_LIMIT);

  private final boolean check;
  private final byte[] input;
  private final int outputLimit;

  private RunOptions(boolean check, byte[] input, int outputLimit) {
    this.check = check;
    this.input = input;
    this.outputLimit = outputLimit;
  }

  /**
   * The options that hold when none are given.
   *
   * <p>asyncio: none.
   *
   * @return options with no input, a check of the exit code, and a limit of 16 MiB
   */
  public static RunOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Sets whether another exit code than 0 is an error.
   *
   * <p>asyncio: none; {@code subprocess.run} has {@code check}.
   *
   * @param on false to take each exit code as a result
   * @return the new options
   */
  public RunOptions check(boolean on) {
    return new RunOptions(on, input, outputLimit);
  }

  /**
   * Sets what the program finds in its standard input, and behind that the end. What it does not
   * read is no error.
   *
   * <p>asyncio: {@code input}.
   *
   * @param bytes the input
   * @return the new options
   */
  public RunOptions input(byte[] bytes) {
    return new RunOptions(check, bytes.clone(), outputLimit);
  }

  /**
   * Sets what the program finds in its standard input, in UTF-8.
   *
   * <p>asyncio: {@code input}.
   *
   * @param text the input
   * @return the new options
   */
  public RunOptions input(String text) {
    return new RunOptions(check, text.getBytes(StandardCharsets.UTF_8), outputLimit);
  }

  /**
   * Sets how much the program may write to each of its two outputs.
   *
   * <p>asyncio: none; {@code communicate} takes whatever comes.
   *
   * @param bytes the most bytes, not negative
   * @return the new options
   */
  public RunOptions outputLimit(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("the limit of the output is negative: " + bytes);
    }
    return new RunOptions(check, input, bytes);
  }

  /**
   * Whether another exit code than 0 is an error.
   *
   * <p>asyncio: none; {@code subprocess.run} has {@code check}.
   *
   * @return true unless set
   */
  public boolean check() {
    return check;
  }

  /**
   * What the program finds in its standard input.
   *
   * <p>asyncio: {@code input}.
   *
   * @return a copy of the input
   */
  public byte[] input() {
    return input.clone();
  }

  /**
   * How much the program may write to each of its two outputs.
   *
   * <p>asyncio: none.
   *
   * @return the most bytes
   */
  public int outputLimit() {
    return outputLimit;
  }
}
