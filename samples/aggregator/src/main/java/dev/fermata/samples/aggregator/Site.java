package dev.fermata.samples.aggregator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small web site on the loopback interface: ordinary code that blocks its threads. */
final class Site implements AutoCloseable {
  /** The path of a page that is answered only when the site is closed. */
  static final String STUCK = "/stuck";

  /** The path of a page that fails. */
  static final String BROKEN = "/broken";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Page> pages;

  private Site(HttpServer server, Map<String, Page> pages) {
    this.server = server;
    this.pages = pages;
  }

  /** Starts a site on a free port. */
  static Site start(Map<String, Page> pages) throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Site site = new Site(HttpServer.create(anyPort, 0), Map.copyOf(pages));
    site.server.setExecutor(site.threads);
    site.server.createContext("/", site::answer);
    site.server.start();
    return site;
  }

  URI root() {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals(STUCK)) {
      awaitClosing();
    }
    Page page = pages.get(path);
    int status = path.equals(BROKEN) ? 500 : page == null ? 404 : 200;
    byte[] body = (page == null ? "" : page.text()).getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdown();
  }
}
