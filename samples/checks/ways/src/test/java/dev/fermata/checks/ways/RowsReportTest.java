package dev.fermata.checks.ways;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report on the rows tells what the tests of a build gave, and which rows none was run of. */
class RowsReportTest {
  @TempDir Path repository;

  @BeforeEach
  void makeRepository() throws IOException {
    write(
        "transformer/src/test/resources/cases/rows.txt",
        """
        A  First group
        a01 W one
        a02 E two | three
        """);
  }

  private void write(String file, String text) throws IOException {
    Path path = repository.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private List<String> table() throws IOException {
    List<String> lines =
        Files.readAllLines(repository.resolve("samples/checks/ways/target/rows.md"));
    return lines.subList(2, lines.size());
  }

  @Test
  void row_of_which_no_test_was_run_is_told() throws Exception {
    write(
        "samples/tour/target/surefire-reports/TEST-x.OneTest.xml",
        "<testsuite><testcase classname='x.OneTest' name='a01_one'/></testsuite>");

    assertEquals(List.of("a02 E two | three"), RowsReport.write(repository));
    assertEquals(
        List.of(
            "| A01 | W | one | OneTest.a01_one | passed |", "| A02 | E | two \\| three |  |  |"),
        table());
  }

  @Test
  void worst_of_a_tests_invocations_counts_for_all_its_rows() throws Exception {
    write(
        "cli/target/failsafe-reports/TEST-x.AllIT.xml",
        """
        <testsuite>
          <testcase classname='x.AllIT' name='a01_a02_all(Way)[1]'><skipped/></testcase>
          <testcase classname='x.AllIT' name='a01_a02_all(Way)[2]'><failure/></testcase>
          <testcase classname='x.AllIT' name='a01_a02_all(Way)[3]'/>
        </testsuite>
        """);

    assertEquals(List.of(), RowsReport.write(repository));
    assertEquals(
        List.of(
            "| A01 | W | one | AllIT.a01_a02_all | failed |",
            "| A02 | E | two \\| three | AllIT.a01_a02_all | failed |"),
        table());
  }
}
