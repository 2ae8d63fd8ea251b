package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.sync.AsyncEvent;
import dev.fermata.sync.AsyncLock;
import dev.fermata.sync.AsyncPriorityQueue;
import dev.fermata.sync.AsyncQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What locks, events and queues promise beyond asyncio's. */
class SyncTest {
  private final Trace trace = new Trace();
  private final List<Task<Object>> tasks = new ArrayList<>();

  @Test
  void waitingInASecondLoopIsRefused() {
    AsyncEvent event = new AsyncEvent();
    trace.run(
        s -> {
          tasks.add(createTask(Script.of(w -> w.await(event.waitUntilSet()), w -> w.result())));
          return s.await(yieldNow());
        },
        s -> tasks.get(0).cancel());
    Trace second = new Trace();
    second.run(s -> s.await(second.outcome("wait", event.waitUntilSet())), s -> null);
    second.prints(
        """
        1 wait raised IllegalStateException(AsyncEvent[unset] is bound to a different event loop)
        """);
  }

  @Test
  void useByAnotherThreadIsRefusedOnceALoopOwnsIt() throws Exception {
    AsyncLock lock = new AsyncLock();
    AsyncQueue<String> queue = new AsyncQueue<>();
    List<String> refusals = new ArrayList<>();
    Thread stranger =
        new Thread(
            () -> {
              for (Runnable call : List.<Runnable>of(lock::release, () -> queue.putNowait("x"))) {
                refusals.add(assertThrows(IllegalStateException.class, call::run).getMessage());
              }
            });
    trace.run(
        s -> s.await(lock.acquire()),
        s -> {
          tasks.add(createTask(Script.of(l -> l.await(lock.acquire()), l -> l.result())));
          tasks.add(createTask(Script.of(g -> g.await(queue.get()), g -> g.result())));
          return s.await(yieldNow());
        },
        s -> {
          stranger.start();
          stranger.join();
          lock.release();
          queue.putNowait("y");
          return s.await(waitAll(tasks));
        },
        s -> {
          trace.log(tasks.get(0).result(), tasks.get(1).result());
          return null;
        });
    trace.prints("5 true y");
    assertEquals(2, refusals.size());
    refusals.forEach(text -> assertTrue(text.contains("callSoonThreadsafe"), text));
  }

  /** asyncio leaves it open. */
  @Test
  void ofEqualItemsAPriorityQueueGivesTheOldestFirst() {
    AsyncQueue<String> queue = new AsyncPriorityQueue<>(Comparator.comparing(String::length));
    List.of("ccc", "b", "aa", "a").forEach(queue::putNowait);
    List<String> items = new ArrayList<>();
    while (!queue.isEmpty()) {
      items.add(queue.getNowait());
    }
    assertEquals(List.of("b", "a", "aa", "ccc"), items);
  }
}
