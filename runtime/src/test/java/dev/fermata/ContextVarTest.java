package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@link ContextVar}. */
class ContextVarTest {
  private final Trace trace = new Trace();
  private final ContextVar<Integer> variable = new ContextVar<>("v", 0);
  private final List<Task<Void>> tasks = new ArrayList<>();

  @Test
  @DisplayName(
      "tasks copy the values when created, callbacks when registered, awaits share them (c67)")
  void whoSeesWhat() {
    Future<Void> future = trace.loop.createFuture();
    trace.run(
        s -> {
          variable.set(1);
          trace.loop.callSoon(() -> trace.log("callback sees", variable.get()));
          future.addDoneCallback(f -> trace.log("done callback sees", variable.get()));
          tasks.add(createTask(setter(2)));
          variable.set(3);
          tasks.add(createTask(setter(4)));
          future.setResult(null);
          return s.await(tasks.get(0));
        },
        s -> s.await(tasks.get(1)),
        s -> {
          trace.log("after tasks", variable.get());
          return s.await(setter(5));
        },
        s -> {
          trace.log("after awaited coroutine", variable.get());
          return null;
        });
    trace.assertLines(
        "2 callback sees 1",
        "2 done callback sees 1",
        "3 setter sees 2",
        "3 setter sees 4",
        "4 after tasks 3",
        "5 setter sees 5",
        "5 after awaited coroutine 5");
  }

  private Coroutine<Void> setter(int value) {
    return Script.of(
        s -> {
          variable.set(value);
          return s.await(yieldNow());
        },
        s -> {
          trace.log("setter sees", variable.get());
          return null;
        });
  }

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
    trace.assertLines("3@1 timer sees 1", "5@2 main sees 1");
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
    trace.assertLines("1 main sees 7");
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
