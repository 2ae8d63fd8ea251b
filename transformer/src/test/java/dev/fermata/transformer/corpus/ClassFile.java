package dev.fermata.transformer.corpus;

/**
 * A class file of the corpus.
 *
 * @param name the binary name, with dots
 * @param bytes its content
 */
record ClassFile(String name, byte[] bytes) {
  /** The class file's major version. */
  int version() {
    return (bytes[6] & 0xFF) << 8 | (bytes[7] & 0xFF);
  }
}
