package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import org.junit.jupiter.api.Test;

/** Rows C01 to C20: awaits among branches and loops. */
class ControlFlowCasesTest {
  @Test
  void c01_awaitInConditionBodyAndUpdateOfEachLoop() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              String r = "";
              int n = 0;
              while (await(later(n < 2))) { r += "w" + await(later(n)); n++; }
              do { r += "d" + await(later(n--)); } while (n > await(later(0)));
              for (int i = await(later(0)); i < await(later(3)); i += await(later(1))) { r += "f" + i; }
              for (long l = 5; await(later(l > 3)); l--, await(later(r += "u"))) { r += await(later(l)); }
              while (!await(later(true))) r += "never";
              return Coroutine.of(r);
            }
            """)
        .prints("= w0w1d2d1f0f1f25u4u");
  }

  @Test
  void c02_labelledBreakAndContinueAcrossAwaits() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              String r = "";
              outer:
              for (int i = 0; ; i++) {
                await(later(i));
                inner:
                for (int j = 0; j < 4; j++) {
                  switch (await(later(j))) {
                    case 1: continue inner;
                    case 3: continue outer;
                    default: break;
                  }
                  if (i == 2) break outer;
                  block: {
                    if (await(later(i == 1))) break block;
                    r += "-";
                  }
                  r += i + "" + j + " ";
                }
              }
              return Coroutine.of(r);
            }
            """)
        .prints("= -00 -02 10 12 ");
  }

  @Test
  void c03_endlessLoopsWithoutAReturn() {
    Case.of(
            """
            static class Stop extends RuntimeException { Stop(String s) { super(s); } }
            static int n;
            static int step() { if (++n > 3) throw new Stop("n" + n); return n; }
            @Async static Coroutine<Object> forever() {
              for (;;) {
                log(await(later(step())));
              }
            }
            @Async static Coroutine<Void> whileTrue() {
              while (true) await(later(step()));
            }
            @Async static Coroutine<Object> run() {
              try {
                await(forever());
              } catch (Stop e) {
                log(e.getMessage());
              }
              n = 0;
              await(whileTrue());
              return Coroutine.of("not reached");
            }
            """)
        .prints("1", "2", "3", "n4", "! targets.Target$Stop: n4");
  }

  @Test
  void c11_severalReturnsOfEachKindOfValue() {
    Case.of(
            """
            @Async static Coroutine<Integer> anInt(int n) {
              if (n == 0) return Coroutine.of(0);
              for (int i = 0; i < n; i++) {
                if (await(later(i)) == 3) return Coroutine.of(i);
                try {
                  if (n == 2) return Coroutine.of(await(later(20)));
                } finally {
                  log("f" + i);
                }
              }
              return Coroutine.of(-1);
            }
            @Async static Coroutine<Long> aLong(boolean b) {
              if (b) return Coroutine.of(1L << 40);
              await(later(1));
              return Coroutine.of(await(later(2L)));
            }
            @Async static Coroutine<Double> aDouble(boolean b) { return Coroutine.of(b ? await(later(0.5)) : 1.5); }
            @Async static Coroutine<Boolean> aBoolean(int n) { await(later(1)); return Coroutine.of(n > 0); }
            @Async static Coroutine<Character> aChar(int n) { await(later(1)); return Coroutine.of((char) ('a' + n)); }
            @Async static Coroutine<Byte> aByte(int n) { await(later(1)); return Coroutine.of((byte) n); }
            @Async static Coroutine<Short> aShort(int n) { await(later(1)); return Coroutine.of((short) n); }
            @Async static Coroutine<Float> aFloat(float n) { await(later(1)); return Coroutine.of(n / 2); }
            @Async static Coroutine<Void> nothing(boolean b) {
              if (b) return Coroutine.done();
              await(later(1));
              log("nothing");
              return Coroutine.done();
            }
            @Async static Coroutine<int[]> array() { await(later(1)); return Coroutine.of(new int[] {1, 2}); }
            @Async static Coroutine<Object> run() {
              String r = await(anInt(0)) + " " + await(anInt(1)) + " " + await(anInt(2)) + " " + await(anInt(9));
              r += " " + await(aLong(true)) + " " + await(aLong(false)) + " " + await(aDouble(true)) + await(aDouble(false));
              r += await(aBoolean(1)) + " " + !await(aBoolean(0)) + await(aChar(1)) + (char) (await(aChar(2)) + 1);
              r += await(aByte(200)) + " " + (await(aShort(70000)) + 1) + " " + await(aFloat(3)) + await(array())[1];
              await(nothing(true));
              await(nothing(false));
              return Coroutine.of(r);
            }
            """)
        .prints(
            "f0",
            "f0",
            "f0",
            "f1",
            "f2",
            "nothing",
            "= 0 -1 20 3 1099511627776 2 0.51.5true truebd-56 4465 1.52");
  }

  @Test
  void c12_returnOfAnAwaitedValueAndOfACoroutine() {
    Case.of(
            """
            @Async static Coroutine<String> awaited(String s) { return Coroutine.of(await(later(s))); }
            @Async static Coroutine<String> tail(String s, int n) {
              if (n == 0) return awaited(s);
              return tail(s + n, n - 1);
            }
            @Async static Coroutine<Integer> tailInt(int n) {
              if (n == 0) return Coroutine.of(await(later(7)));
              return tailInt(n - 1);
            }
            @Async static Coroutine<String> conditional(boolean b) { return b ? awaited("yes") : Coroutine.of("no"); }
            @Async static Coroutine<String> caught() throws Exception {
              try {
                return bad();
              } catch (IOException e) {
                return Coroutine.of("caught " + e.getMessage());
              } finally {
                log("finally");
              }
            }
            @Async static Coroutine<String> bad() throws IOException { await(later(1)); throw new IOException("bad"); }
            @Async static Coroutine<Object> run() throws Exception {
              String r = await(tail("t", 3)) + await(tailInt(2)) + await(conditional(true)) + await(conditional(false));
              return Coroutine.of(r + await(caught()));
            }
            """)
        .onlyCoroutines()
        .notStraight()
        .prints("finally", "= t3217yesnocaught bad");
  }

  @Test
  void c13_codeThatEndsInThrowAndUnreachableCode() {
    Case.of(
            """
            @Async static Coroutine<Object> thrower(int n) {
              await(later(n));
              throw new IllegalStateException("t" + n);
            }
            @Async static Coroutine<Object> afterLoop(int n) {
              do {
                if (await(later(n)) == 0) throw new IllegalStateException("zero");
                n--;
              } while (true);
            }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (int i = 0; i < 2; i++) {
                try {
                  if (i == 0) await(thrower(i)); else await(afterLoop(i));
                } catch (IllegalStateException e) {
                  r += e.getMessage();
                }
              }
              while (true) {
                if (await(later(r.length())) == 6) return Coroutine.of(r);
              }
            }
            """)
        .prints("= t0zero");
  }

  @Test
  void c14_loopHeadAtTheFirstInstructionAndAwaitAsFirstAndLast() {
    Case.of(
            """
            static int n;
            @Async static Coroutine<Object> headAtZero() {
              do {
                log(++n);
              } while (await(later(n < 2)));
              return Coroutine.of(null);
            }
            @Async static Coroutine<Object> onlyAwaits() {
              while (true) {
                await(later(1));
                if (++n > 4) break;
              }
              return Coroutine.of(await(later("last")));
            }
            @Async Coroutine<Object> parameters(int k) {
              while (k-- > 0) await(later(at("p", this)));
              return Coroutine.of(k);
            }
            @Async static Coroutine<Object> run() {
              await(headAtZero());
              return Coroutine.of(await(onlyAwaits()) + "" + n + await(new Target().parameters(2)));
            }
            """)
        .prints("1", "2", "p", "p", "= last5-1");
  }

  @Test
  void c16_assertWithAwaitedConditionAndMessage() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              assert await(later(true)) : await(later("not evaluated"));
              try {
                assert await(later(1)) == 2 : await(later("message")) + 2;
                log("not reached");
              } catch (AssertionError e) {
                log(e.getMessage());
              }
              try {
                assert await(later(false));
              } catch (AssertionError e) {
                log(e.getMessage());
              }
              return Coroutine.of("end");
            }
            """)
        .prints("message2", "null", "= end");
  }

  @Test
  void c16_assertThatIsOffAwaitsNothing() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              assert await(later(at("not reached", false))) : await(later("not reached"));
              return Coroutine.of("end");
            }
            """)
        .withoutAssertions()
        .prints("= end");
  }

  @Test
  void c17_asyncMethodWithoutAnAwait() {
    Case.of(
            """
            static final boolean DEBUG = false;
            @Async static Coroutine<String> none(String s) { log("none"); return Coroutine.of(s); }
            @Async static Coroutine<String> removed(String s) {
              if (DEBUG) { await(later(1)); }
              if (DEBUG && await(later(true))) s += "not reached";
              return Coroutine.of(s + "r");
            }
            @Async static Coroutine<Void> empty() { return Coroutine.done(); }
            @Async static Coroutine<String> failing() { throw new IllegalStateException("f"); }
            @Async static Coroutine<Object> run() {
              await(empty());
              String r = await(none("n")) + await(removed("s"));
              try {
                await(failing());
              } catch (IllegalStateException e) {
                r += e.getMessage();
              }
              return Coroutine.of(r);
            }
            """)
        .prints("none", "= nsrf");
  }

  @Test
  void c19_enhancedForOverArraysAndIterables() {
    Case.of(
            """
            static Iterable<String> lazy(String... names) {
              return () -> {
                Iterator<String> i = Arrays.asList(names).iterator();
                return new Iterator<String>() {
                  public boolean hasNext() { log("hasNext"); return i.hasNext(); }
                  public String next() { return i.next(); }
                };
              };
            }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (int i : await(later(new int[] {1, 2}))) r += i + await(later(i));
              for (long l : new long[] {5}) r += await(later(l)) + l;
              for (boolean b : new boolean[] {true, false}) if (await(later(b))) continue; else r += b;
              for (String s : await(later(lazy("x", "y")))) r += await(later(s));
              for (Map.Entry<String, Integer> e : new TreeMap<>(Collections.singletonMap("k", 3)).entrySet()) r += await(later(e.getKey())) + e.getValue();
              for (Object none : new Object[0]) r += await(later(none));
              for (Integer i : Arrays.asList(4, null)) r += await(later(i));
              return Coroutine.of(r);
            }
            """)
        .prints("hasNext", "hasNext", "hasNext", "= 2410falsexyk34null");
  }

  @Test
  void c20_oneCallSiteReachedReentrantlyByTwoActivations() {
    Case.of(
            """
            @Async static Coroutine<String> tree(int depth, String path) {
              if (depth == 0) return Coroutine.of(await(later(path)) + " ");
              String left = await(tree(depth - 1, path + "l"));
              return Coroutine.of(left + await(tree(depth - 1, path + "r")));
            }
            @Async Coroutine<Long> fib(int n) {
              if (n < 2) return Coroutine.of((long) await(later(n)));
              return Coroutine.of(await(fib(n - 1)) + await(fib(n - 2)));
            }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(await(tree(3, "")) + await(new Target().fib(12)));
            }
            """)
        .prints("= lll llr lrl lrr rll rlr rrl rrr 144");
  }
}
