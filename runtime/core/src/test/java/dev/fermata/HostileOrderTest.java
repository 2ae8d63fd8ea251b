package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.sync.AsyncPriorityQueue;
import dev.fermata.sync.QueueShutDownException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A priority queue whose order fails loses nothing, and lets nobody wait in vain. */
class HostileOrderTest {
  private final Trace trace = new Trace();

  /** The comparisons that are left before the next one fails; negative: none does. */
  private int left = -1;

  private final AsyncPriorityQueue<Integer> queue = new AsyncPriorityQueue<>(this::compare);

  private int compare(int a, int b) {
    if (left-- == 0) {
      throw new IllegalStateException("no order");
    }
    return Integer.compare(a, b);
  }

  private List<Integer> drained() {
    left = -1;
    List<Integer> items = new ArrayList<>();
    while (!queue.isEmpty()) {
      items.add(queue.getNowait());
    }
    return items;
  }

  @Test
  void whateverComparisonFailsAllItemsAreThereAsBefore() {
    Random random = new Random(5);
    for (int failing = 0; failing < 8; failing++) {
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int item = random.nextInt(20);
        queue.putNowait(item);
        expected.add(item);
      }
      Collections.sort(expected);
      left = failing;
      if (failing < 5) {
        assertThrows(IllegalStateException.class, queue::getNowait);
        left = Math.min(failing, 1);
        assertThrows(IllegalStateException.class, () -> queue.putNowait(-1));
      }
      assertEquals(expected, drained());
    }
  }

  @Test
  void anItemThatTheOrderKeepsFromOneIsGivenToTheNextWhoWaits() {
    List<Task<?>> tasks = new ArrayList<>();
    trace.run(
        s -> {
          for (String name : List.of("A", "B", "C", "D")) {
            tasks.add(createTask(trace.outcome(name, queue.get())));
          }
          return s.await(yieldNow());
        },
        s -> {
          queue.putNowait(1);
          queue.putNowait(2);
          queue.putNowait(3);
          left = 0;
          return s.await(gather(tasks));
        },
        s -> null);
    trace.prints(
        """
        3 A raised IllegalStateException(no order)
        3 B -> 1
        3 C -> 2
        4 D -> 3
        """);
  }

  @Test
  void aShutdownNeedsNoOrder() {
    queue.putNowait(2);
    queue.putNowait(1);
    left = 0;
    trace.run(
        s -> {
          createTask(trace.outcome("joiner", queue.join()));
          return s.await(yieldNow());
        },
        s -> {
          queue.shutdown(true);
          return s.await(trace.outcome("getter", queue.get()));
        },
        s -> {
          assertThrows(QueueShutDownException.class, queue::getNowait);
          return s.await(yieldNow());
        },
        s -> null);
    trace.prints(
        """
        2 getter raised QueueShutDownException()
        3 joiner -> null
        """);
  }
}
