package dev.fermata.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The wording of what can be wrong with a file. */
final class Problems {
  private Problems() {}

  /** One line about one file. */
  static String of(Path file, String problem) {
    return file.toString().replaceAll("\\p{Cntrl}", "?") + ": " + problem;
  }

  /** One line about a failed operation on a file. */
  static String of(Path file, IOException failure) {
    return of(file, describe(failure));
  }

  private static String describe(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
