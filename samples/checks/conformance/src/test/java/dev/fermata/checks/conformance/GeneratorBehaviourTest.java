package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.AsyncGenerator;
import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TimeoutException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Generators: elements, ends, errors and cleanups. */
class GeneratorBehaviourTest {
  private final List<Object> log = new ArrayList<>();

  /** Counts to {@code end}, a second for each number; tells when it is closed or at its end. */
  private AsyncGenerator<Integer> counts(int end) {
    return AsyncGenerator.of(
        out -> {
          try {
            for (int i = 1; i <= end; i++) {
              await(sleep(1));
              await(out.emit(i));
            }
          } finally {
            await(yieldNow());
            log.add("closed");
          }
          return Coroutine.done();
        });
  }

  @Async
  private static <T> Coroutine<List<T>> drain(AsyncIterator<T> iterator) {
    List<T> items = new ArrayList<>();
    while (await(iterator.advance())) {
      items.add(iterator.current());
    }
    return Coroutine.of(items);
  }

  @Test
  void aGeneratorGivesItsElementsAndThenEnds() {
    runs(
        () -> {
          assertEquals(List.of(1, 2, 3), await(drain(counts(3))));
          assertEquals(List.of("closed"), log);
          assertEquals(3.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void nothingOfItsBodyRunsBeforeItIsAdvanced() {
    runs(
        () -> {
          AsyncGenerator<Integer> generator =
              AsyncGenerator.of(
                  out -> {
                    log.add("began");
                    await(out.emit(1));
                    return Coroutine.done();
                  });
          await(passes(3));
          assertEquals(List.of(), log);
          await(generator.advance());
          assertEquals(List.of("began"), log);
          await(generator.close());
          return Coroutine.done();
        });
  }

  @Test
  void aGeneratorThatIsClosedBeforeItBeganRunsNothing() {
    runs(
        () -> {
          AsyncGenerator<Integer> generator = counts(3);
          await(generator.close());
          assertFalse(await(generator.advance()));
          assertEquals(List.of(), log);
          return Coroutine.done();
        });
  }

  @Test
  void anEndedGeneratorStaysEnded() {
    runs(
        () -> {
          AsyncGenerator<Integer> generator = counts(1);
          assertEquals(List.of(1), await(drain(generator)));
          assertFalse(await(generator.advance()));
          assertFalse(await(generator.advance()));
          await(generator.close());
          assertEquals(List.of("closed"), log);
          return Coroutine.done();
        });
  }

  @Test
  void closingRunsTheFinallyAndWaitsForIt() {
    runs(
        () -> {
          AsyncGenerator<Integer> generator = counts(9);
          await(generator.advance());
          await(generator.close());
          assertEquals(List.of("closed"), log);
          await(generator.close());
          assertFalse(await(generator.advance()));
          assertEquals(List.of("closed"), log);
          return Coroutine.done();
        });
  }

  @Test
  void anElementMayBeNull() {
    runs(
        () -> {
          AsyncGenerator<String> generator =
              AsyncGenerator.of(
                  out -> {
                    await(out.emit(null));
                    return Coroutine.done();
                  });
          assertTrue(await(generator.advance()));
          assertNull(generator.current());
          assertFalse(await(generator.advance()));
          return Coroutine.done();
        });
  }

  @Test
  void thereIsNoCurrentElementBeforeTheFirstAndBehindTheLast() {
    runs(
        () -> {
          AsyncGenerator<Integer> generator = counts(1);
          assertThrows(IllegalStateException.class, generator::current);
          await(generator.advance());
          assertEquals(1, generator.current());
          await(generator.advance());
          assertThrows(IllegalStateException.class, generator::current);
          return Coroutine.done();
        });
  }

  @Test
  void anErrorOfTheBodyReachesWhoAdvancesAndEndsTheGenerator() {
    runs(
        () -> {
          AsyncGenerator<Integer> generator =
              AsyncGenerator.of(
                  out -> {
                    await(out.emit(1));
                    throw new IOException("broken");
                  });
          assertTrue(await(generator.advance()));
          assertEquals(
              "broken", await(failure(IOException.class, generator.advance())).getMessage());
          assertFalse(await(generator.advance()));
          return Coroutine.done();
        });
  }

  @Test
  void cancellingWhoAdvancesCancelsTheBodyWhereItWaits() {
    runs(
        () -> {
          AsyncGenerator<Integer> generator = counts(3);
          Task<Boolean> consumer = createTask(generator.advance());
          await(yieldNow());
          consumer.cancel();
          await(cancellation(consumer));
          assertEquals(List.of("closed"), log);
          assertFalse(await(generator.advance()));
          return Coroutine.done();
        });
  }

  @Test
  void anElementThatComesTooLateIsATimeout() {
    runs(
        () -> {
          AsyncGenerator<Integer> generator = counts(3);
          await(failure(TimeoutException.class, waitFor(generator.advance(), seconds(0.5))));
          assertEquals(List.of("closed"), log);
          return Coroutine.done();
        });
  }

  @Test
  void severalTasksMayTakeTurns() {
    runs(
        () -> {
          AsyncGenerator<Integer> generator = counts(3);
          for (int i = 1; i <= 3; i++) {
            assertTrue(await(createTask(generator.advance())));
            assertEquals(i, generator.current());
          }
          await(generator.close());
          return Coroutine.done();
        });
  }

  @Test
  void generatorsCanBeChained() {
    runs(
        () -> {
          AsyncGenerator<Integer> source = counts(4);
          AsyncGenerator<Integer> doubled =
              AsyncGenerator.of(
                  out -> {
                    while (await(source.advance())) {
                      await(out.emit(2 * source.current()));
                    }
                    return Coroutine.done();
                  });
          assertEquals(List.of(2, 4, 6, 8), await(drain(doubled)));
          return Coroutine.done();
        });
  }
}
