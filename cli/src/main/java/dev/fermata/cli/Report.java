package dev.fermata.cli;

import dev.fermata.transformer.inspect.ClassInfo;
import java.io.PrintWriter;
import java.util.List;

/** A form in which classes are described. */
interface Report {
  /** Writes the descriptions. */
  void write(List<ClassInfo> classes, PrintWriter out);

  /**
   * Where something stands in the source: {@code Chat.java:12}; the class's name where that is not
   * known.
   */
  static String place(ClassInfo type, int line) {
    if (type.file().isEmpty()) {
      return type.className();
    }
    return line == 0 ? type.file() : type.file() + ":" + line;
  }
}
