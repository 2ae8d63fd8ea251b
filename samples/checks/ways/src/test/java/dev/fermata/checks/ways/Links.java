package dev.fermata.checks.ways;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The links of a Markdown page to files of this repository, and to headings in them. */
final class Links {
  private static final Pattern BOOTSTRAPS = Pattern.compile("]\\(([^)#:]*)(?:#([^)]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  private Links() {}

  /** Those links of a page that lead nowhere. */
  static List<String> broken(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    Matcher links = BOOTSTRAPS.matcher(Files.readString(page));
    while (links.find()) {
      Path target = links.group(1).isEmpty() ? page : page.resolveSibling(links.group(1));
      boolean found =
          Files.exists(target)
              && (links.group(2) == null || anchors(target).contains(links.group(2)));
      if (!found) {
        broken.add(links.group());
      }
    }
    return broken;
  }

  /** The anchors that GitHub makes of the headings. */
  private static List<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }
}
