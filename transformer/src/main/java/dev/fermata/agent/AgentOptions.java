package dev.fermata.agent;

import dev.fermata.transformer.Options;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * What a user can choose about the agent.
 *
 * <p>This runs in every start of a program under the agent, so it does without regular expressions,
 * lambdas and streams, which take their time to load.
 *
 * @param included the names of the classes to transform, all others are left alone; {@code prefix*}
 *     stands for all that begin so. Empty for all classes
 * @param excluded the names of the classes to leave alone, of the same form
 * @param dump the directory that gets a copy of every class file that the agent changed; null for
 *     none
 * @param silenced the ids of the warnings that are not wanted, or {@link Options#ALL_WARNINGS}
 */
record AgentOptions(List<String> included, List<String> excluded, Path dump, Set<String> silenced) {

  private static final String KNOWN =
      "include=NAMES, exclude=NAMES, dump=DIR, quiet and no-warn=IDS, separated by commas;"
          + " names and ids among themselves by colons";

  /**
   * Reads the options.
   *
   * @param text null if there are none
   * @throws IllegalArgumentException with one line for the user
   */
  static AgentOptions parse(String text) {
    List<String> included = new ArrayList<>();
    List<String> excluded = new ArrayList<>();
    Path dump = null;
    Set<String> silenced = new HashSet<>();
    StringTokenizer options = new StringTokenizer(text == null ? "" : text, ",");
    while (options.hasMoreTokens()) {
      String option = options.nextToken().strip();
      int equals = option.indexOf('=');
      String key = equals < 0 ? option : option.substring(0, equals);
      String value = equals < 0 ? "" : option.substring(equals + 1);
      switch (key) {
        case "include" -> addNames(included, option, value);
        case "exclude" -> addNames(excluded, option, value);
        case "dump" -> dump = directory(option, value);
        case "quiet" -> addAllWarnings(silenced, option, value);
        case "no-warn" -> addWarnings(silenced, option, value);
        default ->
            throw new IllegalArgumentException(
                "unknown option '" + option + "'; there are " + KNOWN);
      }
    }
    checkLeft(included, excluded);
    return new AgentOptions(included, excluded, dump, silenced);
  }

  private static void addNames(List<String> names, String option, String value) {
    for (String name : list(option, value)) {
      String stripped = name.strip().replace('.', '/');
      checkName(option, stripped);
      names.add(stripped);
    }
  }

  /** Refuses what no class is called (JVMS 4.2), for it would choose none and say nothing. */
  private static void checkName(String option, String name) {
    int star = name.indexOf('*');
    if (star >= 0 && star < name.length() - 1) {
      throw wrong(option, "a * may only stand at the end of a name");
    }
    if (name.indexOf(';') >= 0 || name.indexOf('[') >= 0) {
      throw wrong(
          option,
          "no class has a name with ; or [ in it;"
              + " options are separated by commas, names by colons");
    }
    if (name.isEmpty() || name.charAt(0) == '/' || name.endsWith("/") || name.contains("//")) {
      throw wrong(option, "a part of a name is empty");
    }
    if (name.endsWith("/class")) {
      throw wrong(option, "a class is named without .class");
    }
  }

  /** Refuses what is included and excluded at once. */
  private static void checkLeft(List<String> included, List<String> excluded) {
    for (String name : included) {
      for (String other : excluded) {
        if (matches(other, name)) {
          throw new IllegalArgumentException(
              "wrong options: no class is left of 'include=%s' because of 'exclude=%s'"
                  .formatted(name.replace('/', '.'), other.replace('/', '.')));
        }
      }
    }
  }

  private static List<String> list(String option, String value) {
    List<String> parts = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(value, ":");
    while (tokens.hasMoreTokens()) {
      parts.add(tokens.nextToken());
    }
    if (parts.isEmpty()) {
      throw wrong(option, "it needs a value");
    }
    return parts;
  }

  private static Path directory(String option, String value) {
    if (value.isEmpty()) {
      throw wrong(option, "it needs a directory");
    }
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw wrong(option, "this is no path here");
    }
  }

  private static void addAllWarnings(Set<String> silenced, String option, String value) {
    if (!value.isEmpty()) {
      throw wrong(option, "it has no value");
    }
    silenced.add(Options.ALL_WARNINGS);
  }

  private static void addWarnings(Set<String> silenced, String option, String value) {
    for (String id : list(option, value)) {
      if (!Options.isWarning(id)) {
        throw wrong(option, "there is no warning " + id);
      }
      silenced.add(id);
    }
  }

  private static IllegalArgumentException wrong(String option, String problem) {
    return new IllegalArgumentException("wrong option '" + option + "': " + problem);
  }

  /** Whether a class is to be transformed, given by its name with slashes. */
  boolean covers(String className) {
    return (included.isEmpty() || matches(included, className)) && !matches(excluded, className);
  }

  private static boolean matches(List<String> names, String className) {
    for (String name : names) {
      if (matches(name, className)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String name, String className) {
    int last = name.length() - 1;
    return name.charAt(last) == '*'
        ? className.regionMatches(0, name, 0, last)
        : className.equals(name);
  }
}
