package dev.fermata.samples.swing;

import static dev.fermata.Fermata.await;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Fetches by the HTTP client of the JDK, whose futures are awaited. */
final class HttpFetcher implements Fetcher {
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @Override
  @Async
  public Coroutine<String> fetch(String address) throws IOException {
    HttpRequest request;
    try {
      request = HttpRequest.newBuilder(URI.create(address)).build();
    } catch (IllegalArgumentException e) {
      throw new IOException("no address of a page: " + address, e);
    }
    HttpResponse<String> response = await(client.sendAsync(request, BodyHandlers.ofString()));
    if (response.statusCode() != 200) {
      throw new IOException("the server answers " + response.statusCode());
    }
    return Coroutine.of(response.body());
  }
}
