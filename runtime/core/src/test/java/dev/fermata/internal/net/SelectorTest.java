package dev.fermata.internal.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.net.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Systems that fail: selectors that spin, and no descriptors left. */
@Timeout(60)
class SelectorTest {
  private final List<Object> log = new ArrayList<>();
  private final EventLoop loop = EventLoop.create();

  /** A coroutine of one or two awaits, for tests. */
  private abstract static class Steps extends SteppedCoroutine<Object> {
    static final int SECOND = 1;
  }

  @Test
  @DisplayName("io 16: out of descriptors a listener pauses, reports once, and goes on")
  void outOfDescriptors() {
    int[] attempts = {0};
    loop.setExceptionHandler(
        (where, context) ->
            log.add(context.get("message").toString().replaceAll("/\\S+", "ADDRESS")));
    Coroutine<Object> main =
        new Steps() {
          private ServerSocketChannel channel;
          private SocketChannel client;
          private SocketListener listener;
          private long begin;

          @Override
          protected Object step(int point, Object value) throws Throwable {
            if (point == START) {
              channel = ServerSocketChannel.open();
              channel.configureBlocking(false);
              channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
              client = SocketChannel.open(channel.getLocalAddress());
              listener =
                  new SocketListener(
                      Channels.of(LoopEngine.running()), channel, this::failTwice, null);
              begin = System.nanoTime();
              return await(listener.accept(), SECOND);
            }
            long waited = System.nanoTime() - begin;
            assertTrue(waited >= 200_000_000, () -> "waited " + waited);
            ((Connection) value).abort();
            client.close();
            listener.close();
            return null;
          }

          private SocketChannel failTwice() throws IOException {
            if (++attempts[0] <= 2) {
              throw new IOException("Too many open files");
            }
            return channel.accept();
          }
        };
    Fermata.run(main, loop);
    assertEquals(
        List.of("no connections can be accepted at ADDRESS now; trying again and again"), log);
  }

  @Test
  @DisplayName("io 11: a selector that spins is noticed and replaced, and nobody's wait is lost")
  void spinning() {
    List<Spinning> selectors = new ArrayList<>();
    Fermata.run(acceptBy(selectors), loop);
    assertEquals(2, selectors.size());
    assertFalse(selectors.get(0).isOpen());
  }

  @Test
  @DisplayName("io 11: the same of a selector by which another thread than the loop's waits")
  void spinningBesideAHost() {
    List<Spinning> selectors = new ArrayList<>();
    ExecutorService host = Executors.newSingleThreadExecutor();
    EventLoop.runHosted(host::execute, () -> acceptBy(selectors)).join();
    host.shutdown();
    assertEquals(2, selectors.size());
    assertFalse(selectors.get(0).isOpen());
  }

  /** Accepts a connection by selectors of which the first one spins. */
  private Coroutine<Object> acceptBy(List<Spinning> selectors) {
    return new Steps() {
      private Channels channels;
      private ServerSocketChannel channel;

      @Override
      protected Object step(int point, Object value) throws Throwable {
        if (point == START) {
          channels = new Channels(LoopEngine.running(), () -> open(selectors));
          channel = ServerSocketChannel.open();
          channel.configureBlocking(false);
          channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
          Watch watch = channels.watch(channel, "a spinning selector");
          var unused =
              LoopEngine.running()
                  .callLater(
                      50_000_000,
                      () -> {
                        try {
                          log.add(SocketChannel.open(channel.getLocalAddress()));
                        } catch (IOException e) {
                          log.add(e);
                        }
                      });
          return await(watch.await(SelectionKey.OP_ACCEPT), SECOND);
        }
        channels.close(channel);
        ((SocketChannel) log.get(0)).close();
        return null;
      }
    };
  }

  private static Selector open(List<Spinning> selectors) throws IOException {
    Spinning selector = new Spinning(Selector.open(), selectors.isEmpty());
    selectors.add(selector);
    return selector;
  }

  /** Finds nothing, and says so at once. */
  private static final class Spinning extends AbstractSelector {
    final Selector real;
    final boolean isSpinning;

    Spinning(Selector real, boolean isSpinning) {
      super(SelectorProvider.provider());
      this.real = real;
      this.isSpinning = isSpinning;
    }

    @Override
    protected void implCloseSelector() throws IOException {
      real.close();
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int ops, Object attachment) {
      try {
        return channel.register(real, ops, attachment);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Set<SelectionKey> keys() {
      return real.keys();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
      return real.selectedKeys();
    }

    @Override
    public int selectNow() throws IOException {
      return real.selectNow();
    }

    @Override
    public int select(long timeout) throws IOException {
      return isSpinning ? 0 : real.select(timeout);
    }

    @Override
    public int select() throws IOException {
      return isSpinning ? 0 : real.select();
    }

    @Override
    public int select(Consumer<SelectionKey> action, long timeout) throws IOException {
      return isSpinning ? 0 : real.select(action, timeout);
    }

    @Override
    public int selectNow(Consumer<SelectionKey> action) throws IOException {
      return isSpinning ? 0 : real.selectNow(action);
    }

    @Override
    public Selector wakeup() {
      real.wakeup();
      return this;
    }
  }
}
