package dev.fermata;

import java.io.File;

/** The class path for a JVM that a test starts; the tests themselves run on the module path. */
final class ClassPath {
  private ClassPath() {}

  static String ofTests() {
    return String.join(
        File.pathSeparator,
        "target/test-classes",
        "target/classes",
        System.getProperty("java.class.path"));
  }
}
