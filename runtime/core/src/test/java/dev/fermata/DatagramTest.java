package dev.fermata;

import static dev.fermata.Connected.anyPort;
import static dev.fermata.Connected.millis;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fermata.net.Datagram;
import dev.fermata.net.DatagramEndpoint;
import dev.fermata.net.DatagramOptions;
import dev.fermata.net.Net;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Datagrams through the loopback interface. */
@Timeout(60)
class DatagramTest {
  private final EventLoop loop = EventLoop.create();
  private final List<Object> log = new ArrayList<>();
  private DatagramEndpoint one;
  private DatagramEndpoint other;
  private Task<?> task;

  /** Runs a body with two endpoints, and closes them behind it. */
  private void run(Script.Step... body) {
    loop.setExceptionHandler((where, context) -> log.add(context.get("message")));
    Fermata.run(
        Script.of(
            s -> s.await(Net.datagrams(anyPort())),
            s -> {
              one = (DatagramEndpoint) s.result();
              return s.await(Net.datagrams(anyPort()));
            },
            s -> {
              other = (DatagramEndpoint) s.result();
              return s.await(Script.of(body));
            },
            s -> {
              one.close();
              other.close();
              return null;
            }),
        loop);
  }

  private Coroutine<Void> sendTo(DatagramEndpoint to, String text) throws IOException {
    return one.send(text.getBytes(UTF_8), to.localAddress());
  }

  private static String text(Object datagram) {
    return new String(((Datagram) datagram).bytes(), UTF_8);
  }

  @Test
  void aDatagramArrivesWithItsSender() {
    run(
        s -> s.await(sendTo(other, "hello")),
        s -> s.await(other.receive()),
        s -> {
          Datagram received = (Datagram) s.result();
          assertEquals(one.localAddress(), received.address());
          assertEquals("Datagram[5 bytes from " + one.localAddress() + "]", received.toString());
          log.add(text(received));
          return s.await(other.send("answer".getBytes(UTF_8), received.address()));
        },
        s -> s.await(one.receive()),
        s -> log.add(text(s.result())));
    assertEquals(List.of("hello", "answer"), log);
  }

  @Test
  void datagramsKeepTheirOrderAndTheirBounds() {
    run(
        s -> s.await(sendTo(other, "one")),
        s -> s.await(sendTo(other, "")),
        s -> s.await(sendTo(other, "three")),
        s -> s.await(other.receive()),
        s -> {
          log.add(text(s.result()));
          return s.await(other.receive());
        },
        s -> {
          log.add(text(s.result()));
          return s.await(other.receive());
        },
        s -> log.add(text(s.result())));
    assertEquals(List.of("one", "", "three"), log);
  }

  @Test
  void theLargestDatagramIsNotCutAndALargerOneIsRefused() {
    ByteBuffer largest = ByteBuffer.allocate(65_507).put(65_506, (byte) 7);
    run(
        s -> s.await(one.send(largest, other.localAddress())),
        s -> s.await(other.receive()),
        s -> {
          byte[] bytes = ((Datagram) s.result()).bytes();
          log.add(bytes.length + " " + bytes[65_506] + " " + largest.remaining());
          return s.tryAwait(one.send(new byte[65_508], other.localAddress()));
        },
        s -> log.add(assertInstanceOf(IOException.class, s.error()).getMessage()));
    assertEquals(
        List.of(
            "65507 7 0",
            "cannot send a datagram of 65508 bytes to "
                + other.localAddress()
                + ": the limit is 65507 bytes"),
        log);
  }

  @Test
  @DisplayName("io 2, io 5: a cancelled receive has taken nothing, and leaves at once")
  void cancelled() {
    run(
        s -> {
          task = createTask(other.receive());
          return s.await(yieldNow());
        },
        s -> {
          task.cancel();
          task = createTask(other.receive());
          return s.await(sendTo(other, "for the second"));
        },
        s -> s.await(task),
        s -> log.add(text(s.result())));
    assertEquals(List.of("for the second"), log);
  }

  @Test
  @DisplayName("io 4: one task receives, a second one is told so")
  void second() {
    run(
        s -> {
          task = createTask(other.receive());
          return s.await(yieldNow());
        },
        s -> s.tryAwait(other.receive()),
        s -> {
          log.add(assertInstanceOf(IllegalStateException.class, s.error()).getMessage());
          return task.cancel();
        });
    assertEquals(List.of("another task receives at " + other.localAddress()), log);
  }

  @Test
  void aConnectedEndpointTalksToOneOnlyAndIsToldThatNobodyIsThere() {
    DatagramEndpoint[] connected = {null};
    run(
        s ->
            s.await(
                Net.datagrams(anyPort(), DatagramOptions.defaults().remote(other.localAddress()))),
        s -> {
          connected[0] = (DatagramEndpoint) s.result();
          return s.await(sendTo(connected[0], "from a stranger"));
        },
        s -> s.await(other.send("from a friend".getBytes(UTF_8), connected[0].localAddress())),
        s -> s.await(connected[0].receive()),
        s -> {
          log.add(text(s.result()));
          return s.tryAwait(connected[0].send(new byte[1], one.localAddress()));
        },
        s -> {
          log.add(s.error().getMessage());
          other.close();
          return s.await(millis(1));
        },
        s -> s.await(connected[0].send(new byte[1], other.localAddress())),
        s -> s.tryAwait(connected[0].receive()),
        s -> {
          log.add(assertInstanceOf(PortUnreachableException.class, s.error()).getMessage());
          connected[0].close();
          return null;
        });
    assertEquals(
        List.of(
            "from a friend",
            "cannot send to "
                + one.localAddress()
                + ": the endpoint is connected to "
                + other.localAddress(),
            "nobody receives datagrams at " + other.localAddress()),
        log);
  }

