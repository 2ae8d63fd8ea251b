package dev.fermata.transformer.lint;

import dev.fermata.transformer.cases.harness.Findings;
import org.junit.jupiter.api.Test;

/** Coroutines and futures that are made and then not used. */
class DroppedTest {
  private static final String METHODS =
      """
      @Async static Coroutine<String> name(int n) { return Coroutine.of("n" + await(later(n))); }
      @Async static java.util.concurrent.CompletableFuture<String> sent(int n) {
        return java.util.concurrent.CompletableFuture.completedFuture("n" + await(later(n)));
      }
      """;

  @Test
  void aCoroutineThatBecomesATextIsWarnedOf() {
    Findings.of(
            METHODS
                + """
                @Async static Coroutine<Object> run() {
                  int i = 1;
                  // warning[FERMATA-101]: becomes a text
                  log("hello " + name(1) + i);
                  // warning[FERMATA-101]: becomes a text
                  log(String.valueOf(name(2)));
                  // warning[FERMATA-101]: becomes a text
                  log(new StringBuilder().append(name(3)).toString());
                  log("hello " + await(name(4)));
                  Coroutine<String> kept = name(5);
                  log("about to await " + kept);
                  return Coroutine.of(await(kept));
                }
                """)
        .check();
  }

  @Test
  void aCoroutineInAVariableThatNothingReadsIsWarnedOf() {
    Findings.of(
            METHODS
                + """
                @Async static Coroutine<Object> run() {
                  // warning[FERMATA-101]: is dropped
                  Coroutine<String> unused = name(1);
                  return Coroutine.of(await(later(2)));
                }
                """)
        .check();
  }

  @Test
  void aDroppedFutureOfAnAsynchronousMethodIsWarnedOf() {
    Findings.of(
            METHODS
                + """
                @Async static Coroutine<Object> run() {
                  // warning[FERMATA-107]: a failure is lost
                  sent(1);
                  sent(2).whenComplete((value, error) -> log(value));
                  await(sent(3));
                  return Coroutine.of(await(later(2)));
                }
                """)
        .check();
  }

  @Test
  void aTestThatReturnsSomethingToAwaitIsWarnedOf() {
    Findings.of(
            """
            @org.junit.jupiter.api.Test @Async Coroutine<Void> returning() {
              // warning[FERMATA-108]: a @Test must not return a Coroutine
              await(later(1));
              return Coroutine.done();
            }
            @org.junit.jupiter.params.ParameterizedTest
            @Async java.util.concurrent.CompletionStage<Object> stage(int n) {
              // warning[FERMATA-108]: a @ParameterizedTest must not return a CompletionStage
              return java.util.concurrent.CompletableFuture.completedFuture(await(later(n)));
            }
            @org.junit.jupiter.api.Test void right() {}
            @org.junit.jupiter.api.BeforeEach @Async static Coroutine<Object> run() {
              return Coroutine.of(await(later(2)));
            }
            """)
        .check();
  }
}
