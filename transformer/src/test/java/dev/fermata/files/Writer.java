package dev.fermata.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process that has written the new content of a file, and has not moved it to its place yet. */
final class Writer {
  private Writer() {}

  /** Starts one, and waits until it has written. */
  static Process start(Path folder, Path target) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString(),
                target.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (!"written".equals(out.readLine())) {
      throw new IOException("nothing was written");
    }
    return process;
  }

  /** Writes, and then waits for the end of the standard input. */
  public static void main(String[] arguments) throws InputException {
    Path target = Path.of(arguments[1]);
    FileReplacer.replace(
        List.of(
            new PendingFile(
                target,
                target,
                Path.of(arguments[0]),
                file -> {
                  System.out.println("written");
                  System.in.readAllBytes();
                })));
  }
}
