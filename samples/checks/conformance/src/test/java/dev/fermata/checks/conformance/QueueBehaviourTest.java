package dev.fermata.checks.conformance;

import static dev.fermata.Fermata.*;
import static dev.fermata.checks.conformance.Awaits.*;
import static dev.fermata.checks.conformance.Rule.*;
import static dev.fermata.checks.conformance.Trace.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import dev.fermata.TimeoutException;
import dev.fermata.sync.AsyncLifoQueue;
import dev.fermata.sync.AsyncPriorityQueue;
import dev.fermata.sync.AsyncQueue;
import dev.fermata.sync.QueueEmptyException;
import dev.fermata.sync.QueueFullException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Items of a queue, and tasks that wait for them or for room. */
class QueueBehaviourTest {
  private final List<Object> log = new ArrayList<>();

  @Async
  private Coroutine<Integer> takes(AsyncQueue<Integer> queue, String name) {
    int item = await(queue.get());
    log.add(name + item);
    return Coroutine.of(item);
  }

  @Async
  private Coroutine<Void> puts(AsyncQueue<Integer> queue, int item) {
    await(queue.put(item));
    log.add("put" + item);
    return Coroutine.done();
  }

  @Test
  void aNewQueueIsEmptyAndNeverFull() {
    AsyncQueue<Integer> queue = new AsyncQueue<>();
    assertTrue(queue.isEmpty());
    for (int i = 0; i < 100; i++) {
      queue.putNowait(i);
    }
    assertFalse(queue.isFull());
    assertEquals(100, queue.size());
    assertEquals(0, queue.maxSize());
  }

  @Test
  void aQueueWithANegativeMaximumIsNeverFull() {
    AsyncQueue<Integer> queue = new AsyncQueue<>(-1);
    queue.putNowait(1);
    assertFalse(queue.isFull());
    assertEquals(-1, queue.maxSize());
  }

  @Test
  void itemsComeOutInTheOrderInWhichTheyWentIn() {
    AsyncQueue<Integer> queue = new AsyncQueue<>();
    List.of(1, 3, 2).forEach(queue::putNowait);
    assertEquals(List.of(1, 3, 2), drain(queue));
  }

  @Test
  void aLifoQueueGivesTheYoungestFirst() {
    AsyncQueue<Integer> queue = new AsyncLifoQueue<>();
    List.of(1, 3, 2).forEach(queue::putNowait);
    assertEquals(List.of(2, 3, 1), drain(queue));
  }

  @Test
  void aPriorityQueueGivesTheLeastFirst() {
    AsyncQueue<Integer> queue = new AsyncPriorityQueue<>();
    List.of(5, 1, 3, 2, 4).forEach(queue::putNowait);
    assertEquals(List.of(1, 2, 3, 4, 5), drain(queue));
  }

  @Test
  void aFullQueueRefusesOneItemMoreAndAnEmptyOneGivesNone() {
    AsyncQueue<Integer> queue = new AsyncQueue<>(1);
    queue.putNowait(1);
    assertTrue(queue.isFull());
    assertThrows(QueueFullException.class, () -> queue.putNowait(2));
    assertEquals(1, queue.getNowait());
    assertThrows(QueueEmptyException.class, queue::getNowait);
  }

  @Test
  void anItemMayBeNull() {
    runs(
        () -> {
          AsyncQueue<String> queue = new AsyncQueue<>();
          queue.putNowait(null);
          assertEquals(1, queue.size());
          assertNull(await(queue.get()));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R68})
  void takingAndPuttingTakeNoPassWhileTheyNeedNotWait() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>(2);
          long before = pass();
          await(queue.put(1));
          await(queue.put(2));
          await(queue.get());
          await(queue.get());
          assertEquals(before, pass());
          return Coroutine.done();
        });
  }

  @Test
  void aGetterWaitsForAnItem() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>();
          Task<Integer> getter = createTask(takes(queue, "a"));
          await(sleep(3));
          assertFalse(getter.isDone());
          queue.putNowait(7);
          assertEquals(7, await(getter));
          return Coroutine.done();
        });
  }

  @Test
  void aPutterWaitsForRoom() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>(1);
          queue.putNowait(1);
          Task<Void> putter = createTask(puts(queue, 2));
          await(sleep(3));
          assertFalse(putter.isDone());
          assertEquals(1, queue.getNowait());
          await(putter);
          assertEquals(List.of(2), drain(queue));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R68})
  void gettersGetItemsInTheOrderInWhichTheyCame() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>();
          List<Task<Integer>> getters = new ArrayList<>();
          for (String name : List.of("a", "b", "c")) {
            getters.add(createTask(takes(queue, name)));
          }
          await(yieldNow());
          List.of(1, 2, 3).forEach(queue::putNowait);
          await(gather(getters));
          assertEquals(List.of("a1", "b2", "c3"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R68})
  void puttersPutItemsInTheOrderInWhichTheyCame() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>(1);
          List<Task<Void>> putters = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            putters.add(createTask(puts(queue, i)));
          }
          await(yieldNow());
          for (int i = 0; i < 4; i++) {
            assertEquals(i, await(queue.get()));
          }
          await(gather(putters));
          assertEquals(List.of("put0", "put1", "put2", "put3"), log);
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R68})
  void aCancelledGetterTakesNothing() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>();
          await(failure(TimeoutException.class, waitFor(queue.get(), seconds(1))));
          queue.putNowait(1);
          assertEquals(1, await(queue.get()));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R68})
  void aCancelledPutterPutsNothingAndTheNextOneHasItsTurn() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>(1);
          queue.putNowait(1);
          Task<Void> gone = createTask(puts(queue, 2));
          Task<Void> next = createTask(puts(queue, 3));
          await(yieldNow());
          assertEquals(1, queue.getNowait());
          gone.cancel();
          await(cancellation(gone));
          await(next);
          assertEquals(List.of(3), drain(queue));
          return Coroutine.done();
        });
  }

  @Test
  @Shows({R68})
  void manyCancelledGettersLoseNoItem() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>();
          List<Task<Integer>> getters = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            getters.add(createTask(takes(queue, "g" + i + "=")));
          }
          await(yieldNow());
          List.of(1, 2, 3).forEach(queue::putNowait);
          for (int i = 0; i < 7; i++) {
            getters.get(i).cancel();
          }
          await(waitAll(getters));
          assertEquals(List.of("g7=1", "g8=2", "g9=3"), log);
          return Coroutine.done();
        });
  }

  @Test
  void aSlowConsumerHoldsAFastProducerBack() {
    runs(
        () -> {
          AsyncQueue<Integer> queue = new AsyncQueue<>(2);
          Task<Void> producer =
              createTask(
                  async(
                      () -> {
                        for (int i = 0; i < 6; i++) {
                          await(queue.put(i));
                        }
                        return Coroutine.done();
                      }));
          for (int i = 0; i < 6; i++) {
            await(sleep(1));
            assertTrue(queue.size() <= 2);
            assertEquals(i, await(queue.get()));
          }
          await(producer);
          assertEquals(6.0, time());
          return Coroutine.done();
        });
  }

  @Test
  void waitingAtAQueueOfAnotherLoopIsRefused() {
    AsyncQueue<Integer> queue = new AsyncQueue<>();
    runs(
        () -> {
          await(failure(TimeoutException.class, waitFor(queue.get(), seconds(1))));
          return Coroutine.done();
        });
    runs(
        () -> {
          await(failure(IllegalStateException.class, queue.get()));
          return Coroutine.done();
        });
  }
}
