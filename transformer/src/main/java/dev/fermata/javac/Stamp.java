package dev.fermata.javac;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file at one moment, so that it can be told whether it has been written since.
 *
 * @param time when it was written; null where there was no file
 * @param size in bytes
 */
record Stamp(FileTime time, long size) {
  /** The state of a file; null stands for one that is not known. */
  static Stamp of(Path file) {
    if (file != null) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size());
      } catch (IOException absent) {
        // There is none.
      }
    }
    return new Stamp(null, 0);
  }

  /** Whether the file is there and is not the one that it was. */
  boolean isNewerThan(Stamp before) {
    return time != null && !equals(before);
  }
}
