package dev.fermata.samples.aggregator;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gatherSettled;
import static dev.fermata.Fermata.waitAny;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Several paths to the same page. */
final class Mirrors {
  private final Fetcher fetcher;

  Mirrors(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /** Asks all of them at once, takes the first answer, and cancels the other requests. */
  @Async
  Coroutine<Page> fastest(List<String> paths) throws IOException {
    List<Task<Page>> requests = new ArrayList<>();
    try {
      for (String path : paths) {
        requests.add(createTask(fetcher.fetch(path), path));
      }
      return await(waitAny(requests)).done().get(0).toCoroutine();
    } finally {
      requests.forEach(Future::cancel);
      await(gatherSettled(requests));
    }
  }
}
