package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.TaskGroup;
import org.junit.jupiter.api.Test;

/** What the cases do not show of task groups. */
class TaskGroupRulesTest {
  /** asyncio cancels them in the order of a set. */
  @Test
  @Shows({R59})
  void childrenAreCancelledInTheOrderOfTheirCreation() throws Exception {
    new Trace() {
      @Async
      Coroutine<Void> child(int n) {
        try {
          await(sleep(10));
        } catch (CancelledError e) {
          log("child", n);
          throw e;
        }
        return Coroutine.done();
      }

      Coroutine<Void> group() {
        return TaskGroup.open(
            g -> {
              for (int i = 0; i < 6; i++) {
                g.createTask(child(i));
              }
              await(sleep(1));
              throw new IllegalArgumentException("body");
            });
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(outcome("group", group()));
        return Coroutine.done();
      }
    }.prints(
        """
        5@1 child 0
        5@1 child 1
        5@1 child 2
        5@1 child 3
        5@1 child 4
        5@1 child 5
        7@1 group raised ExceptionGroup('unhandled errors in a TaskGroup', [ValueError('body')])
        """);
  }

  /** Python 3.15's TaskGroup.cancel(). */
  @Test
  @Shows({R59})
  void aGroupThatIsCancelledEndsEarlyWithoutAnError() throws Exception {
    new Trace() {
      private TaskGroup group;

      @Async
      Coroutine<Void> child() {
        try {
          await(sleep(10));
        } finally {
          log("child ends");
        }
        return Coroutine.done();
      }

      @Async
      Coroutine<String> body(TaskGroup g) {
        group = g;
        g.createTask(child());
        loop().callLater(seconds(1), g::cancel);
        try {
          await(sleep(10));
        } finally {
          log("body ends");
        }
        return Coroutine.of("not reached");
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(outcome("group", TaskGroup.open(this::body)));
        group.cancel();
        await(sleep(1));
        log("cancelling", currentTask().cancelling());
        return Coroutine.done();
      }
    }.prints(
        """
        4@1 child ends
        4@1 body ends
        6@1 group -> None
        8@2 cancelling 0
        """);
  }
}
