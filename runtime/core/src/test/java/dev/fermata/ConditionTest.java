package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.sync.AsyncBarrier;
import dev.fermata.sync.AsyncCondition;
import dev.fermata.sync.BrokenBarrierException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@link AsyncCondition} (rule R67) and {@link AsyncBarrier}. */
class ConditionTest {
  private final Trace trace = new Trace();
  private final List<Task<Object>> tasks = new ArrayList<>();
  private final AsyncCondition condition = new AsyncCondition();

  @Test
  @DisplayName("R67: signalled waiters go on one by one with the lock, a cancelled one too (c55)")
  void signalled() {
    trace.run(
        s -> {
          trace.log(assertThrows(IllegalStateException.class, condition::signal));
          for (String name : List.of("A", "B", "C", "D")) {
            tasks.add(createTask(waiting(name)));
          }
          return s.await(sleep(1));
        },
        s -> s.await(condition.acquire()),
        s -> {
          condition.signal(2);
          tasks.get(2).cancel();
          trace.log("notified 2, C cancelled");
          return s.await(sleep(1));
        },
        s -> {
          trace.log("still holding the lock, nobody ran");
          condition.release();
          return s.await(sleep(1));
        },
        s -> s.await(condition.acquire()),
        s -> {
          condition.signalAll();
          condition.release();
          return s.await(waitAll(tasks));
        },
        s -> null);
    trace.assertLines(
        "1 IllegalStateException(cannot notify on un-acquired lock)",
        "2 A waits",
        "2 B waits",
        "2 C waits",
        "2 D waits",
        "4@1 notified 2, C cancelled",
        "7@2 still holding the lock, nobody ran",
        "8@2 A woken, locked true",
        "9@2 B woken, locked true",
        "10@2 C cancelled, locked true",
        "11@2 D woken, locked true");
  }

  private Coroutine<Object> waiting(String name) {
    return Script.of(
        s -> s.await(condition.acquire()),
        s -> {
          trace.log(name, "waits");
          return s.tryAwait(condition.waitOn());
        },
        s -> {
          String ended = s.error() == null ? " woken, locked " : " cancelled, locked ";
          trace.log(name + ended + condition.locked());
          condition.release();
          return s.error() == null ? null : s.rethrow();
        });
  }

  @Test
  @DisplayName("R67: the signal of a waiter that is cancelled goes to the next (c56)")
  void signalIsHandedOn() {
    trace.run(
        s -> {
          tasks.add(createTask(waiting("A")));
          tasks.add(createTask(waiting("B")));
          return s.await(yieldNow());
        },
        s -> s.await(yieldNow()),
        s -> s.await(condition.acquire()),
        s -> {
          condition.signal(1);
          tasks.get(0).cancel();
          condition.release();
          return s.await(waitAll(tasks, Duration.ofSeconds(5)));
        },
        s -> {
          trace.log("a cancelled", tasks.get(0).isCancelled(), "b done", tasks.get(1).isDone());
          return null;
        });
    trace.assertLines(
        "2 A waits",
        "2 B waits",
        "4 A cancelled, locked true",
        "5 B woken, locked true",
        "7 a cancelled true b done true");
  }

  @Test
  @DisplayName("R67: a cancellation while the lock is taken again is thrown once it is held")
  void cancelledWhileLocking() {
    trace.run(
        s -> {
          tasks.add(createTask(waiting("A")));
          return s.await(yieldNow());
        },
        s -> s.await(condition.acquire()),
        s -> {
          condition.signal();
          return s.await(sleep(1));
        },
        s -> {
          tasks.get(0).cancel("first");
          return s.await(sleep(1));
        },
        s -> {
          tasks.get(0).cancel("second");
          return s.await(sleep(1));
        },
        s -> {
          trace.log("releasing");
          condition.release();
          return s.await(trace.outcome("A", tasks.get(0)));
        },
        s -> null);
    trace.assertLines(
        "2 A waits",
        "11@3 releasing",
        "12@3 A cancelled, locked true",
        "13@3 A raised CancelledError(second)");
  }

  @Test
  void waitUntilLooksAtItsPredicateAtEverySignal() {
    int[] value = {0};
    Coroutine<Object> waiter =
        Script.of(
            s -> s.await(condition.acquire()),
            s -> s.await(condition.waitUntil(() -> value[0] >= 2)),
            s -> {
              trace.log("got", value[0], s.result());
              condition.release();
              return null;
            });
    trace.run(
        s -> {
          tasks.add(createTask(waiter));
          return s.await(yieldNow());
        },
        s -> s.await(increment(value)),
        s -> s.await(sleep(1)),
        s -> s.await(increment(value)),
        s -> s.await(tasks.get(0)),
        s -> s.await(condition.acquire()),
        s -> s.await(condition.waitUntil(() -> true)),
        s -> {
          trace.log("at once");
          return null;
        });
    trace.assertLines("6@1 got 2 true", "7@1 at once");
  }

