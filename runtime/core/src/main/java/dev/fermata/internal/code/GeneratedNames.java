package dev.fermata.internal.code;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the methods that the transformer makes of a method. They contain its name. */
final class GeneratedNames {
  private static final Pattern GENERATED =
      Pattern.compile("lambda\\$(.+?)(\\$\\d+)?\\$(resume|start)\\$*");

  private GeneratedNames() {}

  static boolean isGenerated(String method) {
    return method.startsWith("fermata$") || GENERATED.matcher(method).matches();
  }

  /** The name of the method in the source. */
  static String asWritten(String method) {
    Matcher generated = GENERATED.matcher(method);
    return generated.matches() ? generated.group(1) : method;
  }
}
