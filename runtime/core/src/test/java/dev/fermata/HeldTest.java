package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Fermata.waitFor;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.sync.AsyncBoundedSemaphore;
import dev.fermata.sync.AsyncCondition;
import dev.fermata.sync.AsyncLock;
import dev.fermata.sync.AsyncSemaphore;
import dev.fermata.sync.Held;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Locks, semaphores and conditions that are held for a block of code. */
class HeldTest {
  /** What of them these tests use. */
  private record Guard(
      Supplier<Coroutine<Boolean>> acquiring,
      Function<AsyncBody<Object>, Coroutine<Object>> running,
      Supplier<Coroutine<Held>> holding,
      BooleanSupplier trying,
      BooleanSupplier asking,
      Runnable releasing) {
    Coroutine<Boolean> acquire() {
      return acquiring.get();
    }

    Coroutine<Object> with(AsyncBody<Object> body) {
      return running.apply(body);
    }

    Coroutine<Held> hold() {
      return holding.get();
    }

    boolean tryAcquire() {
      return trying.getAsBoolean();
    }

    boolean locked() {
      return asking.getAsBoolean();
    }

    void release() {
      releasing.run();
    }
  }

  /** Each class, with one place. */
  enum Kind {
    LOCK,
    SEMAPHORE,
    BOUNDED_SEMAPHORE,
    CONDITION;

    private Guard make() {
      return switch (this) {
        case LOCK -> of(new AsyncLock());
        case SEMAPHORE -> of(new AsyncSemaphore());
        case BOUNDED_SEMAPHORE -> of(new AsyncBoundedSemaphore());
        case CONDITION -> of(new AsyncCondition());
      };
    }
  }

  private static Guard of(AsyncLock of) {
    return new Guard(of::acquire, of::with, of::hold, of::tryAcquire, of::locked, of::release);
  }

  private static Guard of(AsyncSemaphore of) {
    return new Guard(of::acquire, of::with, of::hold, of::tryAcquire, of::locked, of::release);
  }

  private static Guard of(AsyncCondition of) {
    return new Guard(of::acquire, of::with, of::hold, of::tryAcquire, of::locked, of::release);
  }

  private final Trace trace = new Trace();
  private final List<Task<Object>> tasks = new ArrayList<>();

  /** How many are in the block at this time. */
  private int inside;

  /** A block of three passes, of which only one may run at a time. */
  private Coroutine<Object> block(String name) {
    return Script.of(
        s -> {
          assertEquals(1, ++inside);
          return s.tryAwait(Passes.yields(3));
        },
        s -> {
          inside--;
          return s.error() == null ? name : s.rethrow();
        });
  }

  /** The same by a {@code hold}, as the compiled form of a try with resources. */
  private Coroutine<Object> holding(Guard guard, String name) {
    Held[] held = new Held[1];
    return Script.of(
        s -> s.await(guard.hold()),
        s -> {
          held[0] = (Held) s.result();
          return s.tryAwait(block(name));
        },
        s -> {
          held[0].close();
          return s.error() == null ? s.result() : s.rethrow();
        });
  }

  private static String end(Script s) {
    return s.error() == null ? "" + s.result() : "" + Trace.text(s.error());
  }

  @ParameterizedTest
  @EnumSource
  void theBlocksRunOneAfterTheOther(Kind kind) {
    Guard guard = kind.make();
    trace.run(
        s -> {
          tasks.add(createTask(() -> guard.with(() -> block("a"))));
          tasks.add(createTask(() -> holding(guard, "b")));
          tasks.add(createTask(() -> guard.with(() -> block("c"))));
          return s.await(waitAll(tasks));
        },
        s -> {
          tasks.forEach(task -> trace.log(task.result()));
          trace.log("locked", guard.locked(), guard.tryAcquire(), guard.locked());
          return null;
        });
    trace.prints(
        """
        15 a
        15 b
        15 c
        15 locked false true true
        """);
  }

  @ParameterizedTest
  @EnumSource
  void aCancelAtEachPassLeavesItToTheNextOne(Kind kind) {
    cancelAtEachPass(kind, false);
  }

  @ParameterizedTest
  @EnumSource
  void aCancelOfAHoldAtEachPassLeavesItToTheNextOne(Kind kind) {
    cancelAtEachPass(kind, true);
  }

