package dev.fermata;

import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.gatherSettled;

import dev.fermata.net.ByteStream;
import dev.fermata.net.Net;
import dev.fermata.net.StreamPair;
import dev.fermata.net.StreamReader;
import dev.fermata.net.TlsConnection;
import dev.fermata.net.TlsException;
import dev.fermata.net.TlsOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Both ends of TLS through a pair in memory, on a virtual loop, for tests. */
final class TlsEnds {
  final VirtualEventLoop loop = EventLoop.createVirtual();
  final List<String> reports = new ArrayList<>();
  TlsOptions serverOptions = Keys.server("ec");
  TlsOptions clientOptions = Keys.client();
  int capacity = 10_000;

  /** What the client and the server use, when it is not the pair itself. */
  ByteStream clientPlain;

  ByteStream serverPlain;
  TlsConnection client;
  TlsConnection server;

  /** Why the handshake of the client has failed, and that of the server; null when it has not. */
  Throwable clientError;

  Throwable serverError;

  TlsEnds() {
    loop.setExceptionHandler(
        (where, context) -> {
          Object error = context.get("exception");
          reports.add(context.get("message") + (error == null ? "" : ": " + error));
        });
  }

  /** Writes from one end and reads at the other, and gives what has arrived. */
  static Coroutine<Object> transfer(ByteStream from, ByteStream to, byte[] bytes) {
    return Script.of(
        s ->
            s.await(
                gather(
                    (Coroutine<?>) from.write(bytes),
                    new StreamReader(to).readExactly(bytes.length))),
        s -> ((List<?>) s.result()).get(1));
  }

  /** Bytes that are the same for the same size. */
  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** What came of an await: a result, the reason of a failure of TLS, or the class of another. */
  static Object outcome(Script s) {
    Throwable error = s.error();
    if (error instanceof TlsException trouble) {
      return trouble.reason();
    }
    return error == null ? s.result() : error.getClass().getSimpleName();
  }

  /** The ends of a pair, when none have been given. */
  void pair() {
    if (clientPlain == null) {
      StreamPair pair = Net.streamPair(capacity);
      clientPlain = pair.first();
      serverPlain = pair.second();
    }
  }

  Coroutine<TlsConnection> startClient() throws IOException {
    return Net.startTls(clientPlain, clientOptions);
  }

  Coroutine<TlsConnection> startServer() throws IOException {
    return Net.startTls(serverPlain, serverOptions);
  }

  /** Runs a body with both ends, and closes them behind it. */
  Object run(Script.Step... body) {
    return Fermata.run(
        Script.of(
            s -> {
              pair();
              return s.await(gather(startClient(), startServer()));
            },
            s -> {
              List<?> ends = (List<?>) s.result();
              client = (TlsConnection) ends.get(0);
              server = (TlsConnection) ends.get(1);
              return s.await(Script.of(body));
            },
            s -> {
              client.close();
              server.close();
              return s.result();
            }),
        loop);
  }

  /** Runs both handshakes, of which one fails at least. */
  void fail() {
    Fermata.run(
        Script.of(
            s -> {
              pair();
              return s.await(gatherSettled(startClient(), startServer()));
            },
            s -> {
              List<?> ends = (List<?>) s.result();
              clientError = ((Settled<?>) ends.get(0)).exception();
              serverError = ((Settled<?>) ends.get(1)).exception();
              return null;
            }),
        loop);
  }
}
