package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.sync.AsyncLifoQueue;
import dev.fermata.sync.AsyncPriorityQueue;
import dev.fermata.sync.AsyncQueue;
import dev.fermata.sync.QueueEmptyException;
import dev.fermata.sync.QueueFullException;
import dev.fermata.sync.QueueShutDownException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@link AsyncQueue} and its kinds (rule R68). */
class QueueTest {
  private final Trace trace = new Trace();
  private final List<Task<Object>> tasks = new ArrayList<>();

  @Test
  @DisplayName("R68: a woken getter has no claim on the item, and queues again at the back (c57)")
  void barging() {
    AsyncQueue<Integer> queue = new AsyncQueue<>();
    trace.run(
        s -> {
          tasks.add(createTask(getting("A", queue)));
          tasks.add(createTask(getting("B", queue)));
          return s.await(yieldNow());
        },
        s -> {
          queue.putNowait(1);
          trace.log("main barges", queue.getNowait());
          return s.await(yieldNow());
        },
        s -> {
          queue.putNowait(2);
          return s.await(yieldNow());
        },
        s -> s.await(yieldNow()),
        s -> {
          queue.putNowait(3);
          return s.await(waitAll(tasks));
        },
        s -> null);
    trace.assertLines("2 main barges 1", "4 B got 2", "6 A got 3");
  }

  @Test
  @DisplayName("R68: those who wait to put come in their order (c57)")
  void putters() {
    AsyncQueue<Integer> queue = new AsyncQueue<>(1);
    trace.run(
        s -> {
          for (int item : new int[] {10, 11, 12}) {
            tasks.add(createTask(putting(queue, item)));
          }
          return s.await(yieldNow());
        },
        s -> {
          trace.log("size", queue.size(), "full", queue.isFull());
          return s.await(queue.get());
        },
        s -> {
          trace.log("get", s.result());
          return s.await(queue.get());
        },
        s -> {
          trace.log("get", s.result());
          return s.await(queue.get());
        },
        s -> {
          trace.log("get", s.result());
          return s.await(waitAll(tasks));
        },
        s -> {
          trace.log(assertThrows(QueueEmptyException.class, queue::getNowait));
          return null;
        });
    trace.assertLines(
        "2 put 10",
        "2 size 1 full true",
        "2 get 10",
        "3 put 11",
        "4 get 11",
        "5 put 12",
        "6 get 12",
        "8 QueueEmptyException()");
  }

  @Test
  @DisplayName("R68: a woken getter that is cancelled wakes the next, and no item is lost (c58)")
  void cancelledGetter() {
    AsyncQueue<String> queue = new AsyncQueue<>();
    trace.run(
        s -> {
          tasks.add(createTask(getting("A", queue)));
          tasks.add(createTask(getting("B", queue)));
          return s.await(yieldNow());
        },
        s -> {
          queue.putNowait("item");
          tasks.get(0).cancel();
          return s.await(waitAll(tasks));
        },
        s -> {
          trace.log("left", queue.size());
          return null;
        });
    trace.assertLines("3 A cancelled", "4 B got item", "6 left 0");
  }

  @Test
  @DisplayName("R68: a woken putter that is cancelled wakes the next")
  void cancelledPutter() {
    AsyncQueue<Integer> queue = new AsyncQueue<>(1);
    queue.putNowait(0);
    trace.run(
        s -> {
          tasks.add(createTask(putting(queue, 1)));
          tasks.add(createTask(putting(queue, 2)));
          return s.await(yieldNow());
        },
        s -> {
          queue.getNowait();
          tasks.get(0).cancel();
          return s.await(waitAll(tasks));
        },
        s -> {
          trace.log("left", queue.getNowait());
          return null;
        });
    trace.assertLines("4 put 2", "6 left 2");
  }

  private Coroutine<Object> getting(String name, AsyncQueue<?> queue) {
    return Script.of(
        s -> s.tryAwait(queue.get()),
        s -> {
          if (s.error() != null) {
            trace.log(name, "cancelled");
            return s.rethrow();
          }
          trace.log(name, "got", s.result());
          return null;
        });
  }

  private Coroutine<Object> putting(AsyncQueue<Integer> queue, int item) {
    return Script.of(
        s -> s.await(queue.put(item)),
        s -> {
          trace.log("put", item);
          return null;
        });
  }

