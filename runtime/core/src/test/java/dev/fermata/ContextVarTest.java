package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** {@link ContextVar}. */
class ContextVarTest {
  private final Trace trace = new Trace();
  private final ContextVar<Integer> variable = new ContextVar<>("v", 0);

  @Test
  void whatACallbackOrTimerSetsIsLostAtItsEnd() {
    trace.run(
        s -> {
          variable.set(1);
          trace.loop.callSoon(() -> variable.set(2));
          trace.loop.callLater(
              Duration.ofSeconds(1), () -> trace.log("timer sees", variable.get()));
          return s.await(Trace.sleep(2));
        },
        s -> {
          trace.log("main sees", variable.get());
          return null;
        });
    trace.prints(
        """
        3@1 timer sees 1
        5@2 main sees 1
        """);
  }

  @Test
  void theMainTaskBeginsWithTheValuesOfItsThreadAndLeavesThemAsTheyAre() {
    ContextVar.Token<Integer> token = variable.set(7);
    trace.run(
        s -> {
          trace.log("main sees", variable.get());
          variable.set(8);
          return null;
        });
    assertEquals(7, variable.get());
    variable.reset(token);
    assertEquals(0, variable.get());
    trace.prints("1 main sees 7");
  }

  @Test
  void resetRestoresTheValueBeforeOrNone() {
    ContextVar<String> bare = new ContextVar<>("bare");
    assertThrows(NoSuchElementException.class, bare::get);
    ContextVar.Token<String> first = bare.set("a");
    ContextVar.Token<String> second = bare.set(null);
    assertNull(bare.get());
    bare.reset(second);
    assertEquals("a", bare.get());
    bare.reset(first);
    assertThrows(NoSuchElementException.class, bare::get);
    assertThrows(IllegalStateException.class, () -> bare.reset(first));
    assertThrows(
        IllegalArgumentException.class, () -> new ContextVar<String>("other").reset(bare.set("b")));
  }

  private void refused(ContextVar.Token<Integer> token, String where) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> variable.reset(token)).getMessage();
    assertTrue(message.startsWith("Token[v] was created in a different context"), message);
    trace.log(where, variable.get());
  }

  /** As Python does; a token that was refused is as good as before. */
  @Test
  void aTokenIsGoodOnlyInTheTaskThatMadeItAndRefusalsDoNotUseItUp() {
    List<ContextVar.Token<Integer>> tokens = new ArrayList<>();
    Future<Void> future = trace.loop.createFuture();
    trace.run(
        s -> {
          variable.set(1);
          tokens.add(variable.set(2));
          trace.loop.callSoon(() -> refused(tokens.get(0), "callback"));
          future.addDoneCallback(f -> refused(tokens.get(0), "done callback"));
          future.setResult(null);
          createTask(
              Script.of(
                  t -> {
                    refused(tokens.get(0), "task");
                    variable.set(3);
                    refused(tokens.get(0), "task that has set it itself");
                    return null;
                  }));
          return s.await(
              Fermata.toThread(
                  () -> {
                    refused(tokens.get(0), "thread");
                    return null;
                  }));
        },
        s -> s.await(Script.of(c -> c.await(yieldNow()), c -> resetting(tokens.get(0)))),
        s -> {
          trace.log("main", variable.get());
          return null;
        });
    List<String> lines = trace.lines().stream().map(line -> line.split(" ", 2)[1]).toList();
    assertEquals(
        List.of("callback 2", "done callback 2", "main 1", "task 2"),
        lines.stream().filter(line -> !line.contains("th")).sorted().toList());
    assertTrue(lines.containsAll(List.of("thread 2", "task that has set it itself 3")));
  }

  private Object resetting(ContextVar.Token<Integer> token) {
    variable.reset(token);
    return null;
  }

  @Test
  void aTokenOfACallbackIsGoodInThatCallbackOnly() {
    List<ContextVar.Token<Integer>> tokens = new ArrayList<>();
    trace.run(
        s -> {
          trace.loop.callSoon(
              () -> {
                variable.reset(variable.set(1));
                tokens.add(variable.set(2));
                trace.loop.callSoon(() -> refused(tokens.get(0), "a later callback"));
              });
          return s.await(yieldNow());
        },
        s -> s.await(yieldNow()),
        s -> {
          refused(tokens.get(0), "main");
          return null;
        });
    trace.prints(
        """
        3 a later callback 2
        3 main 0
        """);
  }

  /** The runs of a runner share one context, which is not that of the thread. */
  @Test
  void aTokenOfOneRunIsGoodInTheNextRunOfTheSameRunnerButNotOutside() {
    List<ContextVar.Token<Integer>> tokens = new ArrayList<>();
    ContextVar.Token<Integer> outside = variable.set(1);
    try (Runner runner = Runner.of(trace.loop)) {
      runner.run(Script.of(s -> tokens.add(variable.set(2))));
      refused(tokens.get(0), "thread");
      runner.run(
          Script.of(
              s -> {
                refused(outside, "main");
                return resetting(tokens.get(0));
              }));
    }
    variable.reset(outside);
    assertEquals(0, variable.get());
    trace.prints(
        """
        2 thread 1
        3 main 2
        """);
  }

  @Test
  void ofAUsedTokenThatIsSaidWhoeverAsks() {
    ContextVar.Token<Integer> token = variable.set(1);
    variable.reset(token);
    ContextVar<Integer> other = new ContextVar<>("other");
    assertThrows(IllegalStateException.class, () -> other.reset(token));
  }

  @Test
  void manyVariablesKeepTheirValues() {
    List<ContextVar<Integer>> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(new ContextVar<>("v" + i));
      many.get(i).set(i);
    }
    many.get(50).set(-1);
    for (int i = 0; i < 100; i++) {
      assertEquals(i == 50 ? -1 : i, many.get(i).get());
    }
  }
}
