package dev.fermata.javac;

import com.sun.source.util.JavacTask;

/**
 * Who transforms the classes of one compilation: the plugin and the processor can both be started,
 * by different class loaders, and must not both report what they find.
 *
 * <p>A system property is all that different class loaders share. The plugin is always started
 * first, so that nothing is left there of an earlier compilation whose task had the same hash.
 */
final class Claim {
  private static final String PROCESSOR = "processor";
  private static final String SEPARATOR = "\n";

  private final String property;

  Claim(JavacTask task) {
    property = "fermata.javac." + Integer.toHexString(System.identityHashCode(task));
  }

  /** The plugin has been started, with these arguments. */
  void leave(String... args) {
    if (args.length == 0) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, String.join(SEPARATOR, args));
    }
  }

  /** The processor does the work; returns the plugin's arguments. */
  String[] take() {
    String args = System.setProperty(property, PROCESSOR);
    return args == null || args.isEmpty() || args.equals(PROCESSOR)
        ? new String[0]
        : args.split(SEPARATOR);
  }

  /** Whether the processor does the work. */
  boolean isTaken() {
    return PROCESSOR.equals(System.getProperty(property));
  }

  /** The compilation has ended. */
  void end() {
    System.clearProperty(property);
  }
}
