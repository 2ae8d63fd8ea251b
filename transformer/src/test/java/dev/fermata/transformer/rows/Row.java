package dev.fermata.transformer.rows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of the list.
 *
 * @param id its number: {@code a01}
 * @param promise {@code W}, {@code E} or {@code K}
 * @param text what the await meets
 * @param group the group's letter and name
 */
record Row(String id, char promise, String text, String group) {
  private static final Pattern NUMBERED = Pattern.compile("((?:[a-k]\\d\\d_)+)\\w+");

  /** All rows, in order. */
  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    String group = "";
    for (String line : read().lines().filter(line -> !line.startsWith("#")).toList()) {
      if (Character.isUpperCase(line.charAt(0))) {
        group = line;
      } else {
        rows.add(new Row(line.substring(0, 3), line.charAt(4), line.substring(6), group));
      }
    }
    return rows;
  }

  private static String read() {
    try (InputStream in = Row.class.getResourceAsStream("/cases/rows.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The numbers that the name of a test begins with; none where it has no number. */
  static List<String> idsOf(String method) {
    Matcher name = NUMBERED.matcher(method);
    return name.matches() ? Arrays.asList(name.group(1).split("_")) : List.of();
  }

  /** The number as it is written in pages. */
  String title() {
    return id.toUpperCase(Locale.ROOT);
  }

  /** The text as it is written in a table. */
  String cell() {
    return text.replace("|", "\\|");
  }
}
