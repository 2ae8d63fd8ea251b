package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import org.junit.jupiter.api.Test;

/** Rows D01 to D14: awaits in the parts of a try statement. */
class ExceptionCasesTest {
  @Test
  void d01_awaitedFailureIsCaughtAsTheOriginalObject() {
    Case.of(
            """
            static final IOException E = new IOException("e");
            @Async static Coroutine<Object> through() throws IOException { return Coroutine.of(await(fails(E))); }
            @Async static Coroutine<Object> run() throws Exception {
              try {
                await(fails(E));
              } catch (IOException e) {
                log(e == E);
              }
              try {
                await(through());
              } catch (Exception e) {
                log(e == E && e.getCause() == null);
              }
              Error error = new AssertionError("error");
              try {
                await(fails(error));
              } catch (Throwable e) {
                log(e == error);
              }
              return Coroutine.of(await(through()));
            }
            """)
        .prints("true", "true", "true", "! java.io.IOException: e");
  }

  @Test
  void d02_multiCatchOrderedCatchesAndCatchInCatch() {
    Case.of(
            """
            static Exception[] all = {
              new FileNotFoundException("fnf"), new IOException("io"), new IllegalStateException("ise"), new ArithmeticException("ae"),
            };
            @Async static Coroutine<String> f(Exception x) throws Exception {
              try {
                await(fails(x));
                return Coroutine.of("no");
              } catch (FileNotFoundException e) {
                return Coroutine.of("1" + await(later(e.getMessage())));
              } catch (IOException | IllegalStateException e) {
                try {
                  await(later(1));
                  await(fails(new RuntimeException("inner", e)));
                } catch (RuntimeException i) {
                  await(later(2));
                  return Coroutine.of("2" + i.getMessage() + e.getMessage() + (i.getCause() == e));
                }
                return Coroutine.of("no");
              } catch (Exception e) {
                try {
                  throw new IOException(await(later("thrown")));
                } catch (IOException i) {
                  return Coroutine.of(await(later(i.getMessage())) + e.getMessage());
                }
              }
            }
            @Async static Coroutine<Object> run() throws Exception {
              String r = "";
              for (Exception x : all) r += await(f(x)) + " ";
              return Coroutine.of(r);
            }
            """)
        .prints("= 1fnf 2innerio" + "true 2innerisetrue thrownae ");
  }

  @Test
  void d03_finallyWithAwaitsInEachOfItsCopies() {
    Case.of(
            """
            @Async static Coroutine<String> f(int k) throws Exception {
              String r = "r" + k;
              for (int i = 0; i < 2; i++) {
                try {
                  if (k == 0) return Coroutine.of(r + await(later("returned")));
                  if (k == 1) throw new IOException(await(later("thrown")));
                  if (k == 2) await(fails(new IOException("awaited")));
                  if (k == 3) continue;
                  if (k == 4) break;
                  r += await(later("n"));
                } finally {
                  log("finally " + k + await(later(i)) + r);
                  r += await(later("f"));
                }
              }
              return Coroutine.of(r);
            }
            @Async static Coroutine<Object> run() throws Exception {
              String all = "";
              for (int k = 0; k < 6; k++) {
                try {
                  all += await(f(k)) + " ";
                } catch (IOException e) {
                  all += e.getMessage() + " ";
                }
              }
              return Coroutine.of(all);
            }
            """)
        .prints(
            "finally 00r0",
            "finally 10r1",
            "finally 20r2",
            "finally 30r3",
            "finally 31r3f",
            "finally 40r4",
            "finally 50r5n",
            "finally 51r5nfn",
            "= r0returned thrown awaited r3ff r4f r5nfnf ");
  }

  @Test
  void d04_returnAndBreakInFinallyOverrideAPendingException() {
    Case.of(
            """
            @SuppressWarnings("finally")
            @Async static Coroutine<String> returns() throws Exception {
              try {
                await(fails(new IOException("lost")));
              } finally {
                return Coroutine.of(await(later("finally")));
              }
            }
            @SuppressWarnings("finally")
            @Async static Coroutine<Integer> breaks() throws Exception {
              int n = 0;
              for (;;) {
                try {
                  n++;
                  if (await(later(n)) < 3) throw new IOException("lost");
                  return Coroutine.of(-1);
                } finally {
                  await(later(n));
                  if (n < 3) continue;
                  break;
                }
              }
              return Coroutine.of(n);
            }
            @SuppressWarnings("finally")
            @Async static Coroutine<Integer> replaces() throws Exception {
              try {
                return Coroutine.of(await(later(1)));
              } finally {
                throw new IOException(await(later("replaced")));
              }
            }
            @Async static Coroutine<Object> run() throws Exception {
              log(await(returns()));
              log(await(breaks()));
              return Coroutine.of(await(replaces()));
            }
            """)
        .prints("finally", "3", "! java.io.IOException: replaced");
  }

