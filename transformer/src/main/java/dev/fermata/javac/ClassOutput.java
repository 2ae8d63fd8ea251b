package dev.fermata.javac;

import java.io.IOException;
import java.nio.file.Path;

/** Where javac writes a class. */
interface ClassOutput {
  /**
   * The file of a class; null where it is none of a file system that this JVM can write to, or
   * where this cannot be known.
   *
   * @param module the name of its module; empty where it has none
   * @param binaryName with dots
   * @param source the source file; null where it is none of a file system
   */
  Path fileOf(String module, String binaryName, Path source) throws IOException;

  /** The package of a class, empty for the unnamed one. */
  static String packageOf(String binaryName) {
    return binaryName.substring(0, Math.max(0, binaryName.lastIndexOf('.')));
  }

  /** The name of a class's file. */
  static String fileName(String binaryName) {
    return binaryName.substring(binaryName.lastIndexOf('.') + 1) + ".class";
  }
}
