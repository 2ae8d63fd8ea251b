package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import org.junit.jupiter.api.Test;

/**
 * Rows A21 to A27: what becomes of the awaited value, and types of the values that wait below it.
 */
class OperandCasesTest {
  /** A package whose classes the target cannot name. */
  private static final String LIB =
      """
      package lib;
      public class Lib {
        public static Hidden make() { return new Hidden(); }
        public static String take(Hidden h, int n) { return h.name() + n; }
        public static <T extends Hidden> dev.fermata.Coroutine<T> later(T h) { return dev.fermata.Coroutine.of(h); }
        public static <T extends Hidden> T same(T h) { return h; }
        public static String show(Object h) { return ((Hidden) h).name(); }
        public static Hidden[] array() { return new Hidden[] {new Hidden()}; }
        public static String first(Hidden[] h, int n) { return h[0].name() + n; }
      }
      class Hidden {
        public String name() { return "hidden"; }
      }
      """;

  @Test
  void a21_smallIntegersComeBackUnchanged() {
    Case.of(
            """
            byte b = -1; char c = '\\uFFFE'; short s = -2; boolean z = true;
            static String all(byte b, char c, short s, boolean z, int i) {
              return b + " " + (int) c + " " + s + " " + z + " " + i;
            }
            @Async Coroutine<Object> body() {
              byte lb = Byte.MIN_VALUE; char lc = Character.MAX_VALUE; short ls = Short.MIN_VALUE; boolean lz = true;
              String r = all(b, c, s, z, await(later(1))) + ";";
              b = await(later((byte) 200)); c = await(later((char) 65535)); s = await(later((short) 40000)); z = await(later(false));
              byte[] bs = {0, await(later((byte) -3))};
              boolean[] zs = {await(later(true)), lz};
              bs[0] = lb; zs[1] &= await(later(false));
              char[] cs = {lc, await(later('x'))};
              short[] ss = {ls, await(later((short) -5))};
              lb--; lc++; ls--; lz = !lz;
              r += all(lb, lc, ls, lz, await(later(2))) + ";" + all(b, c, s, z, 3) + ";";
              return Coroutine.of(r + all(bs[1], cs[0], ss[0], zs[0], bs[0]) + all(bs[0], cs[1], ss[1], zs[1], 5));
            }
            @Async static Coroutine<Object> run() { return new Target().body(); }
            """)
        .prints(
            "= -1 65534 -2 true 1;127 0 32767 false 2;-56 65535 -25536 false 3;"
                + "-3 65535 -32768 true -128-128 120 -5 false 5");
  }

  @Test
  void a22_discardedUnboxedAndVoidResults() {
    Case.of(
            """
            @Async static Coroutine<Void> nothing(String name) { log(name); await(later(1)); return Coroutine.done(); }
            @Async static Coroutine<Object> run() {
              await(later(1));
              await(later(2L));
              await(nothing("a"));
              Void v = await(nothing("b"));
              int i = await(later((Integer) 3));
              Integer boxed = await(later((Integer) 4));
              long widened = await(later(5));
              try {
                int none = await(later((Integer) null));
                log("not reached " + none);
              } catch (NullPointerException e) {
                log("null cannot be unboxed");
              }
              try {
                int[] a = {1};
                a[0] += await(later((Integer) null));
              } catch (NullPointerException e) {
                log("nor here");
              }
              return Coroutine.of(v + " " + i + boxed + widened);
            }
            """)
        .prints("a", "b", "null cannot be unboxed", "nor here", "= null 345");
  }

  @Test
  void a22_nullResultOfAMethodThatAlsoReturnsInts() {
    Case.of(
            """
            @Async static Coroutine<Integer> maybe(int n) {
              await(later(0));
              if (n == 0) return Coroutine.of(null);
              return Coroutine.of(n);
            }
            @Async static Coroutine<Object> run() {
              String s = "" + await(maybe(0)) + await(maybe(1));
              try {
                int n = await(maybe(0));
                log(n);
              } catch (NullPointerException e) {
                log("null cannot be unboxed");
              }
              return Coroutine.of(s + (await(maybe(2)) + 1));
            }
            """)
        .prints("null cannot be unboxed", "= null13");
  }