  @Test
  void d05_awaitInCatchWithRethrowOfTheCaught() {
    Case.of(
            """
            @Async static Coroutine<String> f(boolean rethrow) throws IOException {
              String local = "l" + rethrow;
              try {
                return Coroutine.of(await(fails(new IOException("io"))));
              } catch (final IOException e) {
                log("caught " + await(later(e.getMessage())));
                if (rethrow) throw e;
                return Coroutine.of(local + e.getMessage());
              }
            }
            @Async static Coroutine<Object> run() throws Exception {
              log(await(f(false)));
              return Coroutine.of(await(f(true)));
            }
            """)
        .prints("caught io", "lfalseio", "caught io", "! java.io.IOException: io");
  }

  @Test
  void d06_awaitInFinallyKeepsThePendingExceptionAndValue() {
    Case.of(
            """
            static final IOException E = new IOException("pending");
            @Async static Coroutine<Long> f(boolean fail) throws IOException {
              long v = await(later(40L));
              try {
                if (fail) await(fails(E));
                return Coroutine.of(v + await(later(2L)));
              } finally {
                v = 0;
                await(later(1));
                log("after " + fail);
                await(later(2));
              }
            }
            @Async static Coroutine<Object> run() throws Exception {
              log(await(f(false)));
              try {
                await(f(true));
              } catch (IOException e) {
                log(e == E);
              }
              return Coroutine.of("end");
            }
            """)
        .prints("after false", "42", "after true", "true", "= end");
  }

  @Test
  void d09_localsThatAreSetOnlyInsideTheTryDoNotConfuseTheHandler() {
    Case.of(
            """
            @Async static Coroutine<String> f(boolean fail) throws Exception {
              try {
                String inner = await(later("inner"));
                long l = await(later(5L));
                int n;
                if (fail) {
                  n = 1;
                  await(fails(new IOException("x" + n)));
                }
                n = await(later(2));
                return Coroutine.of(inner + l + n);
              } catch (IOException e) {
                double reused = await(later(0.5));
                String other = await(later("other"));
                return Coroutine.of(e.getMessage() + reused + other);
              }
            }
            @Async static Coroutine<Object> run() throws Exception {
              return Coroutine.of(await(f(false)) + await(f(true)));
            }
            """)
        .prints("= inner52x10.5other");
  }

  @Test
  void d10_rangesThatHoldNothingButAnAwait() {
    Case.of(
            """
            @Async static Coroutine<Object> run() throws Exception {
              String r = "";
              try { await(pause()); } finally { r += "1"; }
              try { await(pause()); } catch (RuntimeException e) { r += "not reached"; }
              Awaitable<Integer> bad = null;
              try { await(bad); } catch (NullPointerException e) { r += "2"; }
              try { throw await(later(new IOException("3"))); } catch (IOException e) { r += e.getMessage(); }
              try { return Coroutine.of(r + await(later("4"))); } catch (IllegalStateException e) { throw e; }
            }
            """)
        .onlyCoroutines()
        .prints("= 1234");
  }

  @Test
  void d11_handlerThatCoversItself() {
    Case.of(
            """
            static int closed;
            @Async static Coroutine<String> f(int k) throws Exception {
              try {
                try {
                  await(later(k));
                  if (k == 1) throw new IOException("inner");
                } finally {
                  log("in " + await(later(k)));
                  if (k == 2) await(fails(new IOException("finally")));
                }
              } finally {
                log("out " + await(later(++closed)));
              }
              return Coroutine.of("ok");
            }
            @Async static Coroutine<Object> run() throws Exception {
              for (int k = 0; k < 3; k++) {
                try {
                  log(await(f(k)));
                } catch (IOException e) {
                  log(e.getMessage());
                }
              }
              return Coroutine.of(closed);
            }
            """)
        .prints("in 0", "out 1", "ok", "in 1", "out 2", "inner", "in 2", "out 3", "finally", "= 3");
  }

  @Test
  void d12_innerHandlersComeBeforeOuterOnes() {
    Case.of(
            """
            @Async static Coroutine<String> f(int depth) throws Exception {
              try {
                try {
                  try {
                    await(later(depth));
                    switch (depth) {
                      case 0: await(fails(new FileNotFoundException("a"))); break;
                      case 1: await(fails(new IOException("b"))); break;
                      case 2: await(fails(new Exception("c"))); break;
                      default: await(fails(new RuntimeException("d")));
                    }
                  } catch (FileNotFoundException e) {
                    await(later(1));
                    return Coroutine.of("inner " + e.getMessage());
                  }
                } catch (IOException e) {
                  await(later(2));
                  return Coroutine.of("middle " + e.getMessage());
                }
              } catch (RuntimeException e) {
                return Coroutine.of("outer " + await(later(e.getMessage())));
              }
              return Coroutine.of("none");
            }
            @Async static Coroutine<Object> run() throws Exception {
              for (int d : new int[] {0, 1, 3, 2}) log(await(f(d)));
              return Coroutine.of("not reached");
            }
            """)
        .prints("inner a", "middle b", "outer d", "! java.lang.Exception: c");
  }
}
