package dev.fermata.transformer.cases;

import static java.util.stream.Collectors.joining;

import dev.fermata.transformer.cases.harness.Case;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Rows A26, B09, B16, C15 and C18: methods so large that a short form or a limit of the class file
 * is near.
 */
class SizeCasesTest {
  @Test
  void a26_deepStacksHaveNoLimit() {
    String terms = IntStream.range(0, 70).mapToObj(i -> i + ", " + i + "L").collect(joining(", "));
    String parameters =
        IntStream.range(0, 70).mapToObj(i -> "int i" + i + ", long l" + i).collect(joining(", "));
    String sum = IntStream.range(0, 70).mapToObj(i -> "i" + i + " * l" + i).collect(joining("+"));
    Case.of(
            """
            static long deep(%s, int last) { return %s + last; }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(deep(%s, await(later(1000000))));
            }
            """
                .formatted(parameters, sum, terms))
        .prints("= 1111895");
  }

  @Test
  void a26_nestedConditionalsKeepTheWholeStack() {
    String expression = "0";
    for (int i = 1; i <= 40; i++) {
      expression = "(%dL + (n < %d ? %s : (int) await(later(%d))))".formatted(i, i, expression, -i);
    }
    Case.of(
            """
            @Async static Coroutine<Long> sum(int n) { return Coroutine.of(%s); }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(await(sum(0)) + " " + await(sum(40)) + " " + await(sum(2)) + " " + await(sum(39)));
            }
            """
                .formatted(expression))
        .prints("= 820 0 817 40");
  }

  @Test
  void b09_threeHundredLiveLocals() {
    StringBuilder declarations = new StringBuilder();
    StringBuilder sum = new StringBuilder("0");
    for (int i = 0; i < 300; i++) {
      String declaration =
          switch (i % 4) {
            case 0 -> "int v%1$d = %1$d + n; ";
            case 1 -> "long v%1$d = %1$dL + n; ";
            case 2 -> "String v%1$d = \"%1$d\" + n; ";
            default -> "double v%1$d = %1$d + n; ";
          };
      declarations.append(declaration.formatted(i));
      sum.append((i % 4 == 2 ? " + v%d.length()" : " + v%d").formatted(i));
    }
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              int n = await(later(1));
              %s
              v0 += await(later(1));
              double before = %s;
              v296++;
              v297 += 2;
              v299 *= await(later(2.0));
              return Coroutine.of(before + " " + (%s));
            }
            """
                .formatted(declarations, sum, sum))
        .prints("= 34099.0 34402.0");
  }

  @Test
  void b09_wideSlotsAtTheEdgeOfTheShortForm() {
    String ints =
        IntStream.range(0, 253).mapToObj(i -> "int v" + i + " = " + i + ";").collect(joining(" "));
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              %s
              long a = 1L << 33;
              double b = 0.25;
              int c = 7;
              String d = "d";
              c += 300;
              await(later(1));
              c++;
              v252 += await(later(1));
              a += await(later(1));
              for (int i = 0; i < 2; i++) {
                b *= await(later(2));
                d += i;
              }
              return Coroutine.of(a + " " + b + " " + c + d + v0 + v252);
            }
            """
                .formatted(ints))
        .prints("= 8589934593 1.0 308d010253");
  }

  @Test
  void b16_methodWithTheMostParametersThereCanBe() {
    String ints = IntStream.range(0, 254).mapToObj(i -> "int p" + i).collect(joining(", "));
    String values = IntStream.range(0, 254).mapToObj(Integer::toString).collect(joining(", "));
    String longs = IntStream.range(0, 127).mapToObj(i -> "long p" + i).collect(joining(", "));
    String longValues = IntStream.range(0, 127).mapToObj(i -> i + "L").collect(joining(", "));
    Case.of(
            """
            @Async Coroutine<Integer> most(%s) {
              int r = p0 + p253;
              p100 += await(later(1));
              return Coroutine.of(r + p100 + p252);
            }
            @Async static Coroutine<String> wide(%s, int last) {
              await(later(1));
              return Coroutine.of(p0 + " " + p126 + " " + last);
            }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(await(new Target().most(%s)) + " " + await(wide(%s, 5)));
            }
            """
                .formatted(ints, longs, values, longValues))
        .prints("= 606 0 126 5");
  }

  @Test
  void c18_branchesThatGrowBeyondTheirShortForm() {
    // About 31 KB of code between loop head and end, and more than that together with what an await
    // becomes.
    String filler = "x = x * 31 + i; ".repeat(4300);
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              int x = 0;
              for (int i = 0; i < 3; i++) {
                if (await(later(i)) == 1) continue;
                %s
                x += await(later(i)) + await(later(i)) + await(later(i));
                String s = "s" + await(later(x));
                x += s.length();
              }
              return Coroutine.of(x);
            }
            """
                .formatted(filler))
        .matchesStraight();
  }

  @Test
  void c18_branchesThatWereAlreadyTooFarForTheirShortForm() {
    String filler = "x = x * 31 + i; ".repeat(5500);
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              int x = 0;
              for (int i = 0; i < 3; i++) {
                if (await(later(i)) == 1) continue;
                %s
                try {
                  x += await(later(i));
                } finally {
                  await(later(i));
                }
              }
              return Coroutine.of(x);
            }
            """
                .formatted(filler))
        .matchesStraight();
  }

  @Test
  void c15_aThousandAwaitsInOneMethod() {
    String awaits =
        IntStream.range(0, 1000)
            .mapToObj(i -> "n += await(later(" + i + "));")
            .collect(joining("\n"));
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              long n = 0;
              %s
              return Coroutine.of(n);
            }
            """
                .formatted(awaits))
        .prints("= 499500");
  }
}