  /**
   * The second of three is cancelled: before it begins, while it waits, when it is woken, within.
   */
  private void cancelAtEachPass(Kind kind, boolean byHold) {
    List<String> ends = new ArrayList<>();
    for (int passes = 0; passes < 14; passes++) {
      int yields = passes;
      Guard guard = kind.make();
      tasks.clear();
      new Trace()
          .run(
              s -> {
                tasks.add(createTask(() -> guard.with(() -> block("a"))));
                tasks.add(
                    createTask(() -> byHold ? holding(guard, "b") : guard.with(() -> block("b"))));
                tasks.add(createTask(() -> guard.with(() -> block("c"))));
                return s.await(Passes.yields(yields));
              },
              s -> {
                tasks.get(1).cancel();
                return s.await(waitAll(tasks));
              },
              s -> s.tryAwait(tasks.get(1)),
              s -> {
                ends.add(end(s));
                assertEquals("a", tasks.get(0).result());
                assertEquals("c", tasks.get(2).result());
                assertFalse(guard.locked());
                return guard.tryAcquire();
              });
      assertTrue(guard.locked());
      assertEquals(0, inside);
    }
    List<String> expected = new ArrayList<>(Collections.nCopies(8, "CancelledError()"));
    expected.addAll(Collections.nCopies(6, "b"));
    assertEquals(expected, ends);
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquireDoesNotOvertakeThoseThatWait(Kind kind) {
    Guard guard = kind.make();
    trace.run(
        s -> {
          trace.log("free", guard.tryAcquire(), "taken", guard.tryAcquire());
          tasks.add(createTask(() -> Script.of(w -> w.await(guard.acquire()), w -> "waited")));
          return s.await(yieldNow());
        },
        s -> {
          guard.release();
          trace.log("released", guard.tryAcquire());
          return s.await(tasks.get(0));
        },
        s -> {
          trace.log(s.result(), guard.tryAcquire());
          guard.release();
          trace.log("free", guard.tryAcquire());
          return null;
        });
    trace.prints(
        """
        1 free true taken false
        2 released false
        4 waited false
        4 free true
        """);
  }

  @ParameterizedTest
  @EnumSource
  void closingTwiceDoesNotGiveBackWhatAnotherHas(Kind kind) {
    Guard guard = kind.make();
    trace.run(
        s -> s.await(guard.hold()),
        s -> {
          Held held = (Held) s.result();
          held.close();
          assertTrue(guard.tryAcquire());
          held.close();
          trace.log("locked", guard.locked());
          return null;
        });
    trace.prints("1 locked true");
  }

  @ParameterizedTest
  @EnumSource
  void aTimeLimitThatIsOverInTheWaitHoldsNothing(Kind kind) {
    Guard guard = kind.make();
    trace.run(
        s -> s.await(guard.acquire()),
        s -> s.await(trace.outcome("hold", waitFor(guard.hold(), Duration.ofSeconds(1)))),
        s -> {
          guard.release();
          trace.log("free", guard.tryAcquire());
          return null;
        });
    trace.prints(
        """
        3@1 hold raised TimeoutException()
        3@1 free true
        """);
  }

  @ParameterizedTest
  @EnumSource
  void aBodyThatFailsGivesItBackAndItsErrorIsThrownAsItIs(Kind kind) {
    Guard guard = kind.make();
    IOException lost = new IOException("lost");
    trace.run(
        s -> s.tryAwait(guard.with(() -> Coroutine.failed(lost))),
        s -> {
          assertSame(lost, s.error());
          assertFalse(guard.locked());
          return s.tryAwait(
              guard.with(
                  () -> {
                    throw lost;
                  }));
        },
        s -> {
          assertSame(lost, s.error());
          assertFalse(guard.locked());
          return s.tryAwait(guard.with(() -> null));
        },
        s -> {
          trace.log(s.error().getClass().getSimpleName(), guard.locked());
          return null;
        });
    trace.prints("1 NullPointerException false");
  }

  @Test
  void aLockThatTheBodyHasReleasedItselfIsToldOf() {
    AsyncLock lock = new AsyncLock();
    trace.run(
        s ->
            s.await(
                trace.outcome(
                    "with",
                    lock.with(
                        () -> {
                          lock.release();
                          return Coroutine.done();
                        }))),
        s -> null);
    trace.prints("1 with raised IllegalStateException(Lock is not acquired.)");
  }

  @Test
  void aConditionIsHeldForAWait() {
    AsyncCondition condition = new AsyncCondition();
    List<String> items = new ArrayList<>();
    trace.run(
        s -> {
          tasks.add(
              createTask(
                  () ->
                      condition.with(
                          () ->
                              Script.of(
                                  w -> w.await(condition.waitUntil(() -> !items.isEmpty())),
                                  w -> items.get(0)))));
          return s.await(sleep(1));
        },
        s ->
            s.await(
                condition.with(
                    () -> {
                      items.add("item");
                      condition.signal();
                      return Coroutine.done();
                    })),
        s -> s.await(tasks.get(0)),
        s -> {
          trace.log(s.result(), condition.locked());
          return null;
        });
    trace.prints("6@1 item false");
  }

  @Test
  void aBodyIsNeeded() {
    assertThrows(NullPointerException.class, () -> new AsyncLock().with(null));
    assertThrows(NullPointerException.class, () -> new AsyncSemaphore().with(null));
    assertThrows(NullPointerException.class, () -> new AsyncCondition().with(null));
  }
}
