package dev.fermata.junit;

import dev.fermata.AsyncBody;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.Runner;
import dev.fermata.Task;
import dev.fermata.VirtualEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A virtual loop, and what is found in it when the test has ended. */
final class TestRun {
  /** How many passes tasks have to end, once the body of the test has. */
  private static final int LAST_PASSES = 100;

  final VirtualEventLoop loop;
  private final TestRules rules;
  private final Runner runner;
  private final Problems problems = new Problems();

  /** Whether a body was not run at all, for its thread runs a loop already. */
  private boolean refused;

  TestRun(TestRules rules) {
    this.rules = rules;
    this.loop =
        rules.seed() == null ? EventLoop.createVirtual() : EventLoop.createVirtual(rules.seed());
    this.runner = Runner.of(loop);
    loop.setDebug(true);
    loop.setTimeLimit(rules.timeout());
    loop.setExceptionHandler(this::report);
  }

  private void report(EventLoop where, Map<String, Object> context) {
    if (context.get("exception") == null && context.containsKey("stack")) {
      // A slow step, as where somebody stands at a breakpoint.
      where.defaultExceptionHandler(context);
    } else {
      problems.add(context);
    }
  }

  /** Runs a body; gives its value, or throws its failure. */
  <T> T run(AsyncBody<T> body) {
    List<Task<?>> main = new ArrayList<>();
    try {
      return runner.run(
          Fermata.async(
              () -> {
                main.add(Fermata.currentTask());
                return body.start();
              }));
    } catch (IllegalStateException error) {
      refused = main.isEmpty();
      if (refused || main.get(0).isDone()) {
        throw error;
      }
      throw new AssertionError(Problems.stuck(error, loop.dump()));
    }
  }

  /**
   * The test has ended: looks what is left, and closes the loop.
   *
   * @param failure what the test has thrown, which gets what is found as suppressed; null where it
   *     has not, and then what is found is thrown
   */
  void end(Throwable failure) {
    if (refused) {
      loop.close();
      return;
    }
    runLastPasses();
    if (rules.leaks() == Leaks.FAIL && !loop.allTasks().isEmpty() && failure == null) {
      problems.addLeft(loop.dump());
    }
    close();
    AssertionError found = problems.toError();
    if (found != null && failure == null) {
      throw found;
    }
    if (found != null) {
      failure.addSuppressed(found);
    }
  }

  /** Lets tasks end that have been cancelled, or have nothing more to wait for. */
  private void runLastPasses() {
    for (int i = 0; i < LAST_PASSES && !loop.allTasks().isEmpty(); i++) {
      loop.stop();
      loop.runForever();
    }
  }

  private void close() {
    loop.setTimeLimit(rules.timeout().plusNanos(loop.time()));
    try {
      runner.close();
    } catch (IllegalStateException error) {
      problems.add(
          Map.of("message", "tasks did not end when they were cancelled", "exception", error));
    }
  }
}
