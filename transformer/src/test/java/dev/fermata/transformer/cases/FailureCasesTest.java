package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.Mode;
import org.junit.jupiter.api.Test;

/** Rows D13 to D21: how failures, cancellations and stack traces arrive. */
class FailureCasesTest {
  @Test
  void d13_throwBeforeTheFirstAwaitFailsTheAwaitNotTheCall() {
    Case.of(
            """
            @Async static Coroutine<Object> bad() {
              if (true) throw new IllegalStateException("early");
              return Coroutine.of(await(later(1)));
            }
            @Async Coroutine<String> instance(String s) { return Coroutine.of(s.trim() + await(later(1))); }
            @Async static Coroutine<Object> run() {
              Coroutine<Object> call = bad();
              log("called");
              try {
                await(call);
              } catch (IllegalStateException e) {
                log(e.getMessage());
              }
              Coroutine<String> other = new Target().instance(null);
              log("called");
              try {
                return Coroutine.of(await(other));
              } catch (NullPointerException e) {
                return Coroutine.of("null");
              }
            }
            """)
        .notStraight()
        .prints("called", "early", "called", "= null");
  }

  @Test
  void d15_cancellationIsNotSwallowedByCatchException() {
    Case.of(
            """
            @Async static Coroutine<Void> worker() {
              try {
                log("sleeping");
                await(sleep(Duration.ofSeconds(10)));
                log("not reached");
              } catch (Exception e) {
                log("swallowed");
              } finally {
                log("finally");
              }
              return Coroutine.done();
            }
            @Async static Coroutine<Object> run() {
              Task<Void> task = createTask(worker());
              await(yieldNow());
              task.cancel("stop");
              try {
                await(task);
              } catch (CancelledError e) {
                log(e.message() + task.isCancelled());
              }
              return Coroutine.of("end");
            }
            """)
        .onlyCoroutines()
        .notStraight()
        .prints("sleeping", "finally", "stoptrue", "= end");
  }

  @Test
  void d16_cancellationDuringTheAwaitOfAFinally() {
    Case.of(
            """
            @Async static Coroutine<String> worker() {
              try {
                await(sleep(Duration.ofSeconds(10)));
                return Coroutine.of("not reached");
              } finally {
                log("cleanup");
                try {
                  await(sleep(Duration.ofSeconds(10)));
                  log("not reached");
                } finally {
                  await(yieldNow());
                  log("cleaned up " + currentTask().cancelling());
                }
              }
            }
            @Async static Coroutine<String> survivor() {
              try {
                await(sleep(Duration.ofSeconds(10)));
              } catch (CancelledError e) {
                log("uncancelled to " + currentTask().uncancel());
              }
              await(sleep(Duration.ofSeconds(1)));
              return Coroutine.of("survived");
            }
            @Async static Coroutine<Object> run() {
              Task<String> task = createTask(worker());
              await(yieldNow());
              task.cancel("first");
              await(yieldNow());
              task.cancel("second");
              try {
                await(task);
              } catch (CancelledError e) {
                log(e.message());
              }
              Task<String> other = createTask(survivor());
              await(yieldNow());
              other.cancel();
              return Coroutine.of(await(other));
            }
            """)
        .onlyCoroutines()
        .notStraight()
        .prints("cleanup", "cleaned up 2", "second", "uncancelled to 0", "= survived");
  }

  @Test
  void d17_failureAwaitedByTwoTasksKeepsItsTrace() {
    Case.of(
            """
            static final int OWN = 40;
            @Async static Coroutine<Object> bad() { await(yieldNow()); throw new IllegalStateException("once"); }
            @Async static Coroutine<Integer> waits(Task<Object> bad) {
              try {
                await(bad);
                return Coroutine.of(-1);
              } catch (IllegalStateException e) {
                return Coroutine.of(e.getStackTrace().length);
              }
            }
            @Async static Coroutine<Object> run() {
              Task<Object> bad = createTask(bad());
              Task<Integer> first = createTask(waits(bad));
              Task<Integer> second = createTask(waits(bad));
              int one = await(first);
              int two = await(second);
              int last = 0;
              for (int i = 0; i < 100; i++) last = await(waits(bad));
              log(one > 0 && one < OWN && two <= one + 3 && last <= two + 3);
              try {
                await(bad);
              } catch (IllegalStateException e) {
                StackTraceElement top = e.getStackTrace()[0];
                log(top.getClassName() + " " + e.getSuppressed().length);
              }
              return Coroutine.of("end");
            }
            """)
        .onlyCoroutines()
        .notStraight()
        .prints("true", "targets.Target 1", "= end");
  }

