package dev.fermata.javac;

import dev.fermata.transformer.Options;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * What a user can choose inside of javac, by {@code -Afermata.skip=true} and {@code
 * -Afermata.noWarn=IDS}, or by {@code -Xplugin:"Fermata skip noWarn=IDS"} where annotation
 * processing is off.
 *
 * @param skip whether the classes stay as javac writes them
 * @param silenced the ids of the warnings that are not wanted, or {@link Options#ALL_WARNINGS}
 * @param wrong what is wrong with the options, a sentence for each
 */
record JavacOptions(boolean skip, Set<String> silenced, List<String> wrong) {
  static final String SKIP = "fermata.skip";
  static final String NO_WARN = "fermata.noWarn";

  /** Reads the plugin's arguments. */
  static JavacOptions parse(String... args) {
    JavacOptions all = new JavacOptions(false, Set.of(), List.of());
    for (String arg : args) {
      int equals = arg.indexOf('=');
      String key = equals < 0 ? arg : arg.substring(0, equals);
      String value = equals < 0 ? "true" : arg.substring(equals + 1);
      all = all.and(of(arg, "fermata." + key, value));
    }
    return all;
  }

  /** Reads the options of annotation processors, of which some are other processors'. */
  static JavacOptions parse(Map<String, String> options) {
    JavacOptions all = new JavacOptions(false, Set.of(), List.of());
    for (String key : List.of(SKIP, NO_WARN)) {
      if (options.containsKey(key)) {
        String value = options.get(key);
        String text = "-A" + key + (value == null ? "" : "=" + value);
        all = all.and(of(text, key, value == null ? "true" : value));
      }
    }
    return all;
  }

  private static JavacOptions of(String text, String key, String value) {
    if (key.equals(SKIP) && (value.equals("true") || value.equals("false"))) {
      return new JavacOptions(value.equals("true"), Set.of(), List.of());
    }
    if (key.equals(SKIP)) {
      return wrong(text, "its value is true or false");
    }
    if (!key.equals(NO_WARN)) {
      return wrong(text, "there are skip and noWarn=IDS");
    }
    Set<String> ids = new HashSet<>();
    StringTokenizer tokens = new StringTokenizer(value, ",: ");
    while (tokens.hasMoreTokens()) {
      String id = tokens.nextToken();
      if (!Options.isWarning(id)) {
        return wrong(text, "there is no warning " + id);
      }
      ids.add(id);
    }
    return new JavacOptions(false, ids, List.of());
  }

  private static JavacOptions wrong(String text, String problem) {
    return new JavacOptions(
        false, Set.of(), List.of("wrong option '" + text + "' for Fermata: " + problem));
  }

  /** These options and others. */
  JavacOptions and(JavacOptions other) {
    Set<String> ids = new HashSet<>(silenced);
    ids.addAll(other.silenced);
    List<String> problems = new ArrayList<>(wrong);
    problems.addAll(other.wrong);
    return new JavacOptions(skip || other.skip, ids, problems);
  }

  /** The transformer's part. */
  Options transformation() {
    return new Options(silenced);
  }
}