  @Test
  void a23_resultOfAnIntersectionOrInaccessibleType() {
    Case.of(
            """
            static <T extends Number & Comparable<T>> String max(T a, T b) { return "" + (a.compareTo(b) > 0 ? a.intValue() : b); }
            @Async static <T extends Number & Comparable<T>> Coroutine<String> most(T a, T b) {
              T x = await(later(a));
              return Coroutine.of(max(x, await(later(b))) + await(later(a)).compareTo(b) + await(later(b)).intValue());
            }
            @Async static Coroutine<Object> run() {
              Object hidden = await(lib.Lib.later(lib.Lib.make()));
              return Coroutine.of(await(most(3, 2)) + lib.Lib.show(hidden) + lib.Lib.show(await(later(hidden))));
            }
            """)
        .with("lib/Lib.java", LIB)
        .onlyCoroutines()
        .prints("= 312hiddenhidden");
  }

  @Test
  void a24_lambdaIsCreatedBeforeTheAwait() {
    Case.of(
            """
            static int count;
            int field = 1;
            static String g(Supplier<String> f, String s, IntSupplier n) { return f.get() + s + n.getAsInt(); }
            @Async Coroutine<Object> body() {
              int x = ++count;
              String r = g(() -> "x" + x, await(change()), () -> field) + g(this::text, await(later("y")), () -> 5);
              return Coroutine.of(r);
            }
            String text() { return "t" + field; }
            @Async Coroutine<String> change() { count += 10; field = 2; await(later(1)); return Coroutine.of("c" + count); }
            @Async static Coroutine<Object> run() { return new Target().body(); }
            """)
        .prints("= x1c112t2y5");
  }

  @Test
  void a25_stackValueOfAnInaccessibleType() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              String a = lib.Lib.take(lib.Lib.make(), await(later(1)));
              String b = lib.Lib.first(lib.Lib.array(), await(later(2)));
              String c = lib.Lib.take(lib.Lib.same(lib.Lib.make()), await(later(3)));
              return Coroutine.of(a + b + c);
            }
            """)
        .with("lib/Lib.java", LIB)
        .prints("= hidden1hidden2hidden3");
  }

  @Test
  void a27_consumerDirectlyAfterTheAwait() {
    Case.of(
            """
            Object f;
            static long total;
            @Async Coroutine<Object> body() {
              long cast = (long) await(later(1));
              double d = -await(later(1.5));
              boolean is = await(later((Object) "s")) instanceof String;
              boolean not = !await(later(true));
              int first = await(later(new int[] {7, 8}))[0];
              int length = await(later(new long[3])).length;
              int[][] sized = new int[await(later(2))][await(later(3))];
              this.f = await(later("field"));
              total = await(later(9L));
              int[] a = new int[await(later(1))];
              a[await(later(0))] = ~await(later(4));
              char c = await(later("xyz")).charAt(await(later(2)));
              int shifted = 1 << await(later(3)) >> await(later(1));
              if (await(later(5)) > 4 && await(later((Object) null)) == null) log("compared");
              synchronized (await(later(this))) { log("locked"); }
              switch (await(later(2))) { case 2: log("two"); break; default: log("other"); }
              return Coroutine.of(cast + " " + d + is + not + first + length + sized[1].length + f + total + a[0] + c + shifted);
            }
            @Async static Coroutine<Object> run() { return new Target().body(); }
            """)
        .prints("compared", "locked", "two", "= 1 -1.5truefalse733field9-5z4");
  }

  @Test
  void a27_throwAndAssertAnAwaitedException() {
    Case.of(
            """
            @Async static Coroutine<Object> run() throws Exception {
              throw await(later(new IOException("thrown")));
            }
            """)
        .prints("! java.io.IOException: thrown");
  }
}
