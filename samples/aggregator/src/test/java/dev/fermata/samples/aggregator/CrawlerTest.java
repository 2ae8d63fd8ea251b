package dev.fermata.samples.aggregator;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.VirtualEventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The crawler's limits, on a virtual clock and without a network. */
class CrawlerTest {
  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final List<String> events = new ArrayList<>();

  private void log(String event) {
    events.add(Duration.ofNanos(loop.time()).toSeconds() + " " + event);
  }

  /** A site of which every page takes a second; one page takes ten, another is broken. */
  @Async
  private Coroutine<Page> fetch(String path) throws IOException {
    log("ask for " + path);
    try {
      await(sleep(Duration.ofSeconds(path.equals("slow") ? 10 : 1)));
    } catch (CancelledError e) {
      log("cancel " + path);
      throw e;
    }
    if (path.equals("broken")) {
      throw new IOException("out of order");
    }
    log("give " + path);
    List<String> links = path.equals("home") ? List.of("a", "slow", "broken", "b", "a") : List.of();
    return Coroutine.of(new Page("page " + path, links));
  }

  @Test
  void each_page_is_asked_for_once_and_gives_its_title_or_its_failure() {
    Map<String, String> results =
        run(new Crawler(this::fetch, 10, Duration.ofSeconds(3)).crawl("home"), loop);

    assertEquals(
        Map.of(
            "home", "page home",
            "a", "page a",
            "b", "page b",
            "slow", "no answer",
            "broken", "out of order"),
        results);
    assertEquals(5, events.stream().filter(event -> event.contains("ask for")).count());
  }

  @Test
  void two_places_let_two_requests_run_and_the_next_one_begin_when_one_ends() {
    run(new Crawler(this::fetch, 2, Duration.ofSeconds(3)).crawl("home"), loop);

    assertEquals(
        List.of(
            "0 ask for home",
            "1 give home",
            "1 ask for a",
            "1 ask for slow",
            "2 give a",
            "2 ask for broken",
            "3 ask for b",
            "4 cancel slow",
            "4 give b"),
        events);
  }
}