  @Test
  @DisplayName("join waits for one taskDone per item (c59)")
  void join() {
    AsyncQueue<Integer> queue = new AsyncPriorityQueue<>();
    List.of(3, 1, 2).forEach(queue::putNowait);
    trace.run(
        s -> {
          tasks.add(createTask(working(queue)));
          return s.await(queue.join());
        },
        s -> {
          trace.log("joined");
          return s.await(queue.join());
        },
        s -> {
          trace.log("joined again");
          trace.log(assertThrows(IllegalArgumentException.class, queue::taskDone));
          return null;
        });
    trace.assertLines(
        "2 work 1",
        "4@1 work 2",
        "6@2 work 3",
        "9@3 joined",
        "9@3 joined again",
        "9@3 IllegalArgumentException(taskDone() called too many times)");
  }

  private Coroutine<Object> working(AsyncQueue<Integer> queue) {
    return Script.of(
        s -> s.await(queue.get()),
        s -> {
          trace.log("work", s.result());
          return s.await(sleep(1));
        },
        s -> {
          queue.taskDone();
          return s.awaitThen(queue.get(), 1);
        });
  }

  @Test
  @DisplayName("shutdown stops putters at once and getters when the queue is empty (c60)")
  void shutdown() {
    AsyncQueue<Integer> full = new AsyncQueue<>(1);
    AsyncQueue<Integer> empty = new AsyncQueue<>();
    full.putNowait(1);
    trace.run(
        s -> {
          tasks.add(createTask(outcome("blocked put", full.put(2))));
          return s.await(yieldNow());
        },
        s -> {
          full.shutdown();
          return s.await(tasks.get(0));
        },
        s -> s.await(trace.outcome("put", full.put(3))),
        s -> s.await(trace.outcome("get", full.get())),
        s -> s.await(trace.outcome("get", full.get())),
        s -> {
          trace.log(assertThrows(QueueShutDownException.class, full::getNowait));
          tasks.add(createTask(outcome("blocked get", empty.get())));
          return s.await(yieldNow());
        },
        s -> {
          empty.shutdown();
          return s.await(tasks.get(1));
        },
        s -> null);
    trace.assertLines(
        "3 blocked put raised QueueShutDownException()",
        "4 put raised QueueShutDownException()",
        "4 get -> 1",
        "4 get raised QueueShutDownException()",
        "4 QueueShutDownException()",
        "6 blocked get raised QueueShutDownException()");
  }

  @Test
  @DisplayName("an immediate shutdown drops the items and releases join (c60)")
  void immediateShutdown() {
    AsyncQueue<Integer> queue = new AsyncQueue<>();
    queue.putNowait(1);
    trace.run(
        s -> {
          tasks.add(createTask(outcome("join", queue.join())));
          return s.await(yieldNow());
        },
        s -> {
          queue.shutdown(true);
          trace.log("size", queue.size());
          return s.await(tasks.get(0));
        },
        s -> s.await(trace.outcome("get", queue.get())),
        s -> null);
    trace.assertLines("2 size 0", "3 join -> null", "4 get raised QueueShutDownException()");
  }

  @SuppressWarnings("unchecked")
  private Coroutine<Object> outcome(String label, Coroutine<?> coroutine) {
    return (Coroutine<Object>) (Coroutine<?>) trace.outcome(label, coroutine);
  }

  @Test
  void aLifoQueueGivesTheYoungestAndAPriorityQueueTheLeastThenTheOldest() {
    AsyncQueue<String> lifo = new AsyncLifoQueue<>();
    AsyncQueue<String> byLength = new AsyncPriorityQueue<>(Comparator.comparing(String::length));
    for (String word : List.of("ccc", "b", "aa", "a")) {
      lifo.putNowait(word);
      byLength.putNowait(word);
    }
    assertEquals(List.of("a", "aa", "b", "ccc"), drain(lifo));
    assertEquals(List.of("b", "a", "aa", "ccc"), drain(byLength));
  }

  private static List<String> drain(AsyncQueue<String> queue) {
    List<String> items = new ArrayList<>();
    while (!queue.isEmpty()) {
      items.add(queue.getNowait());
    }
    return items;
  }

  @Test
  void aQueueTakesNullsAndIsFullAtItsMaximum() {
    AsyncQueue<String> queue = new AsyncQueue<>(2);
    queue.putNowait(null);
    assertFalse(queue.isFull());
    queue.putNowait("x");
    assertTrue(queue.isFull());
    assertEquals(2, queue.maxSize());
    assertThrows(QueueFullException.class, () -> queue.putNowait("y"));
    assertNull(queue.getNowait());
    assertEquals(1, queue.size());
  }
}
