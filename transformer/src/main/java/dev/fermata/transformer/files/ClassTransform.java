package dev.fermata.transformer.files;

import dev.fermata.transformer.Result;

/** What is to be done to each class file. */
@FunctionalInterface
public interface ClassTransform {
  /**
   * Transforms a class file. Does not throw, whatever the bytes are.
   *
   * @param name where the bytes come from, for messages
   */
  Result transform(byte[] classFile, String name);
}
