package dev.fermata.samples.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The figures of one JDK, and their file: JSON with each figure in a line of its own. */
final class Results {
  private static final Pattern HEAD =
      Pattern.compile("\"jdk\": \"([^\"]*)\", \"settings\": \"([^\"]*)\"");
  private static final Pattern FIGURE =
      Pattern.compile(
          "\\{\"work\": \"([^\"]*)\", \"peer\": \"([^\"]*)\", \"unit\": \"([^\"]*)\","
              + " \"median\": ([^,]*), \"low\": ([^,]*), \"high\": ([^,}]*)"
              + "(?:, \"bytes\": ([^,}]*))?}");

  private final String jdk;
  private final String settings;
  private final List<Figure> figures = new ArrayList<>();

  Results(String jdk, String settings) {
    this.jdk = jdk;
    this.settings = settings;
  }

  static Results read(Path file) throws IOException {
    String text = Files.readString(file);
    Matcher head = HEAD.matcher(text);
    if (!head.find()) {
      throw new IOException("no results are in " + file);
    }
    Results results = new Results(head.group(1), head.group(2));
    FIGURE.matcher(text).results().map(Results::figure).forEach(results.figures::add);
    return results;
  }

  private static Figure figure(MatchResult line) {
    return new Figure(
        line.group(1),
        line.group(2),
        line.group(3),
        Double.parseDouble(line.group(4)),
        Double.parseDouble(line.group(5)),
        Double.parseDouble(line.group(6)),
        line.group(7) == null ? Double.NaN : Double.parseDouble(line.group(7)));
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(
        file,
        figures.stream()
            .map(Results::line)
            .collect(
                Collectors.joining(
                    ",\n",
                    "{\"jdk\": \"%s\", \"settings\": \"%s\", \"figures\": [\n"
                        .formatted(jdk, settings),
                    "\n]}\n")));
  }

  private static String line(Figure figure) {
    String bytes = Double.isNaN(figure.bytes()) ? "" : ", \"bytes\": " + decimal(figure.bytes());
    return ("{\"work\": \"%s\", \"peer\": \"%s\", \"unit\": \"%s\","
            + " \"median\": %s, \"low\": %s, \"high\": %s%s}")
        .formatted(
            figure.work(),
            figure.peer(),
            figure.unit(),
            decimal(figure.median()),
            decimal(figure.low()),
            decimal(figure.high()),
            bytes);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  String jdk() {
    return jdk;
  }

  String settings() {
    return settings;
  }

  void putAll(Results others) {
    others.figures.forEach(this::put);
  }

  /** Puts a figure in, in place of an older one of the same work and peer. */
  void put(Figure figure) {
    for (int i = 0; i < figures.size(); i++) {
      if (figures.get(i).isOf(figure.work(), figure.peer())) {
        figures.set(i, figure);
        return;
      }
    }
    figures.add(figure);
  }

  Figure find(String work, String peer) {
    return figures.stream().filter(figure -> figure.isOf(work, peer)).findFirst().orElse(null);
  }

  OptionalDouble median(String work, String peer) {
    Figure figure = find(work, peer);
    return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure.median());
  }
}