  @Test
  void d18_checkedExceptionArrivesUnwrapped() {
    Case.of(
            """
            @Async static Coroutine<String> read() throws IOException {
              await(later(1));
              throw new EOFException("checked");
            }
            @Async Coroutine<String> readVirtually() throws TimeoutException { throw new TimeoutException("virtual"); }
            @Async static Coroutine<Object> run() throws Exception {
              try {
                await(read());
              } catch (IOException e) {
                log(e.getClass() + e.getMessage());
              }
              try {
                await(new Target().readVirtually());
              } catch (TimeoutException e) {
                log(e.getMessage());
              }
              return Coroutine.of(await(read()));
            }
            """
                .replace("TimeoutException", "java.util.concurrent.TimeoutException"))
        .prints("class java.io.EOFExceptionchecked", "virtual", "! java.io.EOFException: checked");
  }

  @Test
  void d19_stackOverflowLeavesNothingHalfDone() {
    Case.of(
            """
            @Async static Coroutine<Integer> down(int n, long a, String b) {
              if (n == 0) return Coroutine.of(await(later(0)));
              int below = await(down(n - 1, a + n, b));
              return Coroutine.of(below + (b == null ? 0 : 1));
            }
            @Async static Coroutine<Object> run() {
              int overflows = 0;
              int wrong = 0;
              int depth = 500;
              while (overflows < 3) {
                try {
                  if (await(down(depth, 1L, "b")) != depth) wrong++;
                } catch (StackOverflowError e) {
                  overflows++;
                }
                depth += depth / 2;
                if (await(later(depth)) != depth) wrong++;
              }
              return Coroutine.of(wrong);
            }
            """)
        .notStraight()
        .onlyCoroutines()
        .modes(Mode.DONE_COROUTINES, Mode.PENDING_FUTURES, Mode.SECOND_OF_TWO_PENDING)
        .prints("= 0");
  }

  /** The JVM knows of an operand only where it was loaded, which is not so after a resumption. */
  @Test
  void d20_nullPointerMessageOfAnOperandThatWaitedTellsWhatFailed() {
    Case.of(
            """
            String f;
            @Async static Coroutine<Object> run() {
              Target none = null;
              try {
                none.f = await(later("f"));
              } catch (NullPointerException e) {
                return Coroutine.of(e.getMessage().substring(0, 23));
              }
              return Coroutine.of("?");
            }
            """)
        .prints("= Cannot assign field \"f\"");
  }

  @Test
  void d20_helpfulNullPointerMessageNamesTheVariable() {
    Case.of(
            """
            String f;
            @Async static Coroutine<Integer> length(String text) {
              int[] numbers = null;
              await(later(1));
              try {
                numbers[0]++;
              } catch (NullPointerException e) {
                log(e.getMessage());
              }
              await(later(2));
              return Coroutine.of(text.length());
            }
            @Async static Coroutine<Object> run() {
              Target none = await(later((Target) null));
              String f = await(later("f"));
              try {
                none.f = f;
              } catch (NullPointerException e) {
                log(e.getMessage());
              }
              return Coroutine.of(await(length(null)));
            }
            """)
        .withLines()
        .prints(
            "Cannot assign field \"f\" because \"none\" is null",
            "Cannot load from int array because \"numbers\" is null",
            "! java.lang.NullPointerException: Cannot invoke \"String.length()\" because \"text\" is"
                + " null");
  }

  @Test
  void d21_traceInsideACatchPointsAtTheUsersLine() {
    Case.of(
            """
            static String top(Throwable e) { StackTraceElement t = e.getStackTrace()[0]; return t.getFileName() + ":" + t.getLineNumber(); }
            @Async static Coroutine<Object> run() throws Exception {
              int zero = await(later(0));
              try {
                log(await(later(1)) /
                    zero);
              } catch (ArithmeticException e) {
                log(top(e)); // line 6
                await(later(2));
                log(top(new Throwable())); // line 11
              }
              for (int i = 0; i < 2; i++) {
                try {
                  await(later(i));

                  throw new IOException(); // line 17
                } catch (IOException e) {
                  await(later(e));
                  log(top(e));
                } finally {
                  await(later(i));
                  log(top(new Throwable())); // line 23
                }
              }
              int[] a = {};
              try {
                a[await(later(5))] =
                    await(later(1));
              } catch (ArrayIndexOutOfBoundsException e) {
                log(top(e)); // line 29
              }
              return Coroutine.of("end");
            }
            """)
        .withLines()
        .notEcj() // which counts the store of an array element to another line
        .prints(
            "Target.java:6",
            "Target.java:11",
            "Target.java:17",
            "Target.java:23",
            "Target.java:17",
            "Target.java:23",
            "Target.java:29",
            "= end");
  }
}
