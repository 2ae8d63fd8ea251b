package dev.fermata;

import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.fermata.sync.AsyncLock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An exception whose own methods for stack traces fail arrives as itself, by way of the {@code
 * finally} of each method that awaits.
 */
class HostileTraceTest {
  /** What an exception does when it is asked for its trace, or given one. */
  private enum Kind {
    GET_THROWS,
    GET_GIVES_NULL,
    GET_GIVES_A_NULL_ELEMENT,
    GET_OVERFLOWS,
    SET_THROWS
  }

  private static final class Hostile extends Exception {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    Hostile(Kind kind) {
      this.kind = kind;
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      return switch (kind) {
        case GET_THROWS -> throw new UnsupportedOperationException("get");
        case GET_GIVES_NULL -> null;
        case GET_GIVES_A_NULL_ELEMENT -> new StackTraceElement[1];
        case GET_OVERFLOWS -> throw new StackOverflowError();
        case SET_THROWS -> super.getStackTrace();
      };
    }

    @Override
    public void setStackTrace(StackTraceElement[] trace) {
      if (kind == Kind.SET_THROWS) {
        throw new UnsupportedOperationException("set");
      }
      super.setStackTrace(trace);
    }
  }

  private final List<String> passed = new ArrayList<>();

  private Coroutine<Object> thrower(Throwable error) {
    return Script.of(
        s -> s.await(yieldNow()),
        s -> {
          throw error;
        });
  }

  private Coroutine<Object> cleaning(String name, Coroutine<?> inner) {
    return Script.named(
        name,
        s -> s.tryAwait(inner),
        s -> {
          passed.add(name);
          return s.rethrow();
        });
  }

  @ParameterizedTest
  @EnumSource
  void itPassesAllThatAwaitInALoop(Kind kind) {
    Trace trace = new Trace();
    Hostile error = new Hostile(kind);
    AsyncLock lock = new AsyncLock();
    trace.run(
        s -> s.await(lock.acquire()),
        s -> s.tryAwait(cleaning("outer", cleaning("inner", thrower(error)))),
        s -> {
          lock.release();
          assertSame(error, s.error());
          passed.add("main");
          return null;
        });
    assertEquals(List.of("inner", "outer", "main"), passed);
    assertFalse(lock.locked());
    trace.prints("");
  }

  @ParameterizedTest
  @EnumSource
  void itPassesAllThatAwaitOutsideOfALoop(Kind kind) throws InterruptedException {
    Hostile error = new Hostile(kind);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    Coroutine<Object> thrower =
        Script.of(
            s -> s.await(gate),
            s -> {
              throw error;
            });
    CompletableFuture<?> outcome =
        (CompletableFuture<?>)
            dev.fermata.continuation.Launcher.future(
                Script.frame(
                    s -> s.tryAwait(cleaning("inner", thrower)),
                    s -> {
                      passed.add("outer");
                      return s.rethrow();
                    }));
    gate.complete(null);
    assertEquals(List.of("inner", "outer"), passed);
    try {
      outcome.get();
    } catch (ExecutionException wrapped) {
      assertSame(error, wrapped.getCause());
    }
  }

  @Test
  void itPassesAGeneratorAndAGroup() {
    Trace trace = new Trace();
    Hostile error = new Hostile(Kind.GET_THROWS);
    AsyncGenerator<Object> generator =
        AsyncGenerator.of(out -> Script.of(s -> s.await(cleaning("body", thrower(error)))));
    trace.run(
        s -> s.tryAwait(TaskGroup.open(group -> cleaning("group", generator.advance()))),
        s -> {
          assertSame(error, ((ExceptionGroup) s.error()).exceptions().get(0));
          return null;
        });
    assertEquals(List.of("body", "group"), passed);
    trace.prints("");
  }
}
