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

  @Test
  void nullInPlaceOfAReturnedCoroutineIsAnErrorThatNamesTheMethod() {
    Case.of(
            """
            @Async static Coroutine<String> atOnce() { return null; }
            @Async static Coroutine<String> late(boolean wrong) {
              await(later(1));
              return wrong ? null : Coroutine.of("value");
            }
            @Async static CompletableFuture<String> eager() { await(later(1)); return null; }
            @Async static Coroutine<Object> run() {
              for (Supplier<Coroutine<String>> call : List.<Supplier<Coroutine<String>>>of(
                  () -> atOnce(), () -> late(true))) {
                try { log(await(call.get())); } catch (NullPointerException e) { log(e.getMessage()); }
              }
              try { log(await(eager())); } catch (NullPointerException e) { log(e.getMessage()); }
              return Coroutine.of(0);
            }
            """)
        .onlyCoroutines()
        .notStraight()
        .prints(nullOf("atOnce"), nullOf("late"), nullOf("eager"), "= 0");
  }

  private static String nullOf(String method) {
    return "cannot await null, which Target."
        + method
        + " awaits or returns; without a value, return Coroutine.done(), Coroutine.of(null) or a"
        + " completed future";
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

  /** Found by random programs: Eclipse's compiler keeps the object on the stack meanwhile. */
  @Test
  void d08_returnedCoroutineIsAwaitedBeforeResourcesAreClosed() {
    Case.of(
            """
            static class Res implements AutoCloseable {
              final String name;
              Res(String name) { this.name = name; }
              @Override public void close() { log("close " + name); }
            }
            @Async static Coroutine<String> inner(String s, boolean fail) {
              await(later(1));
              log(s);
              if (fail) {
                throw new IllegalStateException(s);
              }
              return Coroutine.of(s);
            }
            @Async static Coroutine<String> outer(boolean fail) {
              try (Res a = new Res("a"); Res b = fail ? null : new Res("b")) {
                return inner("inner", fail);
              } catch (IllegalStateException e) {
                log("caught " + e.getMessage());
              }
              return inner("other", false);
            }
            @Async static Coroutine<String> chosen(int n) {
              try (Res a = new Res("a")) {
                try {
                  return n > 0 ? inner("left", false) : inner("right", true);
                } finally {
                  log("finally");
                }
              }
            }
            @Async static Coroutine<Object> run() {
              log(await(outer(false)));
              log(await(outer(true)));
              log(await(chosen(1)));
              return Coroutine.of(await(chosen(0)));
            }
            """)
        .prints(
            "inner",
            "close b",
            "close a",
            "inner",
            "inner",
            "close a",
            "caught inner",
            "other",
            "other",
            "left",
            "finally",
            "close a",
            "left",
            "right",
            "finally",
            "close a",
            "! java.lang.IllegalStateException: right");
  }
}
