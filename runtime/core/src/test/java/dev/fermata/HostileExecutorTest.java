package dev.fermata;

import static dev.fermata.Fermata.toThread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An executor that fails takes nothing else with it. */
@Timeout(60)
class HostileExecutorTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;
  private final RejectedExecutionException refusal = new RejectedExecutionException("no");

  private final Thread loopThread = Thread.currentThread();

  /** Gives a value as soon as the loop waits for it, or takes itself for stuck. */
  private String whenWaitedFor(String value) {
    while (loopThread.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    return value;
  }

  /** Gives a job to an executor that throws, and then others to a thread. */
  private void goOnAfter(Executor executor) {
    trace.run(
        s -> {
          try {
            loop.runInExecutor(executor, () -> 1);
          } catch (RejectedExecutionException thrown) {
            assertSame(refusal, thrown);
            trace.log("refused");
          }
          return s.await(toThread(() -> whenWaitedFor("ran")));
        },
        s -> {
          assertEquals("ran", s.result());
          return s.await(toThread(() -> whenWaitedFor("ran again")));
        },
        s -> {
          assertEquals("ran again", s.result());
          return null;
        });
    trace.prints("1 refused");
  }

  @Test
  void oneThatRunsTheJobAndThrowsIsNotCountedTwice() {
    goOnAfter(
        job -> {
          job.run();
          throw refusal;
        });
  }

  @Test
  void oneThatThrowsIsNotWaitedFor() {
    goOnAfter(
        job -> {
          throw refusal;
        });
  }

  @Test
  void oneThatThrowsAndRunsTheJobLaterIsNotCountedTwice() {
    List<Runnable> jobs = new ArrayList<>();
    goOnAfter(
        job -> {
          jobs.add(job);
          throw refusal;
        });
    jobs.get(0).run();
  }

  /** An executor whose methods throw at the end. */
  private static final class Closing extends AbstractExecutorService {
    private final boolean shutsDown;

    Closing(boolean shutsDown) {
      this.shutsDown = shutsDown;
    }

    @Override
    public void execute(Runnable job) {
      job.run();
    }

    @Override
    public void shutdown() {
      if (!shutsDown) {
        throw new SecurityException("shutdown");
      }
    }

    @Override
    public List<Runnable> shutdownNow() {
      throw new SecurityException("shutdownNow");
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      throw new SecurityException("awaitTermination");
    }
  }

  private void endsWith(boolean shutsDown) {
    loop.setExceptionHandler(
        (where, context) -> trace.log(context.get("message"), context.get("exception")));
    loop.setDefaultExecutor(new Closing(shutsDown));
    Object value =
        Fermata.run(Script.of(s -> s.await(toThread(() -> "value")), s -> s.result()), loop);
    assertEquals("value", value);
  }

  private List<String> withoutPasses() {
    return trace.lines().stream().map(line -> line.replaceFirst("^\\S+ ", "")).toList();
  }

  @Test
  void oneThatCannotBeShutDownIsReportedAndRunGivesItsValue() {
    endsWith(false);
    String report = "the default executor could not be shut down SecurityException(shutdown)";
    // Once by the runner, and once by the loop that it closes.
    assertEquals(List.of(report, report), withoutPasses());
  }

  @Test
  void oneThatCannotBeWaitedForIsReportedAndRunGivesItsValue() {
    endsWith(true);
    assertEquals(
        List.of("the default executor could not be shut down SecurityException(awaitTermination)"),
        withoutPasses());
  }
}
