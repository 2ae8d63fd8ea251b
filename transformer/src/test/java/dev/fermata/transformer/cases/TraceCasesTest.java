package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import org.junit.jupiter.api.Test;

/** Rows D17 and D21: the methods that await, in the stack of a task and in traces. */
class TraceCasesTest {
  /** The methods of a task that await a failure, up to the task's own. */
  private static String trace(String task) {
    return "T//fails:11 T//fails:11 T//middle:17 T//lambda$outer:23 T//outer:25".replace("T", task);
  }

  private static final String STACKS =
      """
      static String of(Iterable<StackTraceElement> stack, boolean lines) {
        StringJoiner text = new StringJoiner(" ");
        for (StackTraceElement e : stack) text.add(e.getMethodName().replaceAll("\\\\$.*\\\\d", "") + (lines ? ":" + e.getLineNumber() : ""));
        return text.toString();
      }
      @Async static Coroutine<Integer> down(int n) {
        if (n == 0) {
          await(sleep(Duration.ofSeconds(1)));
          return Coroutine.of(0);
        }
        int below = await(down(n - 1));
        return Coroutine.of(below + 1);
      }
      @Async static Coroutine<Object> waits() {
        Supplier<Coroutine<Integer>> lambda = () -> {
          int sum = await(down(0));
          return Coroutine.of(sum
              + await(down(2)));
        };
        return Coroutine.of(await(lambda.get()));
      }
      @Async static Coroutine<Object> reads() {
        AsyncGenerator<Integer> numbers = AsyncGenerator.of(out -> {
          await(out.emit(1));
          await(out.emit(await(down(1))));
          return Coroutine.done();
        });
        int sum = 0;
        while (await(numbers.advance()))
          sum += numbers.current();
        return Coroutine.of(sum);
      }
      @Async static Coroutine<Object> look(boolean lines) {
        Task<Object> waits = createTask(waits());
        Task<Object> reads = createTask(reads());
        log("[" + of(waits.awaitStack(), lines) + "]");
        await(sleep(Duration.ofMillis(500)));
        log(of(waits.awaitStack(), lines));
        log(of(reads.awaitStack(), lines));
        await(sleep(Duration.ofSeconds(1)));
        log(of(waits.awaitStack(), lines));
        log(await(waits) + " " + await(reads));
        return Coroutine.of("[" + of(waits.awaitStack(), lines) + "]");
      }
      """;

  @Test
  void d21_stackOfATaskHasEverySuspendedMethodWithTheLineWhereItWaits() {
    Case.of(STACKS + "@Async static Coroutine<Object> run() { return look(true); }")
        .onlyCoroutines()
        .notStraight()
        .onlyOneCompiler()
        .prints(
            "[]",
            "down:9 lambda:17 waits:21",
            "down:9 down:12 lambda:26 reads:30",
            "down:9 down:12 down:12 lambda:19 waits:21",
            "2 2",
            "= []");
  }

  @Test
  void d21_stackOfATaskHasTheMethodsWithoutDebugInformationToo() {
    Case.of(STACKS + "@Async static Coroutine<Object> run() { return look(false); }")
        .onlyCoroutines()
        .notStraight()
        .prints(
            "[]",
            "down lambda waits",
            "down down lambda reads",
            "down down down lambda waits",
            "2 2",
            "= []");
  }

  @Test
  void d17_traceShowsEachAwaitingMethodOnceHoweverOftenTheFailureIsThrownOn() {
    Case.of(
            """
            static String of(Throwable error) {
              StringJoiner text = new StringJoiner(" ");
              for (Throwable trace : error.getSuppressed())
                for (StackTraceElement e : trace.getStackTrace())
                  text.add(e.getClassLoaderName() + "//" + e.getMethodName().replaceAll("\\\\$\\\\d", "") + ":" + e.getLineNumber());
              return text.toString();
            }
            @Async static Coroutine<Object> fails(int n) {
              if (n > 0)
                return Coroutine.of(await(fails(n - 1)));
              await(sleep(Duration.ofSeconds(1)));
              throw new IllegalStateException("x");
            }
            @Async static Coroutine<Object> middle() {
              try {
                return Coroutine.of(await(fails(2)));
              } finally {
                await(sleep(Duration.ofSeconds(1)));
              }
            }
            @Async static Coroutine<Object> outer() {
              Supplier<Coroutine<Object>> lambda = () -> Coroutine.of(await(middle()));
              try {
                return Coroutine.of(await(lambda.get()));
              } catch (IllegalStateException e) {
                log(of(e));
                await(sleep(Duration.ofSeconds(1)));
                throw e;
              }
            }
            @Async static Coroutine<Object> run() {
              Throwable first = null;
              for (int i = 0; i < 2; i++) {
                try {
                  await(createTask(outer()));
                } catch (IllegalStateException e) {
                  log(of(e));
                  log(e.getSuppressed().length + " " + e.getCause() + " " + (e == first));
                  first = e;
                }
              }
              Task<Object> again = createTask(async(() -> { await(yieldNow()); return outer(); }));
              try {
                await(again);
              } catch (IllegalStateException e) {
                int length = e.getStackTrace().length;
                for (int i = 0; i < 3; i++) {
                  try {
                    await(again);
                  } catch (IllegalStateException same) {
                    log(same == e && same.getStackTrace().length == length);
                  }
                }
              }
              return Coroutine.of("end");
            }
            """)
        .onlyCoroutines()
        .notStraight()
        .onlyOneCompiler()
        .prints(
            trace("Task-2"),
            trace("Task-2") + " Task-1//run:36",
            "1 null false",
            trace("Task-3"),
            trace("Task-3") + " Task-1//run:36",
            "1 null false",
            trace("Task-4") + " Task-4//lambda$run:43",
            "true",
            "true",
            "true",
            "= end");
  }
}
