package dev.fermata;

import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values of context variables as a thing of their own, which code is run in. */
class ContextValuesTest {
  private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();

  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final List<String> lines = new ArrayList<>();

  private void run(Script.Step... main) {
    loop.addContextElement(ContextElement.of(LOCAL));
    Fermata.run(Script.of(main), loop);
  }

  @Test
  void codeThatIsRunInACopyOfTheValuesLeavesItsOwnThere() throws Exception {
    ContextVar<Integer> variable = new ContextVar<>("v", 0);
    ContextValues values = ContextValues.copy();
    values.run(() -> variable.set(variable.get() + 1));
    assertEquals(2, values.call(() -> variable.get() + 1));
    assertEquals(1, values.get(variable));
    assertEquals(0, variable.get());
  }

  @Test
  void aCopyIsIndependentOfWhatItWasCopiedFrom() {
    ContextVar<Integer> variable = new ContextVar<>("v", 0);
    ContextValues values = ContextValues.copy();
    values.run(
        () -> {
          variable.set(1);
          ContextValues inner = ContextValues.copy();
          variable.set(2);
          assertEquals(1, inner.get(variable));
        });
    assertEquals(2, values.get(variable));
  }

  @Test
  void codeCannotEnterTheValuesThatItRunsIn() {
    ContextValues values = ContextValues.copy();
    values.run(
        () -> assertThrows(IllegalStateException.class, () -> values.run(() -> lines.add("no"))));
    assertEquals(List.of(), lines);
  }

  @Test
  void tasksInTheSameValuesSeeWhatEachOtherSets() {
    ContextVar<String> variable = new ContextVar<>("v", "unset");
    ContextValues values = ContextValues.copy();
    run(
        s -> {
          Task<Object> first =
              Fermata.createTaskIn(
                  values,
                  Script.of(
                      t -> {
                        variable.set("first's");
                        LOCAL.set("first's");
                        return t.await(yieldNow());
                      },
                      t -> lines.add("first sees " + variable.get() + " and " + LOCAL.get())));
          Task<Object> second =
              Fermata.createTaskIn(
                  values,
                  Script.of(
                      t -> {
                        lines.add("second sees " + variable.get() + " and " + LOCAL.get());
                        variable.set("second's");
                        return null;
                      }));
          return s.await(Fermata.gather(first, second));
        },
        s -> lines.add("main sees " + variable.get()));
    assertEquals(
        List.of(
            "second sees first's and null", "first sees second's and first's", "main sees unset"),
        lines);
    assertEquals("second's", values.get(variable));
  }

  @Test
  void whatCodeSetsIsInItsValuesAtOnce() {
    ContextVar<Integer> variable = new ContextVar<>("v", 0);
    ContextValues values = ContextValues.copy();
    values.run(
        () -> {
          ContextVar.Token<Integer> token = variable.set(1);
          assertEquals(1, values.get(variable));
          variable.reset(token);
          assertEquals(0, values.get(variable));
          variable.set(2);
        });
    assertEquals(2, values.get(variable));
  }

  /** As Python does: the values are one context, however often it is entered. */
  @Test
  void aTokenIsGoodInWhateverRunsInTheSameValues() {
    ContextVar<Integer> variable = new ContextVar<>("v", 0);
    ContextValues values = ContextValues.copy();
    List<ContextVar.Token<Integer>> tokens = new ArrayList<>();
    values.run(() -> tokens.add(variable.set(1)));
    assertThrows(IllegalArgumentException.class, () -> variable.reset(tokens.get(0)));
    values.run(() -> variable.reset(tokens.get(0)));
    assertEquals(0, values.get(variable));
  }

  @Test
  void aStepThatRunsInValuesCannotEnterThemAndCodeBetweenItsStepsCan() {
    ContextVar<String> variable = new ContextVar<>("v", "unset");
    ContextValues values = ContextValues.copy();
    run(
        s ->
            s.await(
                Fermata.createTaskIn(
                    values,
                    Script.of(
                        t -> {
                          variable.set("task's");
                          lines.add("values have " + values.get(variable));
                          assertThrows(
                              IllegalStateException.class, () -> values.run(() -> lines.add("no")));
                          lines.add("task sees " + variable.get());
                          loop.callSoon(() -> values.run(() -> variable.set("callback's")));
                          return t.await(yieldNow());
                        },
                        t -> lines.add("task sees " + variable.get())))),
        s -> lines.add("main sees " + variable.get()));
    values.run(() -> lines.add("can be entered again: " + variable.get()));
    assertEquals(
        List.of(
            "values have task's",
            "task sees task's",
            "task sees callback's",
            "main sees unset",
            "can be entered again: callback's"),
        lines);
  }

  @Test
  void anEagerTaskInValuesThatItsCreatorRunsInBeginsLater() {
    ContextVar<String> variable = new ContextVar<>("v", "unset");
    ContextValues values = ContextValues.copy();
    List<Task<Object>> tasks = new ArrayList<>();
    run(
        s -> {
          loop.setEagerTasks(true);
          values.run(
              () -> {
                tasks.add(
                    Fermata.createTaskIn(
                        values,
                        Script.of(
                            t -> {
                              lines.add("task sees " + variable.get());
                              variable.set("task's");
                              return null;
                            })));
                variable.set("creator's");
              });
          return s.await(tasks.get(0));
        },
        s -> lines.add("values have " + values.get(variable)));
    assertEquals(List.of("task sees creator's", "values have task's"), lines);
  }
}
