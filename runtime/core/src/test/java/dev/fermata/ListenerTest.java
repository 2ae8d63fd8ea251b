package dev.fermata;

import static dev.fermata.Connected.millis;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.toThread;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.ConnectOptions;
import dev.fermata.net.Connection;
import dev.fermata.net.ListenOptions;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import dev.fermata.net.StreamReader;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers, and clients that find them. */
@Timeout(60)
class ListenerTest {
  private final Connected ends = new Connected();
  private final List<Object> log = new ArrayList<>();
  private Listener listener;
  private Task<Void> serving;
  private Connection client;

  /** Answers each line. */
  private static Coroutine<Void> echo(Connection connection) {
    StreamReader reader = new StreamReader(connection);
    return Script.of(
        s -> s.await(reader.readLine()),
        s ->
            s.result() == null
                ? null
                : s.awaitThen(
                    connection.write((s.result() + "\n").getBytes(StandardCharsets.UTF_8)), 0));
  }

  private Coroutine<Object> asking(String line) {
    Connection[] own = new Connection[1];
    return Script.of(
        s -> s.await(Net.connect(listener.localAddress())),
        s -> {
          own[0] = (Connection) s.result();
          return s.await(own[0].write((line + "\n").getBytes(StandardCharsets.UTF_8)));
        },
        s -> s.await(new StreamReader(own[0]).readLine()),
        s -> {
          own[0].close();
          return s.result();
        });
  }

  private Object serve(dev.fermata.net.ConnectionHandler handler, Script.Step... body) {
    return Fermata.run(
        Script.of(
            s -> s.await(Net.listen(Connected.anyPort())),
            s -> {
              listener = (Listener) s.result();
              serving = createTask(listener.serve(handler));
              return s.await(Script.of(body));
            },
            s -> {
              listener.close();
              return s.await(serving);
            },
            s -> null),
        ends.loop);
  }

  @Test
  void aServerAnswersSeveralClients() {
    serve(
        ListenerTest::echo,
        s -> s.await(Fermata.gather(asking("a"), asking("b"), asking("c"))),
        s -> log.add(s.result()));
    assertEquals(List.of(List.of("a", "b", "c")), log);
    assertEquals(List.of(), ends.reports);
  }

  @Test
  @DisplayName("io 16: a handler's error ends its own connection only, and is reported")
  void failingHandler() {
    int[] count = {0};
    serve(
        connection -> {
          if (++count[0] == 1) {
            throw new IllegalStateException("odd");
          }
          return echo(connection);
        },
        s -> s.tryAwait(asking("a")),
        s -> {
          log.add(s.error() == null ? s.result() : "failed");
          return s.await(asking("b"));
        },
        s -> log.add(s.result()));
    assertEquals("b", log.get(1));
    assertEquals(1, ends.reports.size(), ends.reports::toString);
    assertTrue(
        ends.reports
            .get(0)
            .matches(
                "the handler of a connection to /127.0.0.1:\\d+ has failed:"
                    + " java.lang.IllegalStateException: odd"),
        ends.reports::toString);
  }

  @Test
  @DisplayName("io 16: everything that has arrived is accepted in one pass")
  void acceptUntilEmpty() {
    List<Object> passes = new ArrayList<>();
    List<Connection> clients = new ArrayList<>();
    Fermata.run(
        Script.of(
            s -> s.await(Net.listen(Connected.anyPort())),
            s -> {
              listener = (Listener) s.result();
              return s.await(Net.connect(listener.localAddress()));
            },
            s -> {
              clients.add((Connection) s.result());
              return clients.size() < 5
                  ? s.awaitThen(Net.connect(listener.localAddress()), 2)
                  : s.await(yieldNow());
            },
            s -> {
              serving =
                  createTask(
                      listener.serve(
                          connection -> {
                            passes.add(EventLoop.running().iteration());
                            return Coroutine.done();
                          }));
              return s.await(millis(20));
            },
            s -> {
              listener.close();
              clients.forEach(Connection::close);
              return s.await(serving);
            },
            s -> null),
        ends.loop);
    assertEquals(5, passes.size());
    assertEquals(1, passes.stream().distinct().count(), passes::toString);
  }

