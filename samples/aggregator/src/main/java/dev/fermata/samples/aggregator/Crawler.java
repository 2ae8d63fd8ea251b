package dev.fermata.samples.aggregator;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.waitFor;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.TaskGroup;
import dev.fermata.TimeoutException;
import dev.fermata.sync.AsyncSemaphore;
import java.io.IOException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Visits every page that can be reached from one, several at a time. All of it runs in the event
 * loop's thread, and so the results need no lock.
 */
final class Crawler {
  private final Fetcher fetcher;
  private final AsyncSemaphore places;
  private final Duration patience;
  private final SortedMap<String, String> results = new TreeMap<>();

  /**
   * Makes a crawler for one crawl.
   *
   * @param fetcher where the pages come from
   * @param limit how many pages are fetched at the same time
   * @param patience how long to wait for one page
   */
  Crawler(Fetcher fetcher, int limit, Duration patience) {
    this.fetcher = fetcher;
    this.places = new AsyncSemaphore(limit);
    this.patience = patience;
  }

  /** Gives the title of each page by its path, or what went wrong there. */
  @Async
  Coroutine<SortedMap<String, String>> crawl(String start) {
    await(
        TaskGroup.open(
            group -> {
              follow(start, group);
              return Coroutine.done();
            }));
    return Coroutine.of(results);
  }

  private void follow(String path, TaskGroup group) {
    if (results.putIfAbsent(path, "on its way") == null) {
      group.createTask(visit(path, group), path);
    }
  }

  @Async
  private Coroutine<Void> visit(String path, TaskGroup group) {
    await(places.acquire());
    try {
      Page page = await(waitFor(fetcher.fetch(path), patience));
      results.put(path, page.title());
      page.links().forEach(link -> follow(link, group));
    } catch (TimeoutException e) {
      results.put(path, "no answer");
    } catch (IOException e) {
      results.put(path, e.getMessage());
    } finally {
      places.release();
    }
    return Coroutine.done();
  }
}
