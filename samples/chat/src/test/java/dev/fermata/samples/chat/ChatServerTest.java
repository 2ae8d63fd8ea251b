package dev.fermata.samples.chat;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.net.Net;
import dev.fermata.net.TlsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server over real sockets, with more than one loop, and the client. */
@Timeout(60)
class ChatServerTest {
  private static final SocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String PASSWORD = "secret";

  @TempDir static Path folder;

  private static SSLContext keys;

  @BeforeAll
  static void makeKeys() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .start();
    assertEquals(0, keytool.waitFor());
    keys = Keys.context(store, PASSWORD.toCharArray());
  }

  private static ChatServer server(int loops) throws IOException {
    return ChatServer.start(
        loops, ANY_PORT, new ChatServer.SecurePort(ANY_PORT, TlsOptions.server(keys)));
  }

  @Test
  void peopleOfSeveralLoopsAndPortsHearEachOther() throws Exception {
    try (ChatServer server = server(3)) {
      run(manyTalk(server));
    }
  }

  @Async
  private static Coroutine<Void> manyTalk(ChatServer server) throws Exception {
    SocketAddress plain = server.addresses().get(0);
    int securePort = ((InetSocketAddress) server.addresses().get(1)).getPort();
    List<Visitor> visitors = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Visitor visitor =
          new Visitor(
              i % 2 == 0
                  ? await(Net.connect(plain))
                  : await(
                      Net.connectTls(
                          "localhost", securePort, TlsOptions.client("localhost").context(keys))));
      await(visitor.says("visitor " + i));
      assertEquals(List.of("Who are you?"), await(visitor.hears(1)));
      await(visitor.says("/who"));
      String line = await(visitor.reader().readLine());
      while (!line.startsWith("* visitor 0")) {
        line = await(visitor.reader().readLine());
      }
      visitors.add(visitor);
    }
    await(visitors.get(7).says("hello"));
    for (Visitor visitor : visitors) {
      String line = await(visitor.reader().readLine());
      while (line.startsWith("* ")) {
        line = await(visitor.reader().readLine());
      }
      assertEquals("<visitor 7> hello", line);
    }
    for (Visitor visitor : visitors) {
      visitor.stream().close();
    }
    return Coroutine.done();
  }

  @Test
  void aPortThatIsInUseIsToldAndNothingRunsThen() throws Exception {
    try (ChatServer server = server(1)) {
      SocketAddress taken = server.addresses().get(0);
      IOException error = assertThrows(IOException.class, () -> ChatServer.start(2, taken, null));
      assertTrue(error.getMessage().contains(taken.toString()), error.getMessage());
    }
  }

  @Test
  void theClientShowsWhatArrivesAndSendsWhatIsTyped() throws Exception {
    try (ChatServer server = server(1)) {
      List<String> screen = new ArrayList<>();
      run(clientTalks(server, screen));
      assertEquals(List.of("Who are you?", "<Ann> hello"), screen);
    }
  }

  @Async
  private static Coroutine<Void> clientTalks(ChatServer server, List<String> screen)
      throws Exception {
    CompletableFuture<Void> heard = new CompletableFuture<>();
    Iterator<String> typed = List.of("Ann", "hello").iterator();
    ChatClient client =
        new ChatClient(
            () -> {
              if (typed.hasNext()) {
                return typed.next();
              }
              heard.join();
              return null;
            },
            line -> {
              screen.add(line);
              if (line.equals("<Ann> hello")) {
                heard.complete(null);
              }
            });
    try (var stream = await(Net.connect(server.addresses().get(0)))) {
      await(client.talk(stream));
    }
    return Coroutine.done();
  }
}
