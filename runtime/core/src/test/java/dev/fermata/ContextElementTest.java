package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.toThread;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.fermata.internal.bridge.DetachedContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What follows tasks and callbacks into a thread local, which all of a loop share. */
class ContextElementTest {
  private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();

  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final List<String> lines = new ArrayList<>();

  private void run(Script.Step... main) {
    loop.addContextElement(ContextElement.of(LOCAL));
    Fermata.run(Script.of(main), loop);
  }

  @AfterEach
  void nothingIsLeftOnTheThread() {
    assertNull(LOCAL.get());
  }

  /** Sets a value if it is given one, and tells before and after a turn what it sees. */
  private Coroutine<Object> sees(String name, String value) {
    return Script.of(
        s -> {
          lines.add(name + " begins with " + LOCAL.get());
          if (value != null) {
            LOCAL.set(value);
          }
          return s.await(yieldNow());
        },
        s -> {
          lines.add(name + " goes on with " + LOCAL.get());
          return null;
        });
  }

  @Test
  void aTaskBeginsWithItsCreatorsValueAndHasItsOwnFromThenOn() {
    List<Task<Object>> tasks = new ArrayList<>();
    run(
        s -> {
          LOCAL.set("main's");
          tasks.add(createTask(sees("a", "a's")));
          tasks.add(createTask(sees("b", null)));
          LOCAL.set("main's second");
          tasks.add(createTask(sees("c", "c's")));
          return s.await(Fermata.gather(tasks));
        },
        s -> {
          lines.add("main has " + LOCAL.get());
          return null;
        });
    assertEquals(
        List.of(
            "a begins with main's",
            "b begins with main's",
            "c begins with main's second",
            "a goes on with a's",
            "b goes on with main's",
            "c goes on with c's",
            "main has main's second"),
        lines);
  }

  @Test
  void anAwaitedCoroutineSharesTheValueOfItsTask() {
    run(
        s -> {
          LOCAL.set("main's");
          return s.await(sees("awaited", "set inside"));
        },
        s -> {
          lines.add("main has " + LOCAL.get());
          return null;
        });
    assertEquals(
        List.of(
            "awaited begins with main's", "awaited goes on with set inside", "main has set inside"),
        lines);
  }

  @Test
  void anEagerTaskHasItsOwnInsideTheStepOfItsCreator() {
    run(
        s -> {
          loop.setEagerTasks(true);
          LOCAL.set("main's");
          Task<Object> eager = createTask(sees("eager", "eager's"));
          lines.add("main has " + LOCAL.get());
          return s.await(eager);
        },
        s -> {
          lines.add("main has " + LOCAL.get());
          return null;
        });
    assertEquals(
        List.of(
            "eager begins with main's",
            "main has main's",
            "eager goes on with eager's",
            "main has main's"),
        lines);
  }

  @Test
  void callbacksAndTimersSeeTheValueOfWhereTheyWereRegistered() {
    run(
        s -> {
          LOCAL.set("first");
          loop.callSoon(() -> lines.add("callback sees " + LOCAL.get()));
          LOCAL.set("second");
          loop.callLater(Duration.ofSeconds(1), () -> lines.add("timer sees " + LOCAL.get()));
          Task<Object> task = createTask(Script.of(t -> null));
          task.addDoneCallback(done -> lines.add("listener sees " + LOCAL.get()));
          LOCAL.set("third");
          return s.await(Trace.sleep(2));
        },
        s -> null);
    assertEquals(
        List.of("callback sees first", "listener sees second", "timer sees second"), lines);
  }

  @Test
  void whatACallbackSetsIsGoneAtItsEnd() {
    run(
        s -> {
          loop.callSoon(() -> LOCAL.set("callback's"));
          return s.await(yieldNow());
        },
        s -> {
          lines.add("main has " + LOCAL.get());
          return null;
        });
    assertEquals(List.of("main has null"), lines);
  }

