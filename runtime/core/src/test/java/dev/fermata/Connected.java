package dev.fermata;

import static dev.fermata.Fermata.gather;

import dev.fermata.net.Connection;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Both ends of a connection through the loopback interface, for tests. */
final class Connected {
  final EventLoop loop = EventLoop.create();
  final List<String> reports = new ArrayList<>();
  Listener listener;
  Connection client;
  Connection server;

  Connected() {
    loop.setExceptionHandler(
        (where, context) -> {
          Object error = context.get("exception");
          reports.add(context.get("message") + (error == null ? "" : ": " + error));
        });
  }

  static SocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  static Coroutine<Void> millis(int millis) {
    return Fermata.sleep(Duration.ofMillis(millis));
  }

  /** Runs a body with both ends, and closes them behind it. */
  Object run(Script.Step... body) {
    return Fermata.run(
        Script.of(
            s -> s.await(Net.listen(anyPort())),
            s -> {
              listener = (Listener) s.result();
              return s.await(gather(Net.connect(listener.localAddress()), listener.accept()));
            },
            s -> {
              List<?> ends = (List<?>) s.result();
              client = (Connection) ends.get(0);
              server = (Connection) ends.get(1);
              return s.await(Script.of(body));
            },
            s -> {
              client.close();
              server.close();
              listener.close();
              return s.result();
            }),
        loop);
  }
}
