package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.sync.AsyncLifoQueue;
import dev.fermata.sync.AsyncPriorityQueue;
import dev.fermata.sync.AsyncQueue;
import dev.fermata.sync.QueueShutDownException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waiting for the work of a queue, and shutting it down. */
class QueueShutdownBehaviourTest {
  @Test
  void joiningAQueueThatHadNoItemsTakesNoPass() {
    runs(
        () -> {
          long before = pass();
          await(new AsyncQueue<Integer>().join());
          assertEquals(before, pass());
          return Coroutine.done();
        });
  }

  @Test
  void taskDoneWithoutAnItemIsRefused() {
    AsyncQueue<Integer> queue = new AsyncQueue<>();
    assertThrows(IllegalArgumentException.class, queue::taskDone);
    queue.putNowait(1);
    queue.taskDone();
    assertThrows(IllegalArgumentException.class, queue::taskDone);
  }

  @Test
  void joinWaitsForTheWorkAndNotOnlyForTheTaking() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>();
          queue.putNowait(1);
          queue.putNowait(2);
          Task<Void> joiner = createTask(queue.join());
          drain(queue);
          queue.taskDone();
          await(sleep(1));
          assertFalse(joiner.isDone());
          queue.taskDone();
          await(joiner);
          return Coroutine.done();
        });
  }

  @Test
  void anItemThatIsAddedWhileSomebodyJoinsIsWaitedForToo() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>();
          queue.putNowait(1);
          Task<Void> joiner = createTask(queue.join());
          await(yieldNow());
          queue.putNowait(2);
          queue.taskDone();
          await(sleep(1));
          assertFalse(joiner.isDone());
          queue.taskDone();
          await(joiner);
          return Coroutine.done();
        });
  }

  // ---------------------------------------------------------------- shutdown

  @Test
  void aShutDownQueueRefusesItemsAndGivesThoseThatItHas() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>();
          queue.putNowait(1);
          queue.shutdown();
          assertThrows(QueueShutDownException.class, () -> queue.putNowait(2));
          await(failure(QueueShutDownException.class, queue.put(2)));
          assertEquals(1, await(queue.get()));
          await(failure(QueueShutDownException.class, queue.get()));
          assertThrows(QueueShutDownException.class, queue::getNowait);
          return Coroutine.done();
        });
  }

  @Test
  void aShutdownWakesAllWhoWait() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>();
          Task<Integer> a = createTask(queue.get());
          Task<Integer> b = createTask(queue.get());
          await(yieldNow());
          queue.shutdown();
          await(failure(QueueShutDownException.class, a));
          await(failure(QueueShutDownException.class, b));
          AsyncQueue<Integer> full = new AsyncQueue<>(1);
          full.putNowait(1);
          Task<Void> c = createTask(full.put(2));
          Task<Void> d = createTask(full.put(3));
          await(yieldNow());
          full.shutdown();
          await(failure(QueueShutDownException.class, c));
          await(failure(QueueShutDownException.class, d));
          assertEquals(List.of(1), drain(full));
          return Coroutine.done();
        });
  }

  @Test
  void anImmediateShutdownDropsTheItems() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>();
          queue.putNowait(1);
          queue.putNowait(2);
          queue.shutdown(true);
          assertEquals(0, queue.size());
          await(failure(QueueShutDownException.class, queue.get()));
          await(queue.join());
          return Coroutine.done();
        });
  }

  @Test
  void anImmediateShutdownStillWaitsForTheWorkOnItemsThatWereTaken() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>();
          queue.putNowait(1);
          queue.putNowait(2);
          queue.getNowait();
          Task<Void> joiner = createTask(queue.join());
          await(yieldNow());
          queue.shutdown(true);
          await(sleep(1));
          assertFalse(joiner.isDone());
          queue.taskDone();
          await(joiner);
          assertThrows(IllegalArgumentException.class, queue::taskDone);
          return Coroutine.done();
        });
  }

  @Test
  void aQueueThatIsDrainedAfterItsShutdownCanBeJoined() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>();
          queue.putNowait(1);
          Task<Void> joiner = createTask(queue.join());
          queue.shutdown();
          await(sleep(1));
          assertFalse(joiner.isDone());
          await(queue.get());
          queue.taskDone();
          await(joiner);
          return Coroutine.done();
        });
  }

  @Test
  void aSecondShutdownMayBeImmediate() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>();
          queue.putNowait(1);
          queue.shutdown();
          queue.shutdown();
          assertEquals(1, queue.size());
          queue.shutdown(true);
          assertEquals(0, queue.size());
          queue.shutdown();
          await(failure(QueueShutDownException.class, queue.get()));
          return Coroutine.done();
        });
  }

  @Test
  void aShutdownAppliesToPriorityAndLifoQueues() {
    for (AsyncQueue<Integer> queue :
        List.of(new AsyncPriorityQueue<Integer>(), new AsyncLifoQueue<Integer>())) {
      queue.putNowait(1);
      queue.shutdown();
      assertThrows(QueueShutDownException.class, () -> queue.putNowait(2));
      assertEquals(1, queue.getNowait());
      assertThrows(QueueShutDownException.class, queue::getNowait);
    }
  }
}
