package dev.fermata.transformer.cases;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The harness itself: that it fails where a program does something else, and that pending awaits do
 * suspend.
 */
class HarnessTest {
  @ParameterizedTest
  @CsvSource({
    "DONE_COROUTINES, ---",
    "DONE_FUTURES, ---",
    "PENDING_FUTURES, sss",
    "PENDING_SLEEPS, sss",
    "CUSTOM_AWAITABLES, sss",
    "FIRST_OF_TWO_PENDING, s-s",
    "SECOND_OF_TWO_PENDING, -s-",
    "TWO_OF_THREE_PENDING, ss-"
  })
  void awaitsSuspendWhereTheModeSaysSo(Mode mode, String suspensions) {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              String r = "";
              for (int i = 0; i < 3; i++) {
                long pass = EventLoop.running().iteration();
                await(later(i));
                r += EventLoop.running().iteration() > pass ? "s" : "-";
              }
              return Coroutine.of(r);
            }
            """)
        .notStraight()
        .modes(mode)
        .prints("= " + suspensions);
  }

  @Test
  void runWithAnotherTraceIsReported() {
    Case wrong =
        Case.of("@Async static Coroutine<Object> run() { return Coroutine.of(1); }")
            .modes(Mode.STRAIGHT, Mode.DONE_FUTURES);
    AssertionError error = assertThrows(AssertionError.class, () -> wrong.prints("= 2"));
    String text = error.getMessage();
    assertTrue(text.matches("(?s).*\njavac 17 -g, \\w+, STRAIGHT\n.*"), text);
    assertTrue(text.matches("(?s).*\necj 17 -g, \\w+, DONE_FUTURES\n.*"), text);
    assertTrue(text.contains("expected [= 2]"), text);
    assertTrue(text.contains("but was  [= 1]"), text);
  }

  @Test
  void sourceThatDoesNotCompileIsReported() {
    AssertionError error =
        assertThrows(AssertionError.class, () -> Case.of("int x = ;").prints("= 2"));
    assertTrue(error.getMessage().contains("illegal start of expression"), error.getMessage());
  }
}
