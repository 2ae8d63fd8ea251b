package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import org.junit.jupiter.api.Test;

/**
 * Rows A14 to A20: an await among the arguments of {@code new}, where an object without its
 * constructor is on the stack.
 */
class ConstructionCasesTest {
  private static final String P =
      """
      static class P {
        final String s;
        static { log("P initialised"); }
        P(int a) { this("" + a); }
        P(int a, Object b) { this(a + "," + b); }
        P(String s) { log("P(" + s + ")"); this.s = s; }
        @Override public String toString() { return "P" + s; }
      }
      """;

  @Test
  void a14_newWithAnAwaitedArgument() {
    Case.of(
            P
                + """
            @Async static Coroutine<Object> run() {
              P p = new P(await(later(1)));
              new P(2, await(later("dropped")));
              throwIfNull(new P(await(later(3)), await(later(4L))));
              return Coroutine.of(new P(5, await(later(true))) + "" + p);
            }
            static void throwIfNull(Object o) { o.hashCode(); }
            """)
        .prints("P initialised", "P(1)", "P(2,dropped)", "P(3,4)", "P(5,true)", "= P5,trueP1");
  }

  @Test
  void a15_newInsideNewBothWithAwaits() {
    Case.of(
            P
                + """
            static class A {
              final String s;
              static { log("A initialised"); }
              A(P p, int n) { s = "A" + p + n; }
              A(long l, P p, A a) { s = "A" + l + p + (a == null ? "-" : a.s); }
            }
            @Async static Coroutine<Object> run() {
              A first = new A(new P(await(later(1))), await(later(2)));
              A second = new A(7L, new P(3, new P(await(later("x")))), new A(await(later(8L)), null, first));
              return Coroutine.of(second.s);
            }
            """)
        .prints("A initialised", "P initialised", "P(1)", "P(x)", "P(3,Px)", "= A7P3,PxA8nullAP12");
  }

  @Test
  void a16_newWithAConditionalArgument() {
    Case.of(
            P
                + """
            @Async static Coroutine<String> make(boolean c, boolean d) {
              return Coroutine.of("" + new P(c ? await(later(1)) : d ? 2 : await(later(3)), c && await(later(d))));
            }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(await(make(true, false)) + await(make(false, true)) + await(make(false, false)));
            }
            """)
        .prints(
            "P initialised",
            "P(1,false)",
            "P(2,false)",
            "P(3,false)",
            "= P1,falseP2,falseP3,false");
  }

  @Test
  void a17_newWithASwitchThatContainsTryAsArgument() {
    Case.of(
            P
                + """
            @Async static Coroutine<Object> run() throws Exception {
              StringBuilder all = new StringBuilder();
              for (int k = 0; k < 4; k++) {
                all.append(new P(k, switch (k) {
                  case 0 -> "plain";
                  case 1 -> {
                    try {
                      yield await(later("awaited"));
                    } finally {
                      log("finally " + k);
                    }
                  }
                  case 2 -> {
                    try {
                      yield await(fails(new IOException("caught")));
                    } catch (IOException e) {
                      yield new P(await(later(e.getMessage())));
                    }
                  }
                  default -> await(later((Object) 'c'));
                }));
              }
              return Coroutine.of(all);
            }
            """)
        .java(17)
        // Its code for this passes no verifier, even without a transformer.
        .notEcj()
        .prints(
            "P initialised",
            "P(0,plain)",
            "finally 1",
            "P(1,awaited)",
            "P(caught)",
            "P(2,Pcaught)",
            "P(3,c)",
            "= P0,plainP1,awaitedP2,PcaughtP3,c");
  }

  @Test
  void a18_classIsInitialisedBeforeTheArgumentsAreEvaluated() {
    Case.of(
            """
            static class Broken {
              static int count = fail();
              static int fail() { throw new IllegalStateException("no class"); }
              Broken(int a) {}
            }
            static class Q {
              static { log("Q initialised"); }
              Q(int a, int b) { log("Q()"); }
            }
            @Async static Coroutine<Object> run() {
              new Q(at("first", 1), await(later(at("second", 2))));
              try {
                new Broken(await(later(at("not reached", 1))));
              } catch (ExceptionInInitializerError e) {
                log(e.getCause().getMessage());
              }
              return Coroutine.of("end");
            }
            """)
        .prints("Q initialised", "first", "second", "Q()", "no class", "= end");
  }

  @Test
  void a19_failureAmongTheArgumentsOrInTheConstructorLeavesNothingBehind() {
    Case.of(
            """
            static int made;
            static class R {
              R(int i, Object o) {
                if (o == null) throw new IllegalArgumentException("R" + i);
                made++;
              }
            }
            @Async static Coroutine<Object> run() throws Exception {
              int i = 0;
              R r = null;
              try {
                r = new R(i++, await(fails(new IOException("awaited"))));
              } catch (IOException e) {
                log(e.getMessage() + " " + i + " " + r);
              }
              try {
                r = new R(i++, await(later((Object) null)));
              } catch (IllegalArgumentException e) {
                log(e.getMessage() + " " + i + " " + r);
              }
              r = new R(i++, await(later("x")));
              return Coroutine.of(i + " " + made);
            }
            """)
        .prints("awaited 1 null", "R1 2 null", "= 3 1");
  }

  @Test
  void a20_outerInstanceIsCheckedBeforeTheAwait() {
    Case.of(
            """
            String name = "outer";
            class Inner {
              final String s;
              Inner(int a) { s = name + a; }
            }
            static String call(Supplier<String> f, int n) { return f.get() + n; }
            @Async Coroutine<Object> body() {
              Target none = null;
              String text = null;
              try {
                none.new Inner(await(later(at("not reached", 1))));
              } catch (NullPointerException e) {
                log("no outer instance");
              }
              try {
                call(text::trim, await(later(at("not reached", 1))));
              } catch (NullPointerException e) {
                log("no receiver");
              }
              text = " t ";
              Target other = new Target();
              other.name = "other";
              return Coroutine.of(new Inner(await(later(1))).s + other.new Inner(await(later(2))).s
                  + call(text::trim, await(later(3))));
            }
            @Async static Coroutine<Object> run() { return new Target().body(); }
            """)
        .prints("no outer instance", "no receiver", "= outer1other2t3");
  }

  @Test
  void a20_anonymousClassWithAwaitedConstructorArgument() {
    Case.of(
            P
                + """
            @Async static Coroutine<Object> run() {
              String captured = await(later("c"));
              P p = new P(await(later(1)), captured) {
                @Override public String toString() { return captured + s; }
              };
              return Coroutine.of(p);
            }
            """)
        .prints("P initialised", "P(1,c)", "= c1,c");
  }
}
