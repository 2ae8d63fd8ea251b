package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How to test code that waits: on a virtual clock, which jumps to the next thing to do. */
class VirtualTimeTest {
  private final List<String> events = new ArrayList<>();

  @Async
  private Coroutine<Void> remind(String event, Duration in) {
    await(sleep(in));
    events.add(event + " after " + Duration.ofNanos(EventLoop.running().time()));
    return Coroutine.done();
  }

  @Async
  private Coroutine<Void> year() {
    Task<Void> birthday = createTask(remind("birthday", Duration.ofDays(200)));
    await(remind("easter", Duration.ofDays(100)));
    await(birthday);
    return Coroutine.done();
  }

  @Test
  void a_year_of_sleeps_is_run_at_once_and_in_order() {
    run(year(), EventLoop.createVirtual());

    assertEquals(List.of("easter after PT2400H", "birthday after PT4800H"), events);
  }
}
