package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import org.junit.jupiter.api.Test;

/** A returned coroutine is awaited where the {@code return} stands. */
class ReturnedCoroutineCasesTest {
  @Test
  void theTryBlocksAroundTheReturnCatchItsFailure() {
    Case.of(
            """
            @Async static <T> Coroutine<T> value(T v) { await(later(v)); return Coroutine.of(v); }
            @Async static <T> Coroutine<T> bad(Exception e) throws Exception { await(fails(e)); return null; }
            @Async static Coroutine<String> f(Exception e) throws Exception {
              try {
                try {
                  return e == null ? value("value") : bad(e);
                } catch (IOException caught) {
                  log("inner");
                  return bad(new IllegalStateException(caught.getMessage()));
                }
              } catch (IllegalStateException caught) {
                return Coroutine.of("outer " + caught.getMessage());
              }
            }
            @Async static Coroutine<Object> run() throws Exception {
              log(await(f(null)));
              log(await(f(new IOException("a"))));
              log(await(f(new IllegalStateException("b"))));
              try { return bad(new IOException("c")); } catch (IOException e) { return value(e.getMessage()); }
            }
            """)
        .prints("value", "inner", "outer a", "outer b", "= c");
  }

  /** Found by random programs: such a stage is a future that cannot be joined. */
  @Test
  void d07_returnedCompletedStageSurvivesTheFinallyCodeThatRunsAfterIt() {
    Case.of(
            """
            @Async static CompletionStage<Object> stage() {
              try {
                return CompletableFuture.completedStage("value");
              } finally {
                log("finally");
              }
            }
            @Async static Coroutine<Object> run() { return Coroutine.of(await(stage())); }
            """)
        .java(9)
        .prints("finally", "= value");
  }
}
