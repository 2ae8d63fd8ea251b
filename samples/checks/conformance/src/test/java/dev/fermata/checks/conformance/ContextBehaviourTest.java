package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.Async;
import dev.fermata.ContextVar;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Context variables: who sees whose values. */
class ContextBehaviourTest {
  private final ContextVar<String> variable = new ContextVar<>("v", "unset");
  private final List<String> log = new ArrayList<>();

  @Async
  private Coroutine<String> sets(String value) {
    variable.set(value);
    await(yieldNow());
    return Coroutine.of(variable.get());
  }

  @Test
  void aVariableWithoutAValueOrDefaultHasNone() {
    ContextVar<String> bare = new ContextVar<>("bare");
    assertThrows(NoSuchElementException.class, bare::get);
    runs(
        () -> {
          assertThrows(NoSuchElementException.class, bare::get);
          bare.set("now");
          assertEquals("now", bare.get());
          return Coroutine.done();
        });
    assertThrows(NoSuchElementException.class, bare::get);
  }

  @Test
  @Shows({R8})
  void anAwaitedCoroutineSharesTheValuesOfItsCaller() {
    runs(
        () -> {
          assertEquals("inner", await(sets("inner")));
          assertEquals("inner", variable.get());
          return Coroutine.done();
        });
  }

  @Test
  void aTaskKeepsItsValuesToItself() {
    runs(
        () -> {
          variable.set("mine");
          assertEquals("task's", await(createTask(sets("task's"))));
          assertEquals("mine", variable.get());
          return Coroutine.done();
        });
  }

  @Test
  void interleavedTasksKeepTheirOwnValuesAcrossSuspensions() {
    runs(
        () -> {
          List<Coroutine<String>> all = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            all.add(sets("value " + i));
          }
          List<String> seen = await(gather(all));
          for (int i = 0; i < 10; i++) {
            assertEquals("value " + i, seen.get(i));
          }
          assertEquals("unset", variable.get());
          return Coroutine.done();
        });
  }

  @Test
  void aTaskSeesWhatWasSetBeforeItWasMadeAndNotAfter() {
    runs(
        () -> {
          variable.set("before");
          Task<String> t = createTask(async(() -> Coroutine.of(variable.get())));
          variable.set("after");
          assertEquals("before", await(t));
          return Coroutine.done();
        });
  }

  @Test
  void callbacksAndTimersSeeTheValuesOfTheirRegistration() {
    runs(
        () -> {
          EventLoop loop = EventLoop.running();
          Future<Void> f = loop.createFuture();
          variable.set("registered");
          loop.callSoon(() -> log.add("soon " + variable.get()));
          loop.callLater(seconds(1), () -> log.add("later " + variable.get()));
          loop.callSoonThreadsafe(() -> log.add("threadsafe " + variable.get()));
          f.addDoneCallback(done -> log.add("done " + variable.get()));
          variable.set("changed");
          f.setResult(null);
          await(sleep(2));
          assertEquals(
              List.of(
                  "soon registered",
                  "threadsafe registered",
                  "done registered",
                  "later registered"),
              log);
          return Coroutine.done();
        });
  }

  @Test
  void aTaskThatACallbackMakesInheritsTheCallbacksValues() {
    runs(
        () -> {
          variable.set("callback's");
          EventLoop.running()
              .callSoon(() -> createTask(async(() -> add("task " + variable.get()))));
          variable.set("changed");
          await(passes(3));
          assertEquals(List.of("task callback's"), log);
          return Coroutine.done();
        });
  }

  @Async
  private Coroutine<Void> add(String line) {
    log.add(line);
    return Coroutine.done();
  }

  @Test
  void resettingRestoresTheValueBefore() {
    runs(
        () -> {
          ContextVar.Token<String> first = variable.set("a");
          ContextVar.Token<String> second = variable.set("b");
          variable.reset(second);
          assertEquals("a", variable.get());
          variable.reset(first);
          assertEquals("unset", variable.get());
          assertThrows(IllegalStateException.class, () -> variable.reset(first));
          return Coroutine.done();
        });
  }

  @Test
  void aTokenOfAnotherVariableIsRefused() {
    ContextVar<String> other = new ContextVar<>("other");
    ContextVar.Token<String> token = other.set("x");
    assertThrows(IllegalArgumentException.class, () -> variable.reset(token));
    other.reset(token);
    assertThrows(NoSuchElementException.class, other::get);
  }

  @Test
  void aLimitedWaitSharesTheValuesAndAShieldDoesNot() {
    runs(
        () -> {
          await(waitFor(sets("limited"), seconds(1)));
          assertEquals("limited", variable.get());
          assertEquals("shielded", await(shield(sets("shielded"))));
          assertEquals("limited", variable.get());
          return Coroutine.done();
        });
  }
}
