package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import org.junit.jupiter.api.Test;

/** Rows A01 to A13: an await inside an expression, with values below it on the operand stack. */
class ExpressionCasesTest {
  @Test
  void a01_leftOperandIsComputedOnceAndBeforeTheAwait() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              return Coroutine.of(at("left", 1) + await(later(at("right", 2))) + at("last", 4));
            }
            """)
        .prints("left", "right", "last", "= 7");
  }

  @Test
  void a02_longAndDoubleOperandsKeepBothTheirSlots() {
    Case.of(
            """
            static String join(long a, int b, double c, long d, boolean e) {
              return a + " " + b + " " + c + " " + d + " " + e;
            }
            @Async static Coroutine<Object> run() {
              long l = 1L << 40;
              double d = 0.5;
              long sum = l + await(later(2L)) * 3;
              double product = (d + 1) * await(later(2.0));
              return Coroutine.of(join(l + 1, 7, d / 4, sum - await(later(1L)), true)
                  + " " + join(l, await(later(3)), product, await(later(5L)), await(later(false))));
            }
            """)
        .prints("= 1099511627777 7 0.125 1099511627781 true 1099511627776 3 3.0 5 false");
  }

  @Test
  void a03_compoundAssignmentReadsTheElementBeforeTheAwait() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              int[] a = {10, 20, 30};
              int[] before = a;
              int i = 0;
              a[i++] += await(later(a[1] = 5));
              before[2] *= await(later(i));
              int[] next = {1};
              next[0] += await(overwrite(next));
              long[] l = {1, 2};
              l[i++] <<= await(later(3));
              return Coroutine.of(Arrays.toString(a) + Arrays.toString(l) + next[0] + " " + i);
            }
            @Async static Coroutine<Integer> overwrite(int[] a) {
              await(later(0));
              a[0] = 100;
              return Coroutine.of(7);
            }
            """)
        .prints("= [15, 5, 30][1, 16]8 2");
  }

  @Test
  void a03_compoundAssignmentChecksBoundsBeforeTheAwait() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              int[] a = {1};
              try {
                a[3] += await(later(at("not reached", 1)));
              } catch (ArrayIndexOutOfBoundsException e) {
                log("out of bounds");
              }
              return Coroutine.of(a[0]);
            }
            """)
        .prints("out of bounds", "= 1");
  }

  @Test
  void a04_simpleAssignmentChecksTheArrayAfterTheAwait() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              int[] none = null;
              int[] one = {1};
              Object[] strings = new String[1];
              try {
                none[0] = await(later(at("awaited", 1)));
              } catch (NullPointerException e) {
                log("null");
              }
              try {
                one[at("index", 1)] = await(later(at("awaited", 2)));
              } catch (ArrayIndexOutOfBoundsException e) {
                log("out of bounds");
              }
              try {
                strings[0] = await(later(at("awaited", (Object) 3)));
              } catch (ArrayStoreException e) {
                log("wrong type");
              }
              one[0] = await(later(4));
              return Coroutine.of(one[0]);
            }
            """)
        .prints(
            "awaited", "null", "index", "awaited", "out of bounds", "awaited", "wrong type", "= 4");
  }

  @Test
  void a05_stringIsReadBeforeTheAwaitThatIsAppended() {
    Case.of(
            """
            static String s = "a";
            static String change(String to) { s = to; return to; }
            @Async static Coroutine<Object> run() {
              String t = "x";
              t += await(later("y"));
              t += t + await(later(1)) + 'c' + await(later(2L)) + null + await(later(true));
              s += await(later(change("b")));
              return Coroutine.of(t + s);
            }
            """)
        .prints("= xyxy1c2nulltrueab");
  }

  @Test
  void a06_incrementedLocalKeepsItsOldValueOnTheStack() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              int x = 5;
              x = x++ + await(later(10));
              int y = 1;
              int z = y++ + ++y + await(later(y)) + y--;
              byte b = 3;
              b += await(later(300)) + b++;
              return Coroutine.of(x + " " + y + " " + z + " " + b);
            }
            """)
        .prints("= 15 2 10 50");
  }

  @Test
  void a07_fieldIsReadBeforeTheAwaitAndWrittenAfter() {
    Case.of(
            """
            int n = 1;
            static long total = 100;
            @Async Coroutine<Integer> set(int value) { n = value; await(later(0)); return Coroutine.of(2); }
            @Async Coroutine<Object> body() {
              this.n += await(set(50));
              total -= await(later(1L)) + n;
              Target that = this;
              that.n = that.n * await(later(4));
              return Coroutine.of(n + " " + total);
            }
            @Async static Coroutine<Object> run() { return new Target().body(); }
            """)
        .prints("= 12 96");
  }

  @Test
  void a08_compoundShiftKeepsItsLeftOperand() {
    Case.of(
            """
            static int left = 1;
            @Async static Coroutine<Integer> two() { left = 1000; await(later(0)); return Coroutine.of(2); }
            @Async static Coroutine<Object> run() {
              int v = 3;
              v <<= await(later(4));
              long w = -1L;
              w >>>= await(later(60));
              w >>= await(later(1L));
              short s = 1;
              s <<= await(later(3));
              char c = 'a';
              c ^= await(later(' '));
              left <<= await(two());
              return Coroutine.of(v + " " + w + " " + s + " " + c + " " + left);
            }
            """)
        .prints("= 48 7 8 A 4");
  }

  @Test
  void a09_partialArgumentListWithANullConstant() {
    Case.of(
            """
            static String f(String a, Object n, int b, Object m, long c) {
              return a + n + b + m + c;
            }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(
                  f(at("a", "A"), null, await(later(at("b", 2))), null, at("c", 3L))
                      + f(null, null, await(later(5)), null, await(later(6L))));
            }
            """)
        .prints("a", "b", "c", "= Anull2null3nullnull5null6");
  }

  @Test
  void a10_receiverAndNestedAwaits() {
    Case.of(
            """
            @Async static Coroutine<String> twice(String s) { return Coroutine.of(s + await(later(s))); }
            @Async static Coroutine<Object> run() {
              String s = await(later("abcdef")).substring(await(later(1)), await(later(4)));
              String t = await(twice(await(twice(await(later("x"))))));
              int n = await(later(await(later(s + t)))).length();
              return Coroutine.of(s + t + n);
            }
            """)
        .prints("= bcdxxxx7");
  }

  @Test
  void a11_conditionalAsArgumentWithValuesBelow() {
    Case.of(
            """
            static String f(int a, String b, long c) { return a + b + c; }
            @Async static Coroutine<String> pick(boolean c) {
              return Coroutine.of(
                  f(c ? await(later(1)) : 2,
                      c ? "yes" : await(later("no")),
                      c ? await(later(3L)) : await(later(4L))));
            }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(await(pick(true)) + await(pick(await(later(false)))));
            }
            """)
        .prints("= 1yes32no4");
  }

  @Test
  void a12_shortCircuitSkipsItsAwaits() {
    Case.of(
            """
            @Async static Coroutine<Boolean> b(String name, boolean value) {
              log(name);
              return Coroutine.of(await(later(value)));
            }
            @Async static Coroutine<String> all(boolean p, boolean q, boolean r) {
              boolean x = p && await(b("q", q)) || await(b("r", r));
              return Coroutine.of(x ? "T" : "F");
            }
            @Async static Coroutine<Object> run() {
              String s = await(all(false, true, false)) + await(all(true, true, false));
              s += await(all(true, false, true));
              if (!(await(b("u", true)) || await(b("not reached", true)))) {
                s += "wrong";
              }
              s += !await(b("v", false)) & await(b("w", true));
              return Coroutine.of(s);
            }
            """)
        .prints("r", "q", "q", "r", "u", "v", "w", "= FTTtrue");
  }

  @Test
  void a13_arrayInitialisersWithAwaits() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              int[] a = {1, await(later(2)), 3};
              long[][] b = {{await(later(4L))}, {5, await(later(6L))}};
              Object[] c = new Object[] {"x", await(later("y")), null, new byte[] {await(later((byte) 7))}};
              return Coroutine.of(Arrays.toString(a) + Arrays.deepToString(b) + Arrays.deepToString(c));
            }
            """)
        .prints("= [1, 2, 3][[4], [5, 6]][x, y, null, [7]]");
  }
}
