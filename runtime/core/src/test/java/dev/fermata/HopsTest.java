package dev.fermata;

import static dev.fermata.Fermata.asCompleted;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.shield;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Fermata.waitFor;
import static dev.fermata.Fermata.yieldNow;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How many passes lie between a child's last step and the resumption of who awaits it. */
class HopsTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Trace trace = new Trace();
  private long childEnd;

  @Test
  @DisplayName("R11: each way to await a child takes its number of passes")
  void hops() {
    trace.run(
        s -> s.await(via("await coroutine", this::child)),
        s -> s.await(via("await task", () -> createTask(child()))),
        s -> s.await(via("gather", () -> gather(child()))),
        s -> s.await(via("shield", () -> shield(child()))),
        s -> s.await(via("wait", () -> waitAll(List.of(createTask(child()))))),
        s -> s.await(via("TaskGroup", () -> TaskGroup.open(this::spawnChild))),
        s -> s.await(via("as_completed", () -> asCompleted(List.of(child())).advance())),
        s -> s.await(via("wait_for(coro)", () -> waitFor(child(), LIMIT))),
        s -> s.await(via("wait_for(task)", () -> waitFor(createTask(child()), LIMIT))),
        s -> null);
    trace.assertLines(
        "2 await coroutine hops 0",
        "5 await task hops 1",
        "9 gather hops 2",
        "13 shield hops 2",
        "17 wait hops 2",
        "21 TaskGroup hops 2",
        "25 as_completed hops 2",
        "26 wait_for(coro) hops 0",
        "29 wait_for(task) hops 1");
  }

  private Coroutine<Integer> child() {
    return Script.of(
        s -> s.await(yieldNow()),
        s -> {
          childEnd = trace.loop.iteration();
          return 1;
        });
  }

  private Coroutine<Void> spawnChild(TaskGroup group) {
    group.createTask(child());
    return Coroutine.done();
  }

  private Coroutine<Void> via(String name, Supplier<?> awaitable) {
    return Script.of(
        s -> s.await(awaitable.get()),
        s -> {
          trace.log(name, "hops", trace.loop.iteration() - childEnd);
          return null;
        });
  }
}
