package dev.fermata.samples.aggregator;

import static dev.fermata.Fermata.await;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Gets pages by HTTP. Cancelling the task that waits for one cancels the request. */
final class HttpFetcher implements Fetcher {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI site;

  HttpFetcher(URI site) {
    this.site = site;
  }

  @Async
  @Override
  public Coroutine<Page> fetch(String path) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(site.resolve(path)).build();
    HttpResponse<String> response = await(client.sendAsync(request, BodyHandlers.ofString()));
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    return Coroutine.of(Page.parse(response.body()));
  }
}
