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
  void spacesAroundNamesDoNotCount() {
    AgentOptions options = AgentOptions.parse("include= a.One : b/Two,exclude= a.Three");
    assertTrue(options.covers("a/One"));
    assertTrue(options.covers("b/Two"));
    assertFalse(options.covers("a/Three"));
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
        "include=B1;exclude=H|wrong option 'include=B1;exclude=H': no class has a name with ; or ["
            + " in it; options are separated by commas, names by colons",
        "exclude=[La.B|wrong option 'exclude=[La.B': no class has a name with ; or [ in it;"
            + " options are separated by commas, names by colons",
        "include=a..B|wrong option 'include=a..B': a part of a name is empty",
        "include=a.|wrong option 'include=a.': a part of a name is empty",
        "exclude=.B|wrong option 'exclude=.B': a part of a name is empty",
        "include=a.B: :C|wrong option 'include=a.B: :C': a part of a name is empty",
        "include=a.B.class|wrong option 'include=a.B.class': a class is named without .class",
        "include=a.B:c.*,exclude=a.*|wrong options: no class is left of 'include=a.B' because of"
            + " 'exclude=a.*'",
        "include=a.*,exclude=*|wrong options: no class is left of 'include=a.*' because of"
            + " 'exclude=*'",
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
