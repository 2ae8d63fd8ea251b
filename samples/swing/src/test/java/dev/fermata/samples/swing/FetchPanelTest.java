package dev.fermata.samples.swing;

import static dev.fermata.Fermata.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import java.awt.EventQueue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.swing.JButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The panel on Swing's thread, without a screen. */
@Timeout(60)
class FetchPanelTest {
  private final LinkedBlockingQueue<String> statuses = new LinkedBlockingQueue<>();
  private FetchPanel panel;
  private CompletableFuture<Void> loop;

  @BeforeAll
  static void withoutAScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  private void open(Fetcher fetcher) throws Exception {
    panel = onSwingsThread(() -> new FetchPanel(fetcher));
    panel.status.addPropertyChangeListener(
        "text", change -> statuses.add((String) change.getNewValue()));
    loop = EventLoop.runHosted(EventQueue::invokeLater, panel::run);
  }

  @AfterEach
  void close() {
    loop.cancel(false);
    assertThrows(CancellationException.class, loop::join);
  }

  private static <T> T onSwingsThread(Callable<T> action) throws Exception {
    FutureTask<T> task = new FutureTask<>(action);
    EventQueue.invokeLater(task);
    return task.get();
  }

  private void click(JButton button) throws Exception {
    onSwingsThread(
        () -> {
          button.doClick(0);
          return null;
        });
  }

  private String nextStatus() throws InterruptedException {
    return statuses.poll(30, TimeUnit.SECONDS);
  }

  private String text() throws Exception {
    return onSwingsThread(() -> panel.text.getText());
  }

  /** A fetcher that another thread completes. */
  private static final class Slow implements Fetcher {
    volatile CompletableFuture<String> answer;

    @Override
    @Async
    public Coroutine<String> fetch(String address) {
      answer = new CompletableFuture<>();
      return Coroutine.of(address + ": " + await(answer));
    }
  }

  @Test
  void swingGoesOnWhileItFetches() throws Exception {
    Slow slow = new Slow();
    open(slow);
    click(panel.fetch);
    assertEquals("fetching, 0 s", nextStatus());
    assertTrue(onSwingsThread(() -> panel.cancel.isEnabled()));
    assertFalse(onSwingsThread(() -> panel.fetch.isEnabled()));
    assertEquals("fetching, 1 s", nextStatus());
    slow.answer.complete("answer");
    assertEquals("done", nextStatus());
    assertEquals("https://example.org: answer", text());
  }

  @Test
  void theUserCancelsAndAsksAgain() throws Exception {
    Slow slow = new Slow();
    open(slow);
    click(panel.fetch);
    assertEquals("fetching, 0 s", nextStatus());
    click(panel.cancel);
    assertEquals("cancelled", nextStatus());
    assertTrue(slow.answer.isCancelled());
    while (!onSwingsThread(() -> panel.fetch.isEnabled())) {
      Thread.onSpinWait();
    }
    click(panel.fetch);
    assertEquals("fetching, 0 s", nextStatus());
    assertEquals("", text());
  }

  @Test
  void pagesAreFetchedAndErrorsShown() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/page",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("a page".getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    String root = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      open(new HttpFetcher());
      assertEquals("done", shown(root + "/page"));
      assertEquals("a page", text());
      assertEquals("failed: the server answers 404", shown(root + "/none"));
      assertEquals("failed: no address of a page: no address", shown("no address"));
    } finally {
      server.stop(0);
    }
  }

  /** Asks for an address; gives the last status. */
  private String shown(String address) throws Exception {
    while (!onSwingsThread(() -> panel.fetch.isEnabled())) {
      Thread.onSpinWait();
    }
    onSwingsThread(
        () -> {
          panel.address.setText(address);
          return null;
        });
    click(panel.fetch);
    String status = nextStatus();
    while (status.startsWith("fetching")) {
      status = nextStatus();
    }
    return status;
  }
}
