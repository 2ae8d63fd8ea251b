package dev.fermata;

import static dev.fermata.Fermata.asCompleted;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code asCompleted}. */
class AsCompletedTest {
  private final Trace trace = new Trace();
  private final List<AsyncIterator<Future<String>>> iterators = new ArrayList<>();

  @Test
  @DisplayName("futures come in the order of completion; the time limit cuts off the rest (c38)")
  void order() {
    trace.run(
        s -> {
          iterators.add(asCompleted(List.of(child("C", 3), child("A", 1), child("B", 2))));
          return s.await(showAll());
        },
        s -> {
          Duration limit = Duration.ofSeconds(4);
          iterators.set(
              0, asCompleted(List.of(child("D", 1), child("E", 9), child("F", 8)), limit));
          return s.await(advance());
        },
        s -> s.await(advance()),
        s -> s.await(advance()),
        s -> s.await(advance()),
        s -> s.await(sleep(10)),
        s -> null);
    trace.assertLines(
        "4@1 A done",
        "6@1 next A",
        "8@2 B done",
        "10@2 next B",
        "12@3 C done",
        "14@3 next C",
        "17@4 D done",
        "19@4 next D",
        "21@7 next raised TimeoutException()",
        "21@7 next raised TimeoutException()",
        "21@7 no more",
        "23@11 F done",
        "25@12 E done");
  }

  @Test
  @DisplayName("tasks are given out as they are (c77)")
  void originals() {
    List<Task<String>> tasks = new ArrayList<>();
    trace.run(
        s -> {
          tasks.add(createTask(child("C", 3)));
          tasks.add(createTask(child("A", 1)));
          iterators.add(asCompleted(tasks));
          return s.await(iterators.get(0).advance());
        },
        s -> {
          trace.log(s.result(), tasks.indexOf(iterators.get(0).current()));
          return s.await(iterators.get(0).close());
        },
        s -> s.await(iterators.get(0).advance()),
        s -> {
          trace.log(s.result());
          assertThrows(IllegalStateException.class, () -> iterators.get(0).current());
          return null;
        });
    trace.assertLines("4@1 A done", "6@1 true 1", "6@1 false");
  }

  private Coroutine<Void> showAll() {
    return Script.of(
        s -> s.await(iterators.get(0).advance()),
        s -> {
          if (!(Boolean) s.result()) {
            return null;
          }
          trace.log("next", iterators.get(0).current().result());
          return s.awaitThen(iterators.get(0).advance(), 1);
        });
  }

  private Coroutine<Void> advance() {
    return Script.of(
        s -> s.tryAwait(iterators.get(0).advance()),
        s -> {
          if (s.error() != null) {
            trace.log("next raised", s.error());
          } else if ((Boolean) s.result()) {
            trace.log("next", iterators.get(0).current().result());
          } else {
            trace.log("no more");
          }
          return null;
        });
  }

  private Coroutine<String> child(String name, double seconds) {
    return Script.of(
        s -> s.await(sleep(seconds)),
        s -> {
          trace.log(name, "done");
          return name;
        });
  }
}
