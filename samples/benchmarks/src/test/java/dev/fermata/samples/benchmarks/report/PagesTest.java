package dev.fermata.samples.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages show the figures that were measured. */
class PagesTest {
  /** What makes the pages anew, for the message of a failure. */
  private static final String REMEDY = "run the benchmarks' jar with \"report --pages\"";

  @Test
  void tables_and_picture_are_those_of_the_committed_figures() throws IOException {
    List<Pages.Page> pages = new Pages(Path.of("")).pages();
    assertEquals(3, pages.size());
    for (Pages.Page page : pages) {
      assertEquals(page.text(), Files.readString(page.file()), REMEDY);
    }
  }
}