  private Coroutine<Object> increment(int[] value) {
    return Script.of(
        s -> s.await(condition.acquire()),
        s -> {
          value[0]++;
          condition.signal();
          condition.release();
          return null;
        });
  }

  @Test
  void waitingWithoutTheLockIsRefused() {
    trace.run(s -> s.await(trace.outcome("wait", condition.waitOn())), s -> null);
    trace.assertLines("1 wait raised IllegalStateException(cannot wait on un-acquired lock)");
  }

  @Test
  @DisplayName(
      "the last arrival lets all go on, with their indexes; abort breaks the barrier (c61)")
  void barrier() {
    AsyncBarrier barrier = new AsyncBarrier(3);
    trace.run(
        s -> {
          tasks.add(createTask(arriving("A", barrier, 2)));
          tasks.add(createTask(arriving("B", barrier, 1)));
          tasks.add(createTask(arriving("C", barrier, 3)));
          return s.await(waitAll(tasks));
        },
        s -> {
          tasks.clear();
          tasks.add(createTask(arriving("X", barrier, 1)));
          tasks.add(createTask(arriving("Y", barrier, 1)));
          return s.await(sleep(2));
        },
        s -> {
          trace.log("waiting", barrier.waiting());
          return s.await(barrier.abort());
        },
        s -> s.await(waitAll(tasks)),
        s -> {
          trace.log("broken", barrier.isBroken());
          return s.await(arriving("Z", barrier, 0));
        },
        s -> s.await(barrier.reset()),
        s -> {
          trace.log("broken", barrier.isBroken(), barrier.parties());
          return null;
        });
    trace.assertLines(
        "4@1 B arrives",
        "6@2 A arrives",
        "8@3 C arrives",
        "8@3 C passed index 2",
        "9@3 B passed index 0",
        "9@3 A passed index 1",
        "14@4 X arrives",
        "14@4 Y arrives",
        "16@5 waiting 2",
        "17@5 X BrokenBarrierException(Abort or reset of barrier)",
        "17@5 Y BrokenBarrierException(Abort or reset of barrier)",
        "19@5 broken true",
        "20@5 Z arrives",
        "20@5 Z BrokenBarrierException(Barrier aborted)",
        "20@5 broken false 3");
  }

  @Test
  void aResetSendsTheWaitingAwayAndTheBarrierCanBeUsedAgain() {
    AsyncBarrier barrier = new AsyncBarrier(2);
    trace.run(
        s -> {
          tasks.add(createTask(arriving("A", barrier, 0)));
          return s.await(sleep(1));
        },
        s -> s.await(barrier.reset()),
        s -> {
          tasks.add(createTask(arriving("B", barrier, 0)));
          tasks.add(createTask(arriving("C", barrier, 0)));
          return s.await(waitAll(tasks));
        },
        s -> null);
    trace.assertLines(
        "3 A arrives",
        "6@1 A BrokenBarrierException(Abort or reset of barrier)",
        "7@1 B arrives",
        "7@1 C arrives",
        "7@1 C passed index 1",
        "8@1 B passed index 0");
  }

  @Test
  void aCancelledArrivalIsTakenBack() {
    AsyncBarrier barrier = new AsyncBarrier(2);
    trace.run(
        s -> {
          tasks.add(createTask(arriving("A", barrier, 0)));
          return s.await(sleep(1));
        },
        s -> {
          tasks.get(0).cancel();
          return s.await(trace.outcome("A", tasks.get(0)));
        },
        s -> {
          trace.log("waiting", barrier.waiting());
          return null;
        });
    trace.assertLines("3 A arrives", "7@1 A raised CancelledError()", "7@1 waiting 0");
  }

  private Coroutine<Object> arriving(String name, AsyncBarrier barrier, double seconds) {
    return Script.of(
        s -> s.await(sleep(seconds)),
        s -> {
          trace.log(name, "arrives");
          return s.tryAwait(barrier.arrive());
        },
        s -> {
          if (s.error() instanceof BrokenBarrierException) {
            trace.log(name, s.error());
            return null;
          }
          if (s.error() != null) {
            return s.rethrow();
          }
          trace.log(name, "passed index", s.result());
          return null;
        });
  }
}
