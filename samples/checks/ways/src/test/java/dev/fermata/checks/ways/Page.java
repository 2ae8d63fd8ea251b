package dev.fermata.checks.ways;

import dev.fermata.checks.ways.Markdown.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of the documentation whose blocks are programs. The first block of a language may be a
 * frame in which the others stand. One or more programs in a row print what stands in the {@code
 * text} block below them.
 */
final class Page {
  private static final String PLACE = "Each block stands here.";

  private final List<Block> blocks;

  Page(Path path) throws IOException {
    blocks = Markdown.blocks(Files.readString(path));
  }

  /**
   * A block, in its frame if there is one.
   *
   * @param text the whole source
   * @param output what it has to print
   */
  record Program(String text, List<String> output) {}

  /** The programs of a language, in the order of the page. */
  List<Program> programs(String language) {
    List<Program> programs = new ArrayList<>();
    String frame = null;
    for (int i = 0; i < blocks.size(); i++) {
      String text = blocks.get(i).text();
      boolean isProgram = blocks.get(i).kind().equals(language);
      if (isProgram && text.contains(PLACE)) {
        frame = text;
      } else if (isProgram) {
        programs.add(new Program(frame == null ? text : framed(frame, text), output(i)));
      }
    }
    return programs;
  }

  /** The languages of the blocks. */
  List<String> languages() {
    return blocks.stream().map(Block::kind).distinct().sorted().toList();
  }

  private static String framed(String frame, String text) {
    int place = frame.indexOf(PLACE);
    int lineStart = frame.lastIndexOf('\n', place) + 1;
    String before = frame.substring(0, lineStart);
    String after = frame.substring(place + PLACE.length());
    boolean hasOwnMain = text.contains("void main(String[] args)");
    return before + text + (hasOwnMain ? "}\n" : after);
  }

  private List<String> output(int program) {
    return blocks.stream()
        .skip(program + 1)
        .filter(block -> block.kind().equals("text"))
        .findFirst()
        .orElseThrow()
        .text()
        .lines()
        .toList();
  }
}