  @Test
  void aServerThatIsCancelledCancelsItsHandlers() {
    serve(
        connection ->
            Script.of(
                s -> s.tryAwait(connection.read(1)),
                s -> {
                  log.add(s.error().getClass());
                  return s.rethrow();
                }),
        s -> s.await(Net.connect(listener.localAddress())),
        s -> {
          client = (Connection) s.result();
          return s.await(millis(20));
        },
        s -> {
          serving.cancel();
          return s.tryAwait(serving);
        },
        s -> {
          serving = createTask(Coroutine.done());
          client.close();
          return log.add(s.error().getClass());
        });
    assertEquals(List.of(CancelledError.class, CancelledError.class), log);
  }

  @Test
  void aGracefulCloseLetsHandlersEndAndCancelsThoseThatDoNot() {
    serve(
        connection ->
            Script.of(
                s -> s.await(connection.read(1)),
                s -> {
                  boolean stays = ((byte[]) s.result())[0] == 's';
                  return s.tryAwait(millis(stays ? 50_000 : 30));
                },
                s -> log.add(s.error() == null ? "ended" : "cancelled")),
        s -> s.await(Net.connect(listener.localAddress())),
        s -> {
          client = (Connection) s.result();
          return s.await(client.write(new byte[] {'s'}));
        },
        s -> s.await(Net.connect(listener.localAddress())),
        s -> {
          ends.client = (Connection) s.result();
          return s.await(ends.client.write(new byte[] {'e'}));
        },
        s -> s.await(millis(10)),
        s -> s.await(listener.closeGracefully(Duration.ofMillis(300))),
        s -> {
          log.add("closed");
          client.close();
          ends.client.close();
          return null;
        });
    assertEquals(List.of("ended", "cancelled", "closed"), log);
  }

  @Test
  void whoAcceptsWhenItIsClosedIsTold() {
    List<Listener> other = new ArrayList<>();
    serve(
        ListenerTest::echo,
        s -> s.await(Net.listen(Connected.anyPort())),
        s -> {
          other.add((Listener) s.result());
          createTask(
              Script.of(
                  t -> t.tryAwait(other.get(0).accept()), t -> log.add(t.error().getMessage())));
          return s.await(yieldNow());
        },
        s -> {
          other.get(0).close();
          return s.await(millis(5));
        },
        s -> s.await(other.get(0).serve(ListenerTest::echo)),
        s -> log.add("serving is over"));
    String where = other.get(0).localAddress().toString();
    assertEquals("cannot accept at " + where + ": the listener is closed", log.get(0));
    assertEquals(2, log.size());
  }

  @Test
  void aPortThatIsInUseIsNamed() {
    serve(
        ListenerTest::echo,
        s -> s.tryAwait(Net.listen(listener.localAddress())),
        s -> {
          assertInstanceOf(BindException.class, s.error());
          String message = s.error().getMessage();
          assertTrue(message.startsWith("cannot listen at " + listener.localAddress()), message);
          return null;
        });
  }

  @Test
  void aPortAtWhichNobodyListensIsNamed() {
    serve(
        ListenerTest::echo,
        s -> s.await(Net.listen(Connected.anyPort())),
        s -> {
          Listener closed = (Listener) s.result();
          closed.close();
          log.add(closed.localAddress());
          return s.tryAwait(Net.connect(closed.localAddress()));
        },
        s -> {
          assertInstanceOf(ConnectException.class, s.error());
          assertEquals(
              "cannot connect to " + log.get(0) + ": Connection refused", s.error().getMessage());
          return null;
        });
  }

