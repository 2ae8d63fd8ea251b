package dev.fermata.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentOptionsTest {
  @Test
  void withoutOptionsEveryClassIsCoveredAndWarningsAreShown() {
    AgentOptions options = AgentOptions.parse(null);
    assertTrue(options.covers("com/acme/Chat"));
    assertNull(options.dump());
    assertEquals(Set.of(), options.silenced());
    assertEquals(options, AgentOptions.parse(""));
  }

  @Test
  void allOptionsTogether() {
    AgentOptions options =
        AgentOptions.parse(
            "include=com.acme.*:org.One,exclude=com.acme.gen.*,dump=/tmp/x y,quiet,"
                + "no-warn=FERMATA-101:FERMATA-102");
    assertEquals(Path.of("/tmp/x y"), options.dump());
    assertEquals(Set.of("all", "FERMATA-101", "FERMATA-102"), options.silenced());
    assertTrue(options.covers("com/acme/Chat"));
    assertTrue(options.covers("com/acme/deep/Chat$1"));
    assertFalse(options.covers("com/acme/gen/Chat"));
    assertFalse(options.covers("com/acmecorp/Chat"));
    assertTrue(options.covers("org/One"));
    assertFalse(options.covers("org/One$Inner"));
  }

  @Test
  void onlyExclusionsLeaveAllOthersIn() {
    AgentOptions options = AgentOptions.parse("exclude=com.acme.*");
    assertFalse(options.covers("com/acme/Chat"));
    assertTrue(options.covers("org/Other"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "includes=a.*|unknown option 'includes=a.*'; there are include=NAMES, exclude=NAMES,"
            + " dump=DIR, quiet and no-warn=IDS, separated by commas; names and ids among"
            + " themselves by colons",
        "include=|wrong option 'include=': it needs a value",
        "include=a*b|wrong option 'include=a*b': a * may only stand at the end of a name",
        "dump|wrong option 'dump': it needs a directory",
        "quiet=maybe|wrong option 'quiet=maybe': it has no value",
        "no-warn=102|wrong option 'no-warn=102': there is no warning 102",
        "no-warn=FERMATA-001|wrong option 'no-warn=FERMATA-001': there is no warning FERMATA-001"
      })
  void aWrongOptionIsExplained(String text, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> AgentOptions.parse(text)).getMessage());
  }
}