  @Test
  void aJobInAnotherThreadSeesTheValueAndLeavesNothingThere() {
    run(
        s -> {
          LOCAL.set("main's");
          return s.await(
              toThread(
                  () -> {
                    String seen = LOCAL.get();
                    LOCAL.set("job's");
                    return seen;
                  }));
        },
        s -> {
          lines.add("job saw " + s.result() + ", main has " + LOCAL.get());
          LOCAL.remove();
          return s.await(toThread(LOCAL::get));
        },
        s -> {
          lines.add("the next job saw " + s.result());
          return null;
        });
    assertEquals(List.of("job saw main's, main has main's", "the next job saw null"), lines);
  }

  @Test
  void whatAnotherThreadSubmitsSeesTheValueAndTheVariablesOfThatThread() throws Exception {
    ContextVar<String> variable = new ContextVar<>("v", "unset");
    try (LoopThread thread = LoopThread.start("context")) {
      thread
          .submit(
              () -> {
                EventLoop.running().addContextElement(ContextElement.of(LOCAL));
                return Coroutine.done();
              })
          .get();
      LOCAL.set("caller's");
      ContextVar.Token<String> token = variable.set("caller's too");
      try {
        assertEquals(
            "caller's caller's too",
            thread.submit(() -> Coroutine.of(LOCAL.get() + " " + variable.get())).get());
      } finally {
        variable.reset(token);
        LOCAL.remove();
      }
      assertEquals(
          "null unset",
          thread.submit(() -> Coroutine.of(LOCAL.get() + " " + variable.get())).get());
    }
  }

  @Test
  void aLoopOutlivesAnElementThatFails() {
    List<String> reports = new ArrayList<>();
    loop.setExceptionHandler(
        (where, context) -> reports.add(context.get("message") + ": " + context.get("exception")));
    loop.addContextElement(
        new ContextElement<String>() {
          @Override
          public String capture() {
            return "state";
          }

          @Override
          public String enter(String state) {
            throw new IllegalStateException("refused");
          }

          @Override
          public String leave(String previous) {
            throw new AssertionError("was never entered");
          }
        });
    run(s -> s.await(yieldNow()), s -> lines.add("main goes on with " + LOCAL.get()));
    assertEquals(List.of("main goes on with null"), lines);
    assertEquals(
        "Exception in enter of the context element dev.fermata.ContextElementTest$1:"
            + " java.lang.IllegalStateException: refused",
        reports.get(0));
  }

  // ---------------------------------------------------------------- outside of any loop

  /** A method that gives a {@code CompletableFuture}, as transformed code starts it. */
  private static CompletableFuture<?> detached(Script.Step... steps) {
    return new DetachedContext(Script.frame(steps)).start();
  }

  @Test
  void aMethodOutsideOfALoopKeepsItsValuesBehindAnAwaitInAnotherThread() throws Exception {
    ContextVar<String> variable = new ContextVar<>("v", "unset");
    CompletableFuture<Object> stage = new CompletableFuture<>();
    ContextVar.Token<String> token = variable.set("caller's");
    CompletableFuture<?> method =
        detached(
            s -> {
              lines.add("begins with " + variable.get());
              variable.set("method's");
              return s.await(stage);
            },
            s -> lines.add("goes on with " + variable.get()));
    assertEquals("caller's", variable.get());
    variable.reset(token);
    Thread completer =
        new Thread(
            () -> {
              stage.complete(null);
              lines.add("the thread has " + variable.get());
            });
    completer.start();
    completer.join();
    method.get();
    assertEquals(
        List.of("begins with caller's", "goes on with method's", "the thread has unset"), lines);
  }

  @Test
  void whatAMethodOutsideOfALoopSetsIsNotItsCallersAlsoWhereItEndsAtOnce()
      throws ExecutionException, InterruptedException {
    ContextVar<String> variable = new ContextVar<>("v", "unset");
    assertEquals(
        "method's",
        detached(
                s -> {
                  variable.set("method's");
                  return variable.get();
                })
            .get());
    assertEquals("unset", variable.get());
  }
}
