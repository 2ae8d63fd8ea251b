package dev.fermata.samples.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages and the picture that show the figures; each is made from the JSON files, and a test
 * finds out when one differs from them.
 */
final class Pages {
  private static final List<Integer> JDKS = List.of(17, 25);

  private final Path module;

  Pages(Path module) {
    this.module = module;
  }

  /** A file, and what has to be in it. */
  record Page(Path file, String text) {}

  void write() throws IOException {
    for (Page page : pages()) {
      Files.writeString(page.file(), page.text());
    }
  }

  /** All that is made from the figures. */
  List<Page> pages() throws IOException {
    List<Results> all = new ArrayList<>();
    for (int jdk : JDKS) {
      Path file = Report.file(module, jdk);
      if (Files.exists(file)) {
        all.add(Results.read(file));
      }
    }
    Results newest = all.get(all.size() - 1);
    return List.of(
        new Page(module.resolve("results/peers.svg"), new Picture(newest).draw()),
        frontPage(newest),
        ownPage(all));
  }

  private Page frontPage(Results newest) throws IOException {
    Path file = module.resolve("../../README.md").normalize();
    return new Page(file, replace(Files.readString(file), "figures", Tables.front(newest)));
  }

  private Page ownPage(List<Results> all) throws IOException {
    Path file = module.resolve("README.md");
    String text = replace(Files.readString(file), "targets", Tables.targets(all));
    text = replace(text, "start-up", Tables.startUp(all));
    text = replace(text, "sockets", Tables.sockets(all));
    for (Results results : all) {
      String jdk = results.jdk().replaceFirst("\\..*", "");
      text = replace(text, "times-" + jdk, Tables.times(results));
      text = replace(text, "spreads-" + jdk, Tables.spreads(results));
      text = replace(text, "allocation-" + jdk, Tables.allocation(results));
    }
    return new Page(file, text);
  }

  /** Puts a table between the comments that name it. */
  private static String replace(String page, String name, String table) {
    Pattern place =
        Pattern.compile(
            "(<!-- " + name + ": made by the report -->\n).*?(\n<!-- end -->)", Pattern.DOTALL);
    Matcher matcher = place.matcher(page);
    if (!matcher.find()) {
      throw new IllegalStateException("the page has no place for " + name);
    }
    return matcher.replaceFirst("$1\n" + Matcher.quoteReplacement(table) + "\n$2");
  }
}