  @Test
  void manyThatSendDoSoInTheirOrder() {
    run(
        s -> {
          for (int i = 0; i < 50; i++) {
            createTask(sendTo(other, "" + i));
          }
          return s.await(yieldNow());
        },
        s -> s.await(other.receive()),
        s -> {
          log.add(text(s.result()));
          return log.size() < 50 ? s.awaitThen(other.receive(), 2) : null;
        });
    for (int i = 0; i < 50; i++) {
      assertEquals("" + i, log.get(i));
    }
  }

  @Test
  void whoReceivesWhenItIsClosedIsTold() {
    run(
        s -> {
          task =
              createTask(
                  Script.of(
                      t -> t.tryAwait(other.receive()), t -> log.add(t.error().getMessage())));
          return s.await(yieldNow());
        },
        s -> {
          other.close();
          other.close();
          return s.await(task);
        },
        s -> s.tryAwait(other.receive()),
        s -> {
          log.add(s.error().getMessage());
          return s.tryAwait(other.send(new byte[1], one.localAddress()));
        },
        s -> log.add(s.error().getMessage()));
    String message =
        "cannot send or receive datagrams at " + other.localAddress() + ": the endpoint is closed";
    assertEquals(List.of(message, message, message), log);
  }

  @Test
  void addressesThatAreOfNoUseAreNamed() {
    SocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere", 1);
    run(
        s -> s.tryAwait(Net.datagrams(one.localAddress())),
        s -> {
          log.add(assertInstanceOf(BindException.class, s.error()).getMessage());
          return s.tryAwait(Net.datagrams(unresolved));
        },
        s -> {
          assertInstanceOf(UnknownHostException.class, s.error());
          return s.tryAwait(one.send(new byte[1], unresolved));
        },
        s -> {
          assertInstanceOf(UnknownHostException.class, s.error());
          return s.tryAwait(Net.datagrams(UnixDomainSocketAddress.of(Path.of("x"))));
        },
        s -> log.add(s.error().getMessage()));
    assertTrue(
        log.get(0)
            .toString()
            .startsWith("cannot receive datagrams at " + one.localAddress() + ": "),
        log::toString);
    assertEquals("there are no datagrams at x, only at addresses of the net", log.get(1));
  }

  @Test
  void optionsAreThoseThatWereSet() {
    DatagramOptions options =
        DatagramOptions.defaults()
            .set(StandardSocketOptions.SO_BROADCAST, true)
            .set(StandardSocketOptions.SO_RCVBUF, 100_000);
    assertEquals("{SO_BROADCAST=true, SO_RCVBUF=100000}", options.socketOptions().toString());
    run(
        s -> s.await(Net.datagrams(anyPort(), options)),
        s -> {
          ((DatagramEndpoint) s.result()).close();
          return null;
        });
  }

  @Test
  @DisplayName("io 13: a closed endpoint gives its descriptor back")
  void descriptors() {
    assumeTrue(Leftovers.canCount(), "descriptors cannot be counted here");
    run(
        s -> {
          log.add(Leftovers.descriptors());
          one.close();
          other.close();
          return s.await(millis(20));
        },
        s -> log.add(Leftovers.descriptors()));
    assertTrue((Long) log.get(1) <= (Long) log.get(0) - 2, log::toString);
  }

  @Test
  @DisplayName("io 22: a virtual loop refuses datagrams, and an open endpoint is reported")
  void refusedAndReported() {
    assertThrows(
        IllegalStateException.class,
        () ->
            Fermata.run(
                Script.of(s -> s.await(Net.datagrams(anyPort()))), EventLoop.createVirtual()));
    List<Object> places = new ArrayList<>();
    loop.setDebug(true);
    loop.setExceptionHandler(
        (where, context) -> {
          log.add(context.get("message").toString().replaceAll(":\\d+", ":PORT"));
          places.add(context.get("origin"));
        });
    Fermata.run(Script.of(s -> s.await(Net.datagrams(anyPort())), s -> null), loop);
    assertEquals(1, log.size(), log::toString);
    assertTrue(
        log.get(0)
            .toString()
            .matches("a datagram endpoint at .*:PORT was left open, and is closed with the loop"),
        log::toString);
    assertTrue(places.get(0) instanceof List<?> place && !place.isEmpty());
  }

  @Test
  @DisplayName("io 27: a dump says where a task receives")
  void dump() {
    run(
        s -> {
          task = createTask(other.receive(), "receiver");
          return s.await(yieldNow());
        },
        s -> {
          String tree = loop.dump().tree();
          assertTrue(tree.contains("- receiver: receives at " + other.localAddress()), tree);
          return task.cancel();
        });
  }
}
