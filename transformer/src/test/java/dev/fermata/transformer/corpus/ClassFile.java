package dev.fermata.transformer.corpus;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

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

  /** The name of its source file; empty where it does not say. */
  String sourceFile() {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, ClassReader.SKIP_CODE);
    return node.sourceFile == null ? "" : node.sourceFile;
  }
}
