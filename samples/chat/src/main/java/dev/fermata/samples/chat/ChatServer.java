package dev.fermata.samples.chat;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.LoopGroup;
import dev.fermata.net.Connection;
import dev.fermata.net.GroupListener;
import dev.fermata.net.Net;
import dev.fermata.net.TlsConnection;
import dev.fermata.net.TlsOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/** The server: one chat at two ports, of which the second one talks TLS. */
final class ChatServer implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final LoopGroup loops;
  private final List<GroupListener> listeners;

  private ChatServer(LoopGroup loops, List<GroupListener> listeners) {
    this.loops = loops;
    this.listeners = listeners;
  }

  /**
   * Starts it.
   *
   * @param loopCount how many loops it has
   * @param plain where it listens
   * @param secure where it listens with TLS, and as whom; null for nowhere
   * @throws IOException when it cannot listen there; nothing runs then
   */
  static ChatServer start(int loopCount, SocketAddress plain, SecurePort secure)
      throws IOException {
    LoopGroup loops = LoopGroup.open(loopCount);
    try {
      return new ChatServer(loops, listen(loops, plain, secure));
    } catch (CompletionException e) {
      loops.close();
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static List<GroupListener> listen(
      LoopGroup loops, SocketAddress plain, SecurePort secure) {
    Chat chat = new Chat(IntStream.range(0, loops.size()).mapToObj(loops::loop).toList());
    GroupListener first = Net.serve(loops, plain, chat::talk).join();
    if (secure == null) {
      return List.of(first);
    }
    GroupListener second =
        Net.serve(loops, secure.address, connection -> talk(chat, connection, secure.options))
            .join();
    return List.of(first, second);
  }

  /** A port that talks TLS. */
  record SecurePort(SocketAddress address, TlsOptions options) {}

  @Async
  private static Coroutine<Void> talk(Chat chat, Connection connection, TlsOptions options)
      throws IOException {
    try (TlsConnection stream = await(Net.startTls(connection, options))) {
      await(chat.talk(stream));
    }
    return Coroutine.done();
  }

  /** Where it listens: the plain port, and the secure one if there is one. */
  List<SocketAddress> addresses() {
    return listeners.stream().map(GroupListener::localAddress).toList();
  }

  /** Lets everybody finish, and stops. */
  @Override
  public void close() {
    listeners.stream()
        .map(listener -> listener.closeGracefully(GRACE))
        .toList()
        .forEach(CompletableFuture::join);
    loops.close();
  }

  @Async
  private static Coroutine<Void> untilTheProcessIsStopped() {
    return Coroutine.of(await(EventLoop.running().<Void>createFuture()));
  }

  /** Serves a port, and with a key store the next one by TLS, until Ctrl-C or a SIGTERM. */
  public static void main(String[] args) {
    if ((args.length != 1 && args.length != 3) || !args[0].matches("\\d{1,5}")) {
      System.err.println("usage: ChatServer PORT [KEYSTORE PASSWORD]");
      System.exit(2);
    }
    int port = Integer.parseInt(args[0]);
    int cores = Runtime.getRuntime().availableProcessors();
    try (ChatServer server =
        start(cores, new InetSocketAddress(port), securePort(port + 1, args))) {
      System.out.println("listening at " + server.addresses());
      run(untilTheProcessIsStopped());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      System.err.println("ChatServer: " + e.getMessage());
      System.exit(1);
    }
  }

  private static SecurePort securePort(int port, String[] args)
      throws IOException, GeneralSecurityException {
    if (args.length == 1) {
      return null;
    }
    SSLContext context = Keys.context(Path.of(args[1]), args[2].toCharArray());
    return new SecurePort(new InetSocketAddress(port), TlsOptions.server(context));
  }
}
