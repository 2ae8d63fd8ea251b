package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.currentTask;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link AsyncGenerator}. */
class AsyncGeneratorTest {
  private final Trace trace = new Trace();

  @Test
  void elementsComeOneByOneAndTheBodyRunsInTheConsumersTask() {
    Task<?>[] consumer = {null};
    AsyncIterator<Integer> numbers =
        AsyncGenerator.of(
            out ->
                Script.of(
                    s -> {
                      trace.log("body begins in consumer", currentTask() == consumer[0]);
                      return s.await(out.emit(1));
                    },
                    s -> s.await(sleep(1)),
                    s -> {
                      trace.log("body goes on in consumer", currentTask() == consumer[0]);
                      return s.await(out.emit(2));
                    },
                    s -> s.await(out.emit(3)),
                    s -> {
                      trace.log("body ends");
                      return null;
                    }));
    trace.run(
        s -> {
          consumer[0] = currentTask();
          assertThrows(IllegalStateException.class, numbers::current);
          return s.await(consume(numbers));
        },
        s -> s.await(numbers.advance()),
        s -> {
          trace.log("once more", s.result());
          return null;
        });
    trace.prints(
        """
        1 body begins in consumer true
        1 got 1
        3@1 body goes on in consumer true
        3@1 got 2
        3@1 got 3
        3@1 body ends
        3@1 end
        3@1 once more false
        """);
  }

  /** Takes all elements of an iterator. */
  private Coroutine<Void> consume(AsyncIterator<?> iterator) {
    return Script.of(
        s -> s.await(iterator.advance()),
        s -> {
          if (!(Boolean) s.result()) {
            trace.log("end");
            return null;
          }
          trace.log("got", iterator.current());
          return s.awaitThen(iterator.advance(), 1);
        });
  }

  @Test
  void anEmitDeepInTheBodySuspendsAllOfIt() {
    AsyncIterator<String> deep =
        AsyncGenerator.of(
            out ->
                Script.of(
                    s -> s.await(emitTwice(out, "a")),
                    s -> s.await(yieldNow()),
                    s -> s.await(emitTwice(out, "b")),
                    s -> null));
    trace.run(s -> s.await(consume(deep)), s -> null);
    trace.prints(
        """
        1 got a1
        1 got a2
        2 got b1
        2 got b2
        2 end
        """);
  }

  private static Coroutine<Void> emitTwice(AsyncGenerator.Emitter<String> out, String text) {
    return Script.of(s -> s.await(out.emit(text + 1)), s -> s.await(out.emit(text + 2)), s -> null);
  }

  /** Emits 0 to {@code count - 1}, each a pass later; says when it is closed, a pass after that. */
  private AsyncIterator<Integer> counting(String name, int count) {
    int[] next = {0};
    return AsyncGenerator.of(
        out ->
            Script.of(
                s -> s.await(yieldNow()),
                s -> next[0] < count ? s.tryAwait(out.emit(next[0]++)) : null,
                s ->
                    s.error() == null
                        ? s.awaitThen(yieldNow(), 1)
                        : s.await(closing(name, s.error()))));
  }

  private Coroutine<Void> closing(String name, Throwable error) {
    return Script.of(
        s -> s.await(yieldNow()),
        s -> {
          trace.log(name, "closed");
          throw error;
        });
  }

  @Test
  void aBodyThatEmitsAfterItsCloseIsRefused() {
    AsyncIterator<Integer> stubborn =
        AsyncGenerator.of(
            out ->
                Script.of(
                    s -> s.tryAwait(out.emit(1)),
                    s -> {
                      trace.log(s.error().getClass().getSimpleName());
                      return s.await(out.emit(2));
                    },
                    s -> null));
    trace.run(
        s -> s.await(stubborn.advance()),
        s -> s.await(trace.outcome("close", stubborn.close())),
        s -> s.await(trace.outcome("advance", stubborn.advance())),
        s -> null);
    trace.prints(
        """
        1 GeneratorExit
        1 close raised IllegalStateException(async generator ignored GeneratorExit)
        1 advance -> false
        """);
  }

  @Test
  void oneTaskAtATime() {
    AsyncIterator<Integer> numbers = counting("n", 2);
    trace.run(
        s -> {
          createTask(numbers.advance());
          return s.await(yieldNow());
        },
        s -> s.await(trace.outcome("second", numbers.advance())),
        s -> s.await(trace.outcome("close", numbers.close())),
        s -> s.await(yieldNow()),
        s -> {
          trace.log("first has", numbers.current());
          return s.await(numbers.close());
        },
        s -> null);
    trace.prints(
        """
        2 second raised IllegalStateException(asynchronous generator is already running)
        2 close raised IllegalStateException(asynchronous generator is already running)
        3 first has 0
        4 n closed
        """);
  }

  @Test
  void emitOutsideOfTheBodyIsRefused() {
    List<AsyncGenerator.Emitter<Integer>> kept = new ArrayList<>();
    AsyncIterator<Integer> leaking =
        AsyncGenerator.of(
            out -> {
              kept.add(out);
              return out.emit(1);
            });
    trace.run(
        s -> s.await(leaking.advance()),
        s -> s.await(trace.outcome("emit", kept.get(0).emit(2))),
        s -> {
          trace.log("current", leaking.current());
          return s.await(leaking.advance());
        },
        s -> null);
    trace.prints(
        """
        1 emit raised IllegalStateException(emit was awaited outside of its generator's body)
        1 current 1
        """);
  }

  @Test
  void aSuspendedBodyStandsInTheStackOfTheTaskThatAdvancesIt() {
    AsyncIterator<Integer> sleeping =
        AsyncGenerator.of(
            out ->
                Script.named(
                    "body",
                    s -> s.await(Script.named("helper", h -> h.await(sleep(1)), h -> null)),
                    s -> null));
    trace.run(
        s -> {
          Task<?> task =
              createTask(
                  Script.named("consumer", c -> c.await(sleeping.advance()), c -> c.result()));
          trace.loop.callLater(
              Duration.ofMillis(500),
              () ->
                  trace.log(
                      task.awaitStack().stream().map(StackTraceElement::getMethodName).toList()));
          return s.await(task);
        },
        s -> null);
    trace.prints("3@0.5 [helper, body, consumer]");
  }
}
