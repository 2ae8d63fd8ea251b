package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import org.junit.jupiter.api.Test;

/** Rows B01 to B17: which locals live over an await, and under which type. */
class LocalsCasesTest {
  @Test
  void b01_parametersReassignedBeforeAndAfterTheAwait() {
    Case.of(
            """
            @Async Coroutine<String> change(String s, int n, long l, double d, Object o) {
              s += "1";
              l++;
              String r = s + n + l + d + o;
              o = await(later("o"));
              n = n + 1;
              d = await(later(d + 1));
              s = s + await(later("2"));
              return Coroutine.of(r + s + n + l + d + o);
            }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(await(new Target().change("s", 1, 2L, 3.0, null)));
            }
            """)
        .prints("= s113" + "3.0nulls12234.0o");
  }

  @Test
  void b02_deadLocalIsCollectableDuringTheAwait() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              byte[] big = new byte[1 << 20];
              int length = big.length;
              java.lang.ref.WeakReference<Object> ref = new java.lang.ref.WeakReference<>(big);
              boolean cleared = await(cleared(ref));
              big = new byte[2];
              return Coroutine.of(cleared + " " + length + " " + big.length);
            }
            """)
        .prints("= true 1048576 2");
  }

  @Test
  void b02_unusedParameterAndUsedUpOperandAreCollectableDuringTheAwait() {
    Case.of(
            """
            static java.lang.ref.WeakReference<Object> ref;
            static Object make() {
              Object o = new byte[1 << 16];
              ref = new java.lang.ref.WeakReference<>(o);
              return o;
            }
            @Async static Coroutine<Boolean> unused(Object o, int n) {
              return Coroutine.of(await(cleared(ref)));
            }
            @Async Coroutine<Boolean> used(int n, Object o) {
              int hash = o.hashCode() & 1;
              return Coroutine.of(hash < 2 & await(cleared(ref)));
            }
            @Async static Coroutine<Object> run() {
              boolean unused = await(unused(make(), 1));
              await(later(1));
              return Coroutine.of(unused + " " + await(new Target().used(1, make())));
            }
            """)
        .prints("= true true");
  }

  @Test
  void b02_localThatIsDeadAfterAResumeIsCollectableDuringTheNextAwait() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              Object o = new byte[1 << 16];
              java.lang.ref.WeakReference<Object> ref = new java.lang.ref.WeakReference<>(o);
              await(later(1));
              int hash = o.hashCode() & 1;
              boolean first = await(cleared(ref));
              return Coroutine.of(first && hash < 2);
            }
            """)
        .prints("= true");
  }

  @Test
  void b03_slotReusedWithAnotherType() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              String r = "";
              { int a = await(later(1)); r += a + await(later(1)); }
              { String b = await(later("b")); r += b + await(later(2)); }
              { long c = await(later(3L)); double d = c / 2.0; r += c + await(later(3)) + d; }
              { int[] e = {await(later(4))}; r += e[0] + await(later(4)); }
              for (int i = 0; i < 2; i++) { float f = i; await(later(5)); r += f; }
              for (Object o : new Object[] {"o"}) { await(later(6)); r += o; }
              return Coroutine.of(r);
            }
            """)
        .prints("= 2b27.580.01.0o");
  }

  @Test
  void b04_localAssignedOnOneBranchOnly() {
    Case.of(
            """
            @Async static Coroutine<String> f(boolean c) {
              int n;
              String s;
              if (c) {
                n = 1;
                s = "assigned";
                await(later(n));
                log(s + n);
              } else {
                await(later(0));
              }
              await(later(2));
              s = await(later("late"));
              n = 3;
              return Coroutine.of(s + n);
            }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(await(f(true)) + await(f(false)));
            }
            """)
        .prints("assigned1", "= late3late3");
  }

  @Test
  void b05_localThatIsNullAtTheAwait() {
    Case.of(
            """
            static String show(String s, int[] a, Object o) { return s + (a == null) + o; }
            @Async static Coroutine<Object> run() {
              String s = null;
              int[] a = null;
              Object o = null;
              await(later(1));
              String r = show(s, a, o);
              s = "s";
              a = new int[] {2};
              await(later(2));
              r += show(s, a, null) + a[0];
              String n = null;
              while (n == null) {
                n = await(later("n"));
              }
              String m = null;
              for (int i = 0; i < 2; i++) {
                if (i == 1) r += m.length();
                m = null;
                await(later(m));
                m = "mm";
              }
              return Coroutine.of(r + n + m);
            }
            """)
        .prints("= nulltruenullsfalsenull22nmm");
  }

  @Test
  void b06_arrayElementTypesDoNotDecay() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              String[][] t = {{"a", "b"}, {"c"}};
              String r = "";
              for (String[] row : t) {
                await(later(row.length));
                for (String s : row) {
                  r += s.concat(await(later("-")));
                }
                row[0] = r;
              }
              int[][][] deep = {{{1}, {2, 3}}};
              int sum = 0;
              for (int[][] a : deep) {
                int[] last = a[a.length - 1];
                for (int[] b : a) {
                  sum += await(later(b.length)) + b[0] * last[0];
                }
              }
              return Coroutine.of(r + t[1][0] + sum);
            }
            """)
        .prints("= a-b-c-a-b-c-9");
  }

  @Test
  void b07_localMergedFromTwoClassesWithOneInterface() {
    Case.of(
            """
            interface Named { String name(); }
            static final class A implements Named { public String name() { return "A"; } }
            static final class B implements Named, Runnable { public String name() { return "B"; } public void run() {} }
            @Async static Coroutine<String> f(boolean c) {
              Named n = c ? new A() : new B();
              await(later(1));
              String r = n.name();
              CharSequence s = c ? "string" : new StringBuilder("builder");
              await(later(2));
              r += s.length();
              Comparable<?> k = c ? (Comparable<?>) Integer.valueOf(1) : "k";
              Object o = c ? new A() : "x";
              await(later(3));
              return Coroutine.of(r + k + (o instanceof A) + (c ? await(later(new A())) : n).name());
            }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(await(f(true)) + await(f(false)));
            }
            """)
        .prints("= A61trueAB7kfalseB");
  }

  @Test
  void b08_localOfATypeThatTheClassMayNotName() {
    Case.of(
            """
            @Async static Coroutine<String> f(boolean c) throws IOException {
              CharSequence s = c ? new StringBuilder("x") : new StringBuffer("yy");
              int n = await(later(s.length()));
              String r = s.toString() + n;
              Appendable a = c ? new StringBuilder("a") : new StringBuffer("b");
              r += a.append(await(later("c"))).append('d');
              Object o = c ? new StringBuilder(await(later("p"))) : new StringBuffer(await(later("q")));
              for (int i = 0; i < 2; i++) r += o.toString() + await(later(i));
              try {
                r += (c ? new StringBuilder("m") : new StringBuffer("n")) + await(later("l"));
              } finally {
                await(later(s));
                r += s.length();
              }
              return Coroutine.of(r + " ");
            }
            @Async static Coroutine<Object> run() throws IOException { return Coroutine.of(await(f(true)) + await(f(false))); }
            """)
        .prints("= x1acdp0p1ml1 yy2bcdq0q1nl2 ");
  }

  @Test
  void b10_localLiveOnlyInACatchOrFinally() {
    Case.of(
            """
            @Async static Coroutine<String> f(boolean fail) throws Exception {
              String onlyCatch = "c" + fail;
              long onlyFinally = fail ? 1 : 2;
              try {
                await(later(1));
                if (fail) await(fails(new IOException("x")));
                return Coroutine.of("ok");
              } catch (IOException e) {
                return Coroutine.of(onlyCatch + e.getMessage());
              } finally {
                log("finally " + onlyFinally);
              }
            }
            @Async static Coroutine<Object> run() throws Exception {
              return Coroutine.of(await(f(true)) + await(f(false)));
            }
            """)
        .prints("finally 1", "finally 2", "= ctruexok");
  }

  @Test
  void b11_localLiveOnlyOverTheBackEdge() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              String previous = "start";
              String r = "";
              int i = 0;
              do {
                String current = previous + i;
                r += await(later(i == 0 ? "" : "," + previous));
                previous = current.substring(current.length() - 1);
                await(later(r));
              } while (i++ < 3);
              return Coroutine.of(r);
            }
            """)
        .prints("= ,0,1,2");
  }

  @Test
  void b12_localDeadAtOneAwaitAndLiveAtTheNext() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              String s = "first";
              int n = 1;
              String r = s + n;
              await(later(1));
              s = "second";
              n = 2;
              await(later(2));
              r += s + n;
              Object o = r;
              for (int i = 0; i < 3; i++) {
                await(later(3));
                if (i % 2 == 0) {
                  s = "loop" + i;
                  await(later(4));
                  r += s;
                }
                s = null;
                await(later(5));
                s = "x";
              }
              await(later(6));
              return Coroutine.of(r + o + s);
            }
            """)
        .prints("= first1second2loop0loop2first1second2x");
  }

  @Test
  void b13_capturedVariableUsedByALambdaAfterTheAwait() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              String s = "s";
              long l = await(later(2L));
              int[] count = {0};
              await(later(1));
              Supplier<String> f = () -> s + l + count[0]++;
              await(later(2));
              String r = f.get() + f.get();
              Function<String, String> g = t -> t + s + f.get();
              return Coroutine.of(r + g.apply(await(later("g"))));
            }
            """)
        .prints("= s20s21gss22");
  }

  @Test
  void b15_genericWildcardAndIntersectionTypedLocals() {
    Case.of(
            """
            static <T extends Comparable<T> & Serializable> T least(T a, T b) { return a.compareTo(b) < 0 ? a : b; }
            @Async static <T extends Comparable<T> & Serializable> Coroutine<String> f(List<? extends T> list, T other) {
              Map<String, List<? super T>> map = new TreeMap<>();
              T first = list.get(0);
              await(later(1));
              List<? super T> sink = new ArrayList<>();
              map.put("k", sink);
              T least = least(first, other);
              for (T t : list) {
                least = least(least, await(later(t)));
                sink.add(least);
              }
              return Coroutine.of(map + "" + least);
            }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(await(f(Arrays.asList("c", "a", "d"), "b")) + await(f(Collections.singletonList(2), 1)));
            }
            """)
        .prints("= {k=[b, a, a]}a{k=[1]}1");
  }

  @Test
  void b17_temporariesWithoutANameAreSaved() {
    Case.of(
            """
            static class R implements AutoCloseable {
              final String s;
              R(String s) { this.s = s; }
              public void close() { log("close " + s); }
            }
            static String[] array() { log("array"); return new String[] {"a", "b"}; }
            static List<String> list() { log("list"); return Arrays.asList("c", "d"); }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (String s : array()) r += await(later(s));
              for (String s : list()) r += await(later(s));
              try (R x = new R("x"); R y = new R("y")) {
                r += await(later(x.s)) + y.s;
              }
              synchronized (r) { r += "!"; }
              switch (await(later("b"))) {
                case "a": r += "A";
                case "b": r += await(later("B"));
                default: r += "D";
              }
              return Coroutine.of(r);
            }
            """)
        .prints("array", "list", "close y", "close x", "= abcdxy!BD");
  }
}
