package dev.fermata.files;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that is to be written.
 *
 * @param source the file that was read
 * @param target the file that is to be written, which may exist
 * @param folder the folder of classes that the target is in, where nothing else may be written;
 *     null for an archive
 * @param content what is to stand in it
 */
record PendingFile(Path source, Path target, Path folder, Content content) {

  /** The content of a file. */
  interface Content {
    /** Writes the content into an empty file. */
    void writeTo(Path file) throws IOException, InputException;
  }
}
