package dev.fermata.samples.aggregator;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.withTimeout;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.TimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Gathers what a web site has to say: many requests at once, none of which may hold up the rest.
 */
public final class Aggregator {
  private static final int REQUESTS_AT_ONCE = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Map<String, Page> PAGES =
      Map.of(
          "/",
          new Page("Home", List.of("/news", "/sport", "/weather", Site.BROKEN, "/moved")),
          "/news",
          new Page("News", List.of("/", "/news/1", "/news/2", Site.STUCK)),
          "/news/1",
          new Page("A bridge is opened", List.of("/news/2")),
          "/news/2",
          new Page("A bridge is closed", List.of("/news/1")),
          "/sport",
          new Page("Sport", List.of("/", "/news/2")),
          "/weather",
          new Page("Weather", List.of("/")),
          Site.STUCK,
          new Page("An answer that comes too late", List.of()));

  private Aggregator() {}

  @Async
  static Coroutine<Void> main(Fetcher fetcher) throws IOException {
    Mirrors mirrors = new Mirrors(fetcher);
    Page weather = await(mirrors.fastest(List.of(Site.STUCK, "/weather")));
    System.out.println("The first of two mirrors to answer says: " + weather.title());

    Crawler crawler = new Crawler(fetcher, REQUESTS_AT_ONCE, PATIENCE);
    await(crawler.crawl("/")).forEach((path, result) -> System.out.println(path + ": " + result));

    try {
      await(
          withTimeout(
              Duration.ofMillis(100), scope -> mirrors.fastest(List.of(Site.STUCK, Site.STUCK))));
    } catch (TimeoutException e) {
      System.out.println("Neither of two stuck mirrors has answered in time.");
    }
    return Coroutine.done();
  }

  /** Crawls a site that it starts itself. */
  public static void main(String[] args) throws IOException {
    try (Site site = Site.start(PAGES)) {
      run(main(new HttpFetcher(site.root())));
    }
  }
}
