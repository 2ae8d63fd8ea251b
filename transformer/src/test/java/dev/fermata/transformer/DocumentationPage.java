package dev.fermata.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of this module's documentation, whose blocks of output are those of the transformer. */
final class DocumentationPage {
  private static final Pattern BLOCK =
      Pattern.compile("^```(?<kind>\\w*)\n(?<text>(?s:.*?))^```$", Pattern.MULTILINE);

  private final String name;
  private final String text;

  /** Reads the page of this name in {@code docs}. */
  DocumentationPage(String name) throws IOException {
    this.name = name;
    this.text = Files.readString(Path.of("docs", name));
  }

  /** The text of the page. */
  String text() {
    return text;
  }

  /** The page's parts that begin with a heading of the second level, after what stands before. */
  List<String> sections() {
    return List.of(text.split("(?=(?m:^## ))"));
  }

  /** The blocks of a kind in a part of the page. */
  static List<String> blocks(String part, String kind) {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(part);
    while (matcher.find()) {
      if (matcher.group("kind").equals(kind)) {
        blocks.add(matcher.group("text"));
      }
    }
    return blocks;
  }

  /** A part of the page in which the blocks of a kind have these texts, one after the other. */
  static String withBlocks(String part, String kind, List<String> texts) {
    StringBuilder result = new StringBuilder();
    Matcher matcher = BLOCK.matcher(part);
    int next = 0;
    while (matcher.find()) {
      String block =
          matcher.group("kind").equals(kind)
              ? "```" + kind + "\n" + texts.get(next++) + "```"
              : matcher.group();
      matcher.appendReplacement(result, Matcher.quoteReplacement(block));
    }
    assertEquals(texts.size(), next, "blocks of kind " + kind + " in " + part);
    return matcher.appendTail(result).toString();
  }

  /** Fails unless the page has this text, which it then leaves in {@code target}. */
  void assertIs(String expected) throws IOException {
    if (!expected.equals(text)) {
      Files.writeString(Files.createDirectories(Path.of("target")).resolve(name), expected);
    }
    assertEquals(expected, text, "docs/" + name + " is out of date: target/" + name + " is right");
  }
}
