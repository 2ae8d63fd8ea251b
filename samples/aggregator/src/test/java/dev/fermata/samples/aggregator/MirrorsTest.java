package dev.fermata.samples.aggregator;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.junit.AsyncTests.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.junit.FermataTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which mirror is taken, on a virtual clock. */
@FermataTest(timeout = 10)
class MirrorsTest {
  private final List<String> events = new ArrayList<>();
  private final Mirrors mirrors = new Mirrors(this::fetch);

  /** Notes an event and the second at which it happens. */
  private void log(String event) {
    events.add(Duration.ofNanos(EventLoop.running().time()).toSeconds() + " " + event);
  }

  /** A mirror that answers after so many seconds; the one called 2 has no page. */
  @Async
  private Coroutine<Page> fetch(String seconds) throws IOException {
    log("ask " + seconds);
    try {
      await(sleep(Duration.ofSeconds(Integer.parseInt(seconds))));
    } catch (CancelledError e) {
      log("cancel " + seconds);
      throw e;
    }
    if (seconds.equals("2")) {
      throw new IOException("no page");
    }
    return Coroutine.of(new Page("page " + seconds, List.of()));
  }

  @Test
  void fastest_mirror_wins_and_the_requests_to_the_others_are_cancelled() {
    runTest(
        () -> {
          log(await(mirrors.fastest(List.of("5", "1", "9"))).title());
          return Coroutine.done();
        });
    assertEquals(
        List.of("0 ask 5", "0 ask 1", "0 ask 9", "1 cancel 5", "1 cancel 9", "1 page 1"), events);
  }

  @Test
  void failure_of_the_fastest_mirror_is_the_failure_of_all() {
    IOException failure =
        assertThrows(IOException.class, () -> runTest(() -> mirrors.fastest(List.of("5", "2"))));
    assertEquals("no page", failure.getMessage());
    assertEquals(List.of("0 ask 5", "0 ask 2", "2 cancel 5"), events);
  }
}
