package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Rule.*;

import dev.fermata.Async;
import dev.fermata.AsyncGenerator;
import dev.fermata.Coroutine;
import org.junit.jupiter.api.Test;

/** Generators that are not used to their ends. The case is parted in two. */
class GeneratorTest {
  /** A program with a generator of five numbers. */
  private static class Generators extends Trace {
    /** Tells of the end of a generator. */
    void close(String n) {
      log(n, "closed");
    }

    AsyncGenerator<Integer> gen(String n) {
      return AsyncGenerator.of(
          out -> {
            try {
              for (int i = 0; i < 5; i++) {
                await(out.emit(i));
              }
            } finally {
              await(sleep(0));
              close(n);
            }
            return Coroutine.done();
          });
    }
  }

  /**
   * One that nobody holds any more is closed by a task of the loop. When is the garbage collector's
   * business: the trace tells the order only.
   */
  @Test
  @Shows({R60})
  void c73AForgottenGeneratorIsClosed() throws Exception {
    new Generators() {
      private boolean closed;

      @Override
      void close(String n) {
        closed = true;
        print(n, "closed");
      }

      @Async
      Coroutine<Void> forget() {
        await(gen("G1").advance());
        return Coroutine.done();
      }

      @Override
      @Async
      Coroutine<?> main() {
        await(forget());
        while (!closed) {
          System.gc();
          await(sleep(0));
        }
        print("main continues");
        return Coroutine.done();
      }
    }.prints(
        """
        G1 closed
        main continues
        """);
  }

  /** Closing one runs its finally, which may await; what is still open is closed at the end. */
  @Test
  @Shows({R60})
  void c73AnOpenGeneratorIsClosedWhenTheRunEnds() throws Exception {
    new Generators() {
      private AsyncGenerator<Integer> g;

      @Override
      @Async
      Coroutine<?> main() {
        g = gen("G2");
        await(g.advance());
        log(g.current());
        AsyncGenerator<Integer> h = gen("G3");
        await(h.advance());
        await(h.close());
        log("main ends");
        return Coroutine.done();
      }
    }.prints(
        """
        1 0
        2 G3 closed
        2 main ends
        6 G2 closed
        """);
  }
}
