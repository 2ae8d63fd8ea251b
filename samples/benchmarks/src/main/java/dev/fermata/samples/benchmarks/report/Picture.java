package dev.fermata.samples.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * Bars, the peers side by side: a panel for each work, with a scale of its own from zero. The
 * picture has a ground of its own, and so is readable on any page.
 */
final class Picture {
  private static final List<String> WORKS =
      List.of(
          "yieldsInTurn/1",
          "pingPong",
          "fibonacci",
          "yieldsInTurn/1000",
          "enterAndLeave",
          "spawnAndJoin",
          "gather",
          "waitFor");
  private static final List<String> PEERS =
      List.of("fermata", "limit", "kotlin", "virtual", "future");
  private static final int COLUMNS = 3;
  private static final int PANEL_WIDTH = 330;
  private static final int BAR = 16;
  private static final int STEP = 20;
  private static final int LABELS = 126;
  private static final int LONGEST = 130;
  private static final int PANEL_HEIGHT = 40 + STEP * 5;
  private static final int MARGIN = 16;
  private static final String STYLE =
      """
      text { font: 12px system-ui, sans-serif; fill: #24292f }
      .title { font-weight: 600 }
      .ground { fill: #f6f8fa; stroke: #d0d7de }
      .fermata { fill: #0a7d4f } .limit { fill: #8c959f } .kotlin { fill: #7f52ff }
      .virtual { fill: #d1651a } .future { fill: #2f6feb }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 }
        .ground { fill: #161b22; stroke: #30363d }
        .fermata { fill: #2ea776 } .kotlin { fill: #a184ff } .virtual { fill: #e8894a } .future { fill: #6098f2 }
      }
      """;

  private final Results results;
  private final StringBuilder svg = new StringBuilder();

  Picture(Results results) {
    this.results = results;
  }

  String draw() {
    int panels = WORKS.size() + 1;
    int width = 2 * MARGIN + COLUMNS * PANEL_WIDTH;
    int height = 2 * MARGIN + 24 + (panels + COLUMNS - 1) / COLUMNS * PANEL_HEIGHT;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " role=\"img\">",
        width, height, width, height);
    line("<title>What coroutines cost, beside their peers</title>");
    line("<style>\n%s</style>", STYLE);
    line(
        "<rect class=\"ground\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>",
        width - 1, height - 1);
    text(
        MARGIN,
        MARGIN + 10,
        "title",
        "Nanoseconds per operation, shorter is better. JDK " + results.jdk());
    for (int i = 0; i < panels; i++) {
      int x = MARGIN + i % COLUMNS * PANEL_WIDTH;
      int y = MARGIN + 24 + i / COLUMNS * PANEL_HEIGHT;
      if (i < WORKS.size()) {
        panel(x, y, Work.text(WORKS.get(i)), WORKS.get(i));
      } else {
        panel(x, y, "bytes of a suspended task, 1 deep", Work.memory(1));
      }
    }
    line("</svg>");
    return svg.toString();
  }

  private void panel(int x, int y, String title, String work) {
    text(x, y + 18, "title", title);
    double greatest =
        PEERS.stream().mapToDouble(peer -> results.median(work, peer).orElse(0)).max().orElse(0);
    for (int i = 0; i < PEERS.size(); i++) {
      Figure figure = results.find(work, PEERS.get(i));
      int top = y + 26 + i * STEP;
      text(x, top + 12, "name", Tables.title(PEERS.get(i)));
      if (figure != null) {
        double length = Math.max(1, figure.median() / greatest * LONGEST);
        line(
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
            PEERS.get(i), x + LABELS, top, length, BAR);
        text(x + LABELS + (int) length + 5, top + 12, "value", Tables.time(figure));
      }
    }
  }

  private void text(int x, int y, String type, String text) {
    line("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>", type, x, y, text);
  }

  private void line(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
