package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.Mode;
import org.junit.jupiter.api.Test;

/** Rows C04 to C06: long loops and deep recursion need neither thread stack nor heap that grows. */
class RecursionAndLoopCasesTest {
  @Test
  void c04_aMillionTurnsOfDoneAwaitsOnAFlatStack() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              long sum = 0;
              int first = 0;
              for (int i = 0; i < 1_000_000; i++) {
                sum += await(later(1));
                if (i == 10) first = new Throwable().getStackTrace().length;
              }
              return Coroutine.of(sum + " " + (new Throwable().getStackTrace().length - first));
            }
            """)
        .notStraight()
        .modes(Mode.DONE_COROUTINES, Mode.DONE_FUTURES)
        .prints("= 1000000 0");
  }

  @Test
  void c05_manyTurnsOfPendingAwaitsOnAFlatHeapAndStack() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              int turns = 100_000;
              long before = 0;
              int depth = 0;
              long sum = 0;
              for (int i = 0; i < turns; i++) {
                sum += await(later(1));
                if (i == 1000) {
                  before = usedMemory();
                  depth = new Throwable().getStackTrace().length;
                }
              }
              long grown = usedMemory() - before;
              boolean flat = grown < turns * 8L;
              return Coroutine.of(sum + " " + (flat ? "flat" : "grown by " + grown) + (new Throwable().getStackTrace().length - depth));
            }
            """)
        .notStraight()
        .modes(Mode.PENDING_SLEEPS)
        .prints("= 100000 flat0");
  }

  @Test
  void c06_recursionWhoseEveryLevelSuspendsNeedsNoThreadStack() {
    Case.of(
            """
            @Async static Coroutine<Integer> down(int n) {
              await(later(n));
              if (n == 0) return Coroutine.of(new Throwable().getStackTrace().length < 50 ? 0 : 1_000_000);
              return Coroutine.of(await(down(n - 1)) + 1);
            }
            @Async static Coroutine<Object> run() { return Coroutine.of(await(down(100_000))); }
            """)
        .onlyPending()
        .onlyCoroutines()
        .prints("= 100000");
  }

  @Test
  void c06_resumeOfADeepRecursionStartsAtItsInnermostLevel() {
    Case.of(
            """
            @Async Coroutine<String> down(int n, long l) throws Exception {
              if (n > 0) {
                try {
                  return Coroutine.of(await(down(n - 1, l + 1)) + (n == 150 ? "caught" : ""));
                } catch (IOException e) {
                  if (n < 300) throw e;
                  return Coroutine.of(e.getMessage() + await(later(l)));
                }
              }
              int before = new Throwable().getStackTrace().length;
              await(pause());
              int after = new Throwable().getStackTrace().length;
              throw new IOException(before > 900 && after < 50 ? "innermost" : before + " " + after);
            }
            @Async static Coroutine<Object> run() throws Exception { return Coroutine.of(await(new Target().down(300, 0))); }
            """)
        .onlyPending()
        .onlyCoroutines()
        .prints("= innermost0");
  }
}
