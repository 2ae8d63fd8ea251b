package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.internal.core.Throwables;
import org.junit.jupiter.api.Test;

/** What leaves {@code run} is what went wrong, once and as it is. */
class RunErrorTest {
  private final Trace trace = new Trace();
  private final StackOverflowError fatal = new StackOverflowError("deep");

  /** A task that throws the fatal error when it is cancelled. */
  private Task<Object> throwingWhenCancelled() {
    return createTask(
        Script.of(
            s -> s.tryAwait(sleep(10)),
            s -> {
              throw fatal;
            }));
  }

  private Object throwFatal() {
    throw Throwables.rethrow(fatal);
  }

  @Test
  void aFatalErrorThatMainAndAnotherTaskThrowIsThrownAsItIs() {
    Coroutine<Object> main =
        Script.of(
            s -> {
              throwingWhenCancelled();
              return s.await(yieldNow());
            },
            s -> throwFatal());
    Throwable thrown = assertThrows(StackOverflowError.class, () -> Fermata.run(main, trace.loop));
    assertSame(fatal, thrown);
    assertEquals(0, thrown.getSuppressed().length);
  }

  @Test
  void aRunnerThatClosesDoesNotThrowTheErrorOfItsRunAgain() {
    Runner runner = Runner.of(trace.loop);
    Coroutine<Object> main =
        Script.of(
            s -> {
              throwingWhenCancelled();
              return s.await(yieldNow());
            },
            s -> throwFatal());
    assertSame(fatal, assertThrows(StackOverflowError.class, () -> runner.run(main)));
    runner.close();
  }

  @Test
  void anotherErrorOfTheCloseIsSuppressedByThatOfTheRun() {
    StackOverflowError first = new StackOverflowError("main");
    Coroutine<Object> main =
        Script.of(
            s -> {
              throwingWhenCancelled();
              return s.await(yieldNow());
            },
            s -> {
              throw first;
            });
    assertSame(first, assertThrows(StackOverflowError.class, () -> Fermata.run(main, trace.loop)));
    assertSame(fatal, first.getSuppressed()[0]);
  }

  @Test
  void aFatalErrorOfMainIsNotReportedAsUnretrieved() {
    trace.run(s -> s.await(yieldNow()), s -> throwFatal());
    trace.prints("6 run() raised StackOverflowError(deep)");
  }

  @Test
  void aGatherThatNobodyAwaitsReportsNoCancellation() {
    trace.run(
        s -> {
          gather(sleep(10), sleep(20));
          return s.await(yieldNow());
        },
        s -> null);
    trace.prints("");
  }

  @Test
  void aGatherThatIsCancelledAndNotAwaitedReportsNothing() {
    trace.run(
        s -> {
          Future<?> all = gather(sleep(10), sleep(20));
          all.addDoneCallback(done -> trace.log("done"));
          all.cancel();
          return s.await(sleep(1));
        },
        s -> null);
    trace.prints("4 done");
  }
}
