package dev.fermata.transformer.lint;

import dev.fermata.transformer.cases.harness.Findings;
import org.junit.jupiter.api.Test;

class SwallowedCancellationTest {
  /** What comes out of the {@code finally} is no throw of the catch, which can't throw. */
  @Test
  void emptyCatchIsWarnedOfAlsoInATryWithFinally() {
    Findings.of(
            """
            @Async static Coroutine<Object> run() {
              try {
                try {
                  await(later(1));
                // warning[FERMATA-102]: Throwable
                } catch (Throwable t) {
                }
              } finally {
                log("end");
              }
              return Coroutine.of(1);
            }
            """)
        .check();
  }
}
