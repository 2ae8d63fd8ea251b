package dev.fermata.process;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What has become of a program that was run: its exit code and its output.
 *
 * <p>asyncio: {@code Process.communicate}, {@code Process.returncode}.
 */
public final class ProcessResult {
  private final List<String> command;
  private final int exitCode;
  private final byte[] stdout;
  private final byte[] stderr;

  /**
   * Makes a result.
   *
   * @param command the program and its arguments
   * @param exitCode its exit code
   * @param stdout its output
   * @param stderr its error output
   */
  public ProcessResult(List<String> command, int exitCode, byte[] stdout, byte[] stderr) {
    this.command = List.copyOf(command);
    this.exitCode = exitCode;
    this.stdout = stdout.clone();
    this.stderr = stderr.clone();
  }

  /**
   * The program and its arguments.
   *
   * <p>asyncio: none; {@code CompletedProcess} has {@code args}.
   *
   * @return the words of the command
   */
  public List<String> command() {
    return command;
  }

  /**
   * The exit code.
   *
   * <p>asyncio: {@code Process.returncode}; it is negative there behind a signal.
   *
   * @return the exit code; on Unix 128 and the number of the signal that has ended the program
   */
  public int exitCode() {
    return exitCode;
  }

  /**
   * What the program has written to its standard output.
   *
   * <p>asyncio: {@code Process.communicate}.
   *
   * @return a copy of the bytes; none when the output was redirected
   */
  public byte[] stdout() {
    return stdout.clone();
  }

  /**
   * What the program has written to its standard error output.
   *
   * <p>asyncio: {@code Process.communicate}.
   *
   * @return a copy of the bytes; none when the output was redirected
   */
  public byte[] stderr() {
    return stderr.clone();
  }

  /**
   * The standard output, read as UTF-8.
   *
   * <p>asyncio: {@code Process.communicate}.
   *
   * @return the text
   */
  public String outputText() {
    return new String(stdout, StandardCharsets.UTF_8);
  }

  /**
   * The standard error output, read as UTF-8.
   *
   * <p>asyncio: {@code Process.communicate}.
   *
   * @return the text
   */
  public String errorText() {
    return new String(stderr, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "ProcessResult[" + String.join(" ", command) + ", exit code " + exitCode + "]";
  }
}
