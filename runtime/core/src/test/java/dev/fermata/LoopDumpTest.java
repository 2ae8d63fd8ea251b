package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.internal.observe.Dump;
import dev.fermata.sync.AsyncLock;
import dev.fermata.sync.AsyncQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The picture of all tasks of a loop, from inside and from other threads. */
@Timeout(60)
class LoopDumpTest {
  private final VirtualEventLoop loop = EventLoop.createVirtual();

  private static Coroutine<Void> sleeper(String name) {
    return Script.named(name, s -> s.await(sleep(10)), s -> null);
  }

  @Test
  void theTreeShowsTasksBelowThoseThatWaitForThem() {
    loop.createTask(
        Script.named(
            "main",
            s ->
                s.await(
                    TaskGroup.open(
                        group -> {
                          group.createTask(sleeper("one"), "ann");
                          group.createTask(
                              Script.named(
                                  "two", t -> t.await(gather(sleeper("three"))), t -> null),
                              "bob");
                          return Coroutine.done();
                        })),
            s -> null),
        "main");
    Future<Void> never = loop.createFuture();
    loop.createTask(never.toCoroutine(), "lonely");
    loop.runCurrent();
    loop.createTask(sleeper("late"), "late");
    assertEquals(
        """
        event loop (not running), pass 3, tasks: 6
        - main: waiting for TaskGroup, 0.0 s old
            at Script.main(Script.java:1)
          - ann: waiting for sleep, 0.0 s old
              at Script.one(Script.java:1)
          - bob: waiting for gather, 0.0 s old
              at Script.two(Script.java:1)
            - Task-1: waiting for sleep, 0.0 s old
                at Script.three(Script.java:1)
        - lonely: waiting for future, 0.0 s old
        - late: new, 0.0 s old
        """,
        loop.dump().toString());
  }

  @Test
  void aTaskThatTakesWhatIsCompletedStandsAboveWhatItWaitsFor() {
    loop.createTask(
        Script.named(
            "main",
            s -> s.await(Fermata.asCompleted(List.of(sleeper("one"), sleeper("two"))).advance()),
            s -> null),
        "main");
    loop.runCurrent();
    assertEquals(
        """
        event loop (not running), pass 2, tasks: 3
        - main: waiting for asCompleted, 0.0 s old
            at Script.main(Script.java:1)
          - Task-1: waiting for sleep, 0.0 s old
              at Script.one(Script.java:1)
          - Task-2: waiting for sleep, 0.0 s old
              at Script.two(Script.java:1)
        """,
        loop.dump().tree());
  }

  @Test
  void aTaskThatAwaitsAFutureOfTheLoopAsAStageStandsAboveIt() {
    loop.createTask(
        Script.named(
            "main",
            s -> s.await(createTask(sleeper("one"), "one").toCompletableFuture()),
            s -> null),
        "main");
    loop.runCurrent();
    assertEquals(
        """
        event loop (not running), pass 2, tasks: 2
        - main: waiting for stage, 0.0 s old
            at Script.main(Script.java:1)
          - one: waiting for sleep, 0.0 s old
              at Script.one(Script.java:1)
        """,
        loop.dump().tree());
  }

  /** The ways from the task at the bottom to the one at the top are 2 to the power of 60. */
  @Test
  void waysThatPartAndMeetAgainAreFollowedOnce() {
    loop.createTask(
        Script.named(
            "main",
            s -> {
              Future<?> top = createTask(sleeper("bottom"), "bottom");
              for (int layer = 0; layer < 60; layer++) {
                top = gather(top, Fermata.shield(top));
              }
              return s.await(top);
            },
            s -> null),
        "main");
    loop.runCurrent();
    assertEquals(
        """
        event loop (not running), pass 2, tasks: 2
        - main: waiting for gather, 0.0 s old
            at Script.main(Script.java:1)
          - bottom: waiting for sleep, 0.0 s old
              at Script.bottom(Script.java:1)
        """,
        loop.dump().tree());
  }

  @Test
  void tasksThatWaitInACircleAreShownOnce() {
    Task<?>[] tasks = new Task<?>[2];
    for (int i = 0; i < 2; i++) {
      int other = 1 - i;
      tasks[i] = loop.createTask(Script.of(s -> s.await(tasks[other]), s -> null), "t" + i);
    }
    loop.runCurrent();
    assertEquals(
        """
        event loop (not running), pass 1, tasks: 2
        - t0: waiting for t1, 0.0 s old
            at Script.script(Script.java:1)
          - t1: waiting for t0, 0.0 s old
              at Script.script(Script.java:1)
            - t0: waiting for t1, 0.0 s old (see above)
        """,
        loop.dump().tree());
  }

  @Test
  void theListHasALineForEachTaskWithItsAge() {
    loop.createTask(sleeper("one"), "ann");
    loop.advanceBy(Duration.ofMillis(1500));
    assertEquals(
        """
        event loop (not running), pass 2, tasks: 1
             1  ann: waiting for sleep, 1.5 s old at Script.one(Script.java:1)
        """,
        loop.dump().list());
  }

