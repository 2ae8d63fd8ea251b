package dev.fermata.samples.chat;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.toThread;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.TaskGroup;
import dev.fermata.net.ByteStream;
import dev.fermata.net.Net;
import dev.fermata.net.StreamReader;
import dev.fermata.net.TlsOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** The client: what is typed is sent, and what arrives is shown, both at once. */
final class ChatClient {
  private final Callable<String> keyboard;
  private final Consumer<String> screen;

  /**
   * Makes a client.
   *
   * @param keyboard gives lines, and null at the end; called in threads where it may block
   * @param screen takes what is to be shown
   */
  ChatClient(Callable<String> keyboard, Consumer<String> screen) {
    this.keyboard = keyboard;
    this.screen = screen;
  }

  /** Talks until one of both sides has enough. */
  @Async
  Coroutine<Void> talk(ByteStream stream) throws IOException {
    return Coroutine.of(
        await(
            TaskGroup.open(
                group -> {
                  group.createTask(type(group, stream));
                  await(show(new StreamReader(stream)));
                  group.cancel();
                  return Coroutine.done();
                })));
  }

  @Async
  private Coroutine<Void> show(StreamReader reader) throws IOException {
    String line = await(reader.readLine());
    while (line != null) {
      screen.accept(line);
      line = await(reader.readLine());
    }
    return Coroutine.done();
  }

  @Async
  private Coroutine<Void> type(TaskGroup group, ByteStream stream) throws Exception {
    String line = await(toThread(keyboard));
    while (line != null) {
      await(stream.write((line + "\n").getBytes(StandardCharsets.UTF_8)));
      line = await(toThread(keyboard));
    }
    group.cancel();
    return Coroutine.done();
  }

  @Async
  private static Coroutine<Void> main(String host, int port, SSLContext context)
      throws IOException {
    BufferedReader keyboard =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    ChatClient client = new ChatClient(keyboard::readLine, System.out::println);
    try (ByteStream stream =
        context == null
            ? await(Net.connect(host, port))
            : await(Net.connectTls(host, port, TlsOptions.client(host).context(context)))) {
      await(client.talk(stream));
    }
    return Coroutine.done();
  }

  /** Talks to a server; with a key store that holds the server's certificate, by TLS. */
  public static void main(String[] args) {
    if ((args.length != 2 && args.length != 4) || !args[1].matches("\\d{1,5}")) {
      System.err.println("usage: ChatClient HOST PORT [KEYSTORE PASSWORD]");
      System.exit(2);
    }
    try {
      SSLContext context =
          args.length == 2 ? null : Keys.context(Path.of(args[2]), args[3].toCharArray());
      run(main(args[0], Integer.parseInt(args[1]), context));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      System.err.println("ChatClient: " + e.getMessage());
      System.exit(1);
    }
  }
}
