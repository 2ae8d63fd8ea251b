package dev.fermata.transformer.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.Debugger;
import dev.fermata.transformer.cases.harness.Debugger.Way;
import dev.fermata.transformer.cases.harness.Mode;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row I13: what a debugger sees. */
class BreakpointCasesTest {
  private static final String PROGRAM =
      """
      @Async static Coroutine<Object> run() {
        int n = await(first(1));
        String s = "s";
        for (int i = 0; i < 2; i++) {
          long l = n + await(later(2L));
          s += l +
              await(later(i));
          log(s + l + i);
        }
        try {
          await(later(n));
        } finally {
          s = s + await(loops(n));
        }
        if (await(later(true)) && n == await(later(1)))
          log(s);
        s += await(lines());
        s += await(caught(s));
        s += await(chosen(n));
        return Coroutine.of(s + n);
      }
      @Async static Coroutine<Integer> first(int n) {
        int m = await(later(n)) + n;
        return Coroutine.of(m - n);
      }
      @Async static Coroutine<Integer> loops(int n) {
        for (int i = n; i < 3; i++) {
          n += await(later(i));
        }
        while (n < 20) n +=
            await(later(n));
        do {
          n--;
        } while (n > await(later(30)));
        return Coroutine.of(n);
      }
      @Async static Coroutine<String> lines() {
        String s = await(
            later(
                "a"));
        s = s
            + await(
                later("b"))
            + s;
        return Coroutine.of(
            s);
      }
      @Async static Coroutine<String> caught(String s) {
        try {
          await(fails(new IllegalStateException(s)));
        } catch (IllegalStateException e) {
          s = e.getMessage() + await(later("c"));
          log(e + s);
        } finally {
          log(s + "f");
        }
        return done(s.length() + s);
      }
      @Async static Coroutine<String> done(String s) {
        log(s);
        return Coroutine.of(s + await(later("d")));
      }
      @Async static Coroutine<String> chosen(int n) {
        String s = n > 0 ? await(later("p")) : await(later("q"));
        switch (n + await(later(1))) {
          case 2:
            s += await(later("2"));
          case 3:
            return Coroutine.of(s + n);
          default:
            return Coroutine.of(s);
        }
      }
      """;

  private static Map<String, byte[]> classes;
  private static final Map<Way, List<String>> EXPECTED = new EnumMap<>(Way.class);

  @TempDir Path folder;

  @BeforeAll
  static void runAsPlainJava(@TempDir Path plain) throws Exception {
    classes = Case.of(PROGRAM).compile();
    for (Way way : Way.values()) {
      EXPECTED.put(way, Debugger.straight(plain.resolve(way.name()), classes, way));
    }
  }

  @Test
  void i13_breakpointsHitOncePerPassWhereNothingSuspends() throws Exception {
    assertStopsAsPlainJava(Way.BREAKPOINTS, Mode.DONE_FUTURES);
  }

  @Test
  void i13_breakpointsHitOncePerPassWhereEverythingSuspends() throws Exception {
    assertStopsAsPlainJava(Way.BREAKPOINTS, Mode.PENDING_FUTURES);
  }

  @Test
  void i13_aStepOverAnAwaitEndsOnTheNextLineWhereNothingSuspends() throws Exception {
    assertStopsAsPlainJava(Way.STEPS, Mode.DONE_FUTURES);
  }

  @Test
  void i13_aStepOverAnAwaitEndsOnTheNextLineWhereEverythingSuspends() throws Exception {
    assertStopsAsPlainJava(Way.STEPS, Mode.PENDING_FUTURES);
  }

  private void assertStopsAsPlainJava(Way way, Mode mode) throws Exception {
    List<String> expected = EXPECTED.get(way);
    assertTrue(expected.size() > 12, expected::toString);
    List<String> actual = Debugger.transformed(folder, classes, mode, way);
    assertEquals(String.join("\n", expected), String.join("\n", actual));
  }
}