  @Test
  void jsonHasEverythingAndEscapesNames() {
    Task<Void> task = loop.createTask(sleeper("one"), "a \"b\"\n\\");
    loop.createTask(task.toCoroutine(), "awaiter");
    loop.runCurrent();
    assertEquals(
        "{\"thread\":null,\"exact\":true,\"iteration\":1,\"taskCount\":2,\"stack\":[],\"tasks\":["
            + "{\"id\":1,\"name\":\"a \\\"b\\\"\\u000a\\\\\",\"state\":\"waiting\",\"age\":0.000,"
            + "\"waitsFor\":\"sleep\",\"awaitedBy\":[2],"
            + "\"stack\":[\"Script.one(Script.java:1)\"],\"creationStack\":[]},"
            + "{\"id\":2,\"name\":\"awaiter\",\"state\":\"waiting\",\"age\":0.000,"
            + "\"waitsFor\":\"a \\\"b\\\"\\u000a\\\\\",\"awaitedBy\":[],"
            + "\"stack\":[],\"creationStack\":[]}]}",
        loop.dump().json());
  }

  /** Gives what another thread sees while this test's thread runs the loop. */
  private static String seenByAnotherThread(EventLoop loop, Runnable meanwhile) {
    String[] seen = new String[1];
    CountDownLatch running = new CountDownLatch(1);
    Thread observer =
        new Thread(
            () -> {
              try {
                running.await();
                seen[0] = loop.dump().tree();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              loop.callSoonThreadsafe(loop::stop);
            });
    observer.start();
    loop.callSoon(
        () ->
            createTask(
                Script.of(
                    s -> {
                      running.countDown();
                      meanwhile.run();
                      return s.await(loop.createFuture());
                    },
                    s -> null),
                "busy"));
    loop.runForever();
    return seen[0];
  }

  @Test
  void aRunningLoopIsAskedByOtherThreads() {
    EventLoop real = EventLoop.create();
    String seen = seenByAnotherThread(real, () -> {});
    assertTrue(seen.startsWith("event loop in " + Thread.currentThread().getName()), seen);
    assertFalse(seen.contains("not exact"), seen);
    assertTrue(seen.contains("- busy: waiting for future, 0."), seen);
    real.close();
  }

  @Test
  void aBusyLoopIsSeenFromOutsideWithTheStackOfItsThread() {
    EventLoop real = EventLoop.create();
    CountDownLatch seen = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    StringBuilder tree = new StringBuilder();
    seenByAnotherThread(
        real,
        () -> {
          Thread other =
              new Thread(
                  () -> {
                    tree.append(real.dump().tree());
                    seen.countDown();
                  });
          other.start();
          awaitUninterrupted(seen);
        });
    assertTrue(main.isAlive());
    assertTrue(tree.toString().contains("not exact"), tree::toString);
    assertTrue(tree.toString().contains("- busy: running, "), tree::toString);
    assertTrue(tree.toString().contains("awaitUninterrupted"), tree::toString);
    real.close();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBusyCallbackIsSeenFromOutsideWithItsStack() throws Exception {
    EventLoop real = EventLoop.create();
    CompletableFuture<String> seen = new CompletableFuture<>();
    real.callSoon(
        () -> {
          new Thread(() -> seen.complete(real.dump().tree())).start();
          seen.join();
          real.stop();
        });
    real.runForever();
    real.close();
    assertTrue(
        seen.get().contains("tasks: 0, busy: seen from outside, not exact\n    at "), seen::join);
    assertTrue(seen.get().contains("at dev.fermata.LoopDumpTest.lambda$"), seen::join);
  }

  @Test
  void ofVeryManyTasksTheOldestAreDescribedAndAllAreCounted() {
    for (int i = 0; i <= Dump.MOST_TASKS; i++) {
      loop.createTask(Coroutine.done());
    }
    String list = loop.dump().list();
    assertTrue(list.startsWith("event loop (not running), pass 0, tasks: 10001\n"), list);
    assertTrue(list.endsWith(" 10000  Task-10000: new, 0.0 s old\nand 1 more\n"), list);
    loop.advanceUntilIdle();
    assertEquals("event loop (not running), pass 1, tasks: 0\n", loop.dump().tree());
  }

  @Test
  void theNameOfWhatATaskWaitsForIsThatOfThePublicClass() {
    AsyncQueue<Integer> queue = new AsyncQueue<>();
    AsyncLock lock = new AsyncLock();
    loop.createTask(Script.of(s -> s.await(queue.get()), s -> null), "getter");
    loop.createTask(Script.of(s -> s.await(lock.acquire()), s -> s.await(lock.acquire())), "twice");
    loop.createTask(Fermata.waitFor(queue.get(), Duration.ofSeconds(1)), "limited");
    loop.runCurrent();
    assertEquals(
        List.of("AsyncQueue", "AsyncLock", "AsyncQueue"),
        loop.dump()
            .list()
            .lines()
            .filter(line -> line.contains(" for "))
            .map(line -> line.replaceFirst(".* for (\\w+),.*", "$1"))
            .toList());
  }

  @Test
  void theBeanTellsOfAllLoopsThatAreNotClosed() {
    loop.createTask(sleeper("one"), "one of a kind");
    EventLoops bean = new EventLoops();
    assertTrue(bean.list().contains("one of a kind: new, 0.0 s old"));
    assertTrue(bean.tree().contains("one of a kind: new, 0.0 s old"));
    assertTrue(bean.json().contains("one of a kind"));
    loop.close();
    assertFalse(bean.list().contains("one of a kind"));
  }
}
