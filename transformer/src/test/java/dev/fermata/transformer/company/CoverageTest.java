package dev.fermata.transformer.company;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.Coverage;
import dev.fermata.transformer.cases.harness.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row J05: what JaCoCo reports of asynchronous methods, in either order. */
class CoverageTest {
  private static final String PROGRAM =
      """
      interface Shape {
        @Async default Coroutine<Integer> corners(boolean round) {
          if (round) {
            return Coroutine.of(0);
          }
          int corners = await(later(4));
          return Coroutine.of(corners);
        }
      }
      static int calls;
      @Async private static Coroutine<Integer> sum(int n) throws Exception {
        int sum = 0;
        for (int i = 0; i < n; i++) {
          if (i == 7) {
            sum = -1;
            break;
          }
          try {
            sum += await(later(i));
            if (i == 2) {
              await(fails(new IOException("two")));
            }
          } catch (IOException e) {
            sum += 100;
          } finally {
            calls++;
            await(later(calls));
          }
        }
        return Coroutine.of(sum);
      }
      @Async static Coroutine<String> never() {
        String s = await(later("a"));
        return Coroutine.of(s + await(later("b")));
      }
      @Async static Coroutine<Integer> failing() throws Exception {
        await(later(1));
        await(fails(new IllegalStateException("early")));
        return Coroutine.of(await(later(2)));
      }
      @Async static Coroutine<Object> run() throws Exception {
        Supplier<Coroutine<Integer>> lambda = () -> {
          int x = await(later(3));
          return Coroutine.of(x + await(later(4)));
        };
        Shape shape = new Shape() {};
        String caught = "";
        try {
          await(failing());
        } catch (IllegalStateException e) {
          caught = e.getMessage();
        }
        int all = await(sum(4)) + await(lambda.get()) + await(shape.corners(false));
        synchronized (shape) {
          all++;
        }
        return Coroutine.of(all + caught + (await(later(true)) ? "!" : "?"));
      }
      """;

  private static Map<String, byte[]> program(int level) {
    return Case.of(PROGRAM).compile(level);
  }

  @ParameterizedTest
  @CsvSource({
    "8, DONE_FUTURES",
    "8, PENDING_FUTURES",
    "17, DONE_COROUTINES",
    "17, PENDING_SLEEPS",
    "17, TWO_OF_THREE_PENDING"
  })
  void i22_j05_instrumentedBeforeTheTransformationEveryCounterIsThatOfPlainJava(
      int level, Mode mode) {
    Map<String, byte[]> program = program(level);
    Coverage straight = Coverage.straight(program);
    Coverage coverage = Coverage.instrumentedFirst(program, mode);

    assertEquals("= 118early!", straight.outcome());
    assertEquals(straight.outcome(), coverage.outcome());
    assertEquals(straight.lines(), coverage.lines());
    assertEquals(straight.methods(), coverage.methods());
  }

  @ParameterizedTest
  @CsvSource({
    "8, DONE_FUTURES",
    "8, PENDING_FUTURES",
    "17, DONE_COROUTINES",
    "17, PENDING_SLEEPS",
    "17, TWO_OF_THREE_PENDING"
  })
  void k12_j05_instrumentedAfterTheTransformationTheSameLinesAreExecuted(int level, Mode mode) {
    Map<String, byte[]> program = program(level);
    Coverage straight = Coverage.straight(program);
    Coverage coverage = Coverage.transformedFirst(program, mode);

    assertEquals(straight.outcome(), coverage.outcome());
    assertEquals(straight.executedLines(), coverage.executedLines());
    assertEquals(straight.lineCounters(), coverage.lineCounters());
  }

  @Test
  void j05_instrumentedAfterTheTransformationOnlyMethodsWithCodeOfTheUserAreListed() {
    Map<String, byte[]> program =
        Case.of("@Async static Coroutine<Object> run() { return Coroutine.of(await(later(1))); }")
            .compile(17);

    assertEquals(
        List.of("<init>", "lambda$run$0$resume", "lambda$run$start", "run"),
        Coverage.transformedFirst(program, Mode.PENDING_SLEEPS).methodNames());
  }
}