  @Test
  @DisplayName("io 19: a host is looked up in a thread of its own, not by the default executor")
  void lookup() {
    List<String> threads = new ArrayList<>();
    ends.loop.setDefaultExecutor(new Refusing());
    serve(
        ListenerTest::echo,
        s -> s.await(Net.resolve("localhost")),
        s -> {
          Thread.getAllStackTraces()
              .keySet()
              .forEach(thread -> threads.add(thread.getName() + " " + thread.isDaemon()));
          List<?> found = (List<?>) s.result();
          assertTrue(found.stream().allMatch(one -> ((InetAddress) one).isLoopbackAddress()));
          return s.await(Net.resolve("127.0.0.1"));
        },
        s -> {
          assertEquals("[/127.0.0.1]", s.result().toString());
          int port = ((InetSocketAddress) listener.localAddress()).getPort();
          return s.await(Net.connect("localhost", port));
        },
        s -> {
          ((Connection) s.result()).close();
          return null;
        });
    assertTrue(
        threads.stream().anyMatch(name -> name.matches("fermata-lookup-\\d+ true")),
        threads::toString);
  }

  private static final class Refusing extends AbstractExecutorService {
    @Override
    public void execute(Runnable command) {
      throw new IllegalStateException("the default executor was asked");
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return true;
    }

    @Override
    public boolean isTerminated() {
      return true;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  @Test
  void anUnknownHostIsNamed() {
    UnknownHostException error =
        assertThrows(
            UnknownHostException.class,
            () -> Fermata.run(Net.connect("nowhere.invalid", 80), ends.loop));
    assertTrue(error.getMessage().contains("nowhere.invalid"), error.getMessage());
  }

  @Test
  @DisplayName("io 21: the file of a Unix socket is removed by whoever made it")
  void unixSocket(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("socket");
    Fermata.run(
        Script.of(
            s -> s.await(Net.listen(UnixDomainSocketAddress.of(file))),
            s -> {
              listener = (Listener) s.result();
              serving = createTask(listener.serve(ListenerTest::echo));
              return s.await(asking("through a file"));
            },
            s -> {
              log.add(s.result());
              log.add(Files.exists(file));
              return s.tryAwait(Net.listen(UnixDomainSocketAddress.of(file)));
            },
            s -> {
              assertInstanceOf(IOException.class, s.error());
              log.add(Files.exists(file));
              listener.close();
              return s.await(serving);
            },
            s -> log.add(Files.exists(file))),
        ends.loop);
    assertEquals(List.of("through a file", true, true, false), log);
    assertEquals(List.of(), ends.reports);
  }

  @Test
  void optionsReachTheSockets() {
    Fermata.run(
        Script.of(
            s ->
                s.await(
                    Net.listen(
                        Connected.anyPort(),
                        ListenOptions.defaults()
                            .backlog(7)
                            .set(StandardSocketOptions.SO_RCVBUF, 8_192))),
            s -> {
              listener = (Listener) s.result();
              return s.await(
                  Net.connect(
                      listener.localAddress(),
                      ConnectOptions.defaults()
                          .localAddress(Connected.anyPort())
                          .set(StandardSocketOptions.SO_KEEPALIVE, true)));
            },
            s -> {
              client = (Connection) s.result();
              client.close();
              listener.close();
              return null;
            }),
        ends.loop);
    assertEquals(7, ListenOptions.defaults().backlog(7).backlog());
    assertFalse(client.isOpen());
  }

  @Test
  @DisplayName("io 22: a virtual loop refuses clients and servers")
  void virtual() {
    for (Coroutine<?> refused :
        Arrays.<Coroutine<?>>asList(
            Script.of(s -> s.await(Net.listen(Connected.anyPort())), s -> null),
            Script.of(s -> s.await(Net.connect("localhost", 1)), s -> null))) {
      String message =
          assertThrows(
                  IllegalStateException.class,
                  () -> Fermata.run(refused, EventLoop.createVirtual()))
              .getMessage();
      assertTrue(message.contains("Net.streamPair"), message);
    }
  }

  @Test
  void aBlockedThreadIsNotWhatConnectsWaitFor() {
    serve(
        ListenerTest::echo,
        s -> s.await(Fermata.gather(asking("a"), toThread(() -> "job"))),
        s -> log.add(s.result()));
    assertEquals(List.of(List.of("a", "job")), log);
  }
}
