package dev.fermata.internal.net;

import dev.fermata.Future;
import dev.fermata.TimerHandle;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SignalFuture;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.internal.core.Words;
import dev.fermata.net.ConnectOptions;
import dev.fermata.net.Connection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Connects to the first of several addresses that answers (RFC 8305, "happy eyeballs"): when one
 * has not answered after a while, or has failed, the next one is tried as well.
 */
final class Race extends SteppedCoroutine<Connection> {
  private static final int NEWS = 1;

  private final Channels channels;

  /** What was asked for; messages name it. */
  private final SocketAddress target;

  private final Iterator<SocketAddress> addresses;
  private final ConnectOptions options;
  private final List<StackTraceElement> origin;
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<IOException> failures = new ArrayList<>();

  /** What the next step waits for: an attempt is over, or it is time for the next one. */
  private SignalFuture news;

  private TimerHandle pause;

  /** An attempt that is under way. */
  private record Attempt(SocketAddress to, SocketChannel channel, Watch watch, Future<?> ready) {}

  Race(
      Channels channels,
      SocketAddress target,
      List<SocketAddress> addresses,
      ConnectOptions options,
      List<StackTraceElement> origin) {
    this.channels = channels;
    this.target = target;
    this.addresses = addresses.iterator();
    this.options = options;
    this.origin = origin;
  }

  @Override
  protected String publicName() {
    return "connect";
  }

  @Override
  protected Object step(int point, Object value) throws IOException {
    Connection winner = point == START ? null : takeOutcomes();
    while (winner == null && addresses.hasNext() && isTimeForNext()) {
      winner = begin(addresses.next());
    }
    if (winner != null) {
      return winner;
    }
    if (attempts.isEmpty()) {
      throw failure();
    }
    news = new SignalFuture(channels.engine.origin);
    return await(news, NEWS);
  }

  /** Whether nothing is under way, or what is has had its time. */
  private boolean isTimeForNext() {
    return attempts.isEmpty() || pause == null;
  }

  /** Begins an attempt; gives the connection when it is there at once. */
  private Connection begin(SocketAddress to) throws IOException {
    SocketChannel channel = null;
    boolean begun = false;
    try {
      channel = open(to);
      boolean connected = channel.connect(to);
      Watch watch = channels.watch(channel, to);
      begun = true;
      if (connected) {
        return won(channel, watch);
      }
      Future<?> ready = watch.await(SelectionKey.OP_CONNECT);
      Futures.addWaiter(ready, Callback.of(this::tell));
      attempts.add(new Attempt(to, channel, watch, ready));
      plan();
    } catch (IOException e) {
      failed(to, e);
    } finally {
      if (channel != null && !begun) {
        channels.close(channel);
      }
    }
    return null;
  }

  private SocketChannel open(SocketAddress to) throws IOException {
    boolean isUnix = to instanceof UnixDomainSocketAddress;
    SocketChannel channel =
        isUnix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    boolean ready = false;
    try {
      channel.configureBlocking(false);
      if (!isUnix) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      Sockets.set(channel, options.socketOptions());
      if (options.localAddress() != null) {
        channel.bind(options.localAddress());
      }
      ready = true;
      return channel;
    } finally {
      if (!ready) {
        channel.close();
      }
    }
  }

  private void plan() {
    if (addresses.hasNext()) {
      long delay = LoopEngine.nanos(options.attemptDelay());
      pause = channels.engine.callLater(delay, this::pauseOver);
    }
  }

  private void pauseOver() {
    pause = null;
    tell();
  }

  private void tell() {
    news.fire();
  }

  /** Looks which attempts are over; gives the connection of the first that has succeeded. */
  private Connection takeOutcomes() {
    for (Attempt attempt : List.copyOf(attempts)) {
      if (attempt.ready.isDone()) {
        attempts.remove(attempt);
        try {
          attempt.channel.finishConnect();
          return won(attempt.channel, attempt.watch);
        } catch (IOException e) {
          failed(attempt.to, e);
          channels.close(attempt.channel);
          cancelPause();
        }
      }
    }
    return null;
  }

  private Connection won(SocketChannel channel, Watch watch) throws IOException {
    channels.opened(watch, origin);
    return new SocketConnection(channels, channel, watch);
  }

  private void failed(SocketAddress to, IOException error) {
    failures.add(Troubles.of("cannot connect to " + Words.of(to), error));
  }

  /** The failure of all attempts. */
  private IOException failure() {
    if (failures.size() == 1) {
      return failures.get(0);
    }
    String tried = failures.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
    ConnectException all =
        new ConnectException("cannot connect to " + Words.of(target) + ": " + tried);
    failures.forEach(all::addSuppressed);
    return all;
  }

  private void cancelPause() {
    if (pause != null) {
      pause.cancel();
      pause = null;
    }
  }

  @Override
  protected void ended() {
    cancelPause();
    for (Attempt attempt : attempts) {
      attempt.ready.cancel();
      channels.close(attempt.channel);
    }
    attempts.clear();
  }
}
