package dev.fermata.files;

/**
 * What is to be done to each class file.
 *
 * @param <F> what it finds in class files
 */
@FunctionalInterface
public interface ClassTransform<F extends Finding> {
  /**
   * Transforms a class file. Does not throw, whatever the bytes are.
   *
   * @param name where the bytes come from, for messages
   */
  Outcome<F> transform(byte[] classFile, String name);
}
