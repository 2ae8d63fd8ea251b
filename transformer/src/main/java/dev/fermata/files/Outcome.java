package dev.fermata.files;

import java.util.List;

/**
 * What became of one class file.
 *
 * @param <F> what is found in class files
 */
public interface Outcome<F extends Finding> {
  /** The class file to use. */
  byte[] bytes();

  /** Whether it is a new one; false where an error was found. */
  boolean changed();

  /** What was found, in the order in which it is shown. */
  List<F> findings();
}
