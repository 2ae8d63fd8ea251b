package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import org.junit.jupiter.api.Test;

/** Rows C07 to C10: awaits in the arms of a switch. */
class SwitchCasesTest {
  @Test
  void c07_intSwitchWithFallThroughSparseAndDense() {
    Case.of(
            """
            @Async static Coroutine<String> dense(int k) {
              String r = "";
              switch (k) {
                case 1: r += await(later("1"));
                case 2: r += await(later("2")); break;
                case 3: return Coroutine.of("three");
                default: r += "d";
                case 5: r += await(later("5"));
              }
              await(later(k));
              return Coroutine.of(r + k);
            }
            @Async static Coroutine<String> sparse(int k) {
              int x = 0;
              switch (await(later(k))) {
                case -1000000: x = 1; break;
                case 7: x = await(later(2));
                case Integer.MAX_VALUE: x += await(later(30)); break;
                default:
              }
              return Coroutine.of(x + ",");
            }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (int k = 0; k <= 5; k++) r += await(dense(k)) + " ";
              for (int k : new int[] {-1000000, 7, Integer.MAX_VALUE, 8}) r += await(sparse(k));
              return Coroutine.of(r);
            }
            """)
        .prints("= d50 121 22 three d54 55 1,32,30,0,");
  }

  @Test
  void c08_stringSwitch() {
    Case.of(
            """
            @Async static Coroutine<String> f(String s) {
              String r = "";
              switch (await(later(s))) {
                case "Aa": r += await(later("1")); // the same hash as the next
                case "BB": r += await(later("2")); break;
                case "": r = "empty"; break;
                default: r = await(later("other"));
              }
              return Coroutine.of(r + s + " ");
            }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (String s : new String[] {"Aa", "BB", "", "x"}) r += await(f(s));
              try {
                await(f(null));
              } catch (NullPointerException e) {
                r += "null";
              }
              return Coroutine.of(r);
            }
            """)
        .prints("= 12Aa 2BB empty otherx null");
  }

  @Test
  void c09_enumSwitch() {
    Case.of(
            """
            enum E { A, B, C, D }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (E e : E.values()) {
                switch (await(later(e))) {
                  case A: r += "a" + await(later(1));
                  case B: r += "b" + await(later(2)); break;
                  case D: r += await(later(e)); break;
                  default: r += "-";
                }
                r += e.ordinal();
              }
              return Coroutine.of(r);
            }
            """)
        .prints("= a1b20b21-2D3");
  }

  @Test
  void c10_switchExpressionsThatYieldAwaitedValues() {
    Case.of(
            """
            enum E { A, B }
            static String f(int a, String b, long c) { return a + b + c; }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (int k = 0; k < 4; k++) {
                r += f(k, switch (await(later(k))) {
                  case 0 -> await(later("zero"));
                  case 1, 2 -> {
                    String s = "s" + k;
                    await(later(k));
                    if (k == 1) yield s;
                    yield await(later(s + s));
                  }
                  default -> "d";
                }, switch (k % 2 == 0 ? E.A : E.B) { case A -> await(later(1L)); case B -> 2L; }) + " ";
              }
              int n = 10 * switch (await(later("x"))) { case "x" -> await(later(4)); default -> throw new Error(); };
              return Coroutine.of(r + n);
            }
            """)
        .java(17)
        .prints("= 0zero1 1s12 2s2s21 3d2 40");
  }
}
