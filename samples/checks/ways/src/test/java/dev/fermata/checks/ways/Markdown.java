package dev.fermata.checks.ways;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fenced blocks of a Markdown text. */
final class Markdown {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:<!-- command: (?<name>\\w+) -->\n)?^```(?<kind>.*)\n(?<text>(?s:.*?))^```$",
          Pattern.MULTILINE);

  private Markdown() {}

  /**
   * A block.
   *
   * @param name what an HTML comment above it calls it; null without one
   * @param kind what stands behind the opening fence
   * @param text what stands between the fences
   */
  record Block(String name, String kind, String text) {}

  static List<Block> blocks(String markdown) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(markdown);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group("name"), matcher.group("kind"), matcher.group("text")));
    }
    return blocks;
  }
}
