package dev.fermata.samples.aggregator;

import java.util.List;

/**
 * A page: its title, and the paths of the pages that it links to.
 *
 * <p>As text, the title is the first line, and each path a line of its own.
 */
record Page(String title, List<String> links) {
  static Page parse(String text) {
    List<String> lines = text.lines().toList();
    return new Page(lines.get(0), lines.subList(1, lines.size()));
  }

  String text() {
    return title + "\n" + String.join("\n", links);
  }
}
