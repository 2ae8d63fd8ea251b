package dev.fermata.internal.net;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.net.ConnectionHandler;
import dev.fermata.net.GroupListener;
import dev.fermata.net.ListenOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Opens a listener in each of several loops, and has all of them serve. Where the system shares a
 * port's connections out among sockets, each loop has a socket of its own; else all have one, and
 * take its connections by turns.
 */
public final class ServeOnEachCoroutine extends SteppedCoroutine<GroupListener> {
  private static final int OPENED = 1;
  private static final int CLOSED = 2;

  private final List<EventLoop> loops;
  private final SocketAddress address;
  private final ListenOptions options;
  private final ConnectionHandler handler;
  private final List<Serving> serving = new ArrayList<>();

  /** Done when all listen; with an error when one cannot. */
  private final CompletableFuture<Throwable> begin = new CompletableFuture<>();

  private Throwable failure;

  public ServeOnEachCoroutine(
      List<EventLoop> loops,
      SocketAddress address,
      ListenOptions options,
      ConnectionHandler handler) {
    this.loops = loops;
    this.address = Objects.requireNonNull(address, "address");
    this.options = Objects.requireNonNull(options, "options");
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  @Override
  protected String publicName() {
    return "serve";
  }

  @Override
  protected Object step(int point, Object value) throws Throwable {
    if (point == CLOSED) {
      throw failure;
    }
    int opened = serving.size();
    if (opened < loops.size()) {
      return await(loops.get(opened).submit(this::openNext), OPENED);
    }
    if (!isShared()) {
      Round round = new Round(listeners());
      listeners().forEach(listener -> listener.takeTurns(round));
    }
    begin.complete(null);
    return new GroupServing(serving);
  }

  private List<SocketListener> listeners() {
    return serving.stream().map(Serving::listener).toList();
  }

  /**
   * Whether the system shares connections out; others than Linux give all to one of the sockets.
   */
  private boolean isShared() {
    return loops.size() > 1
        && address instanceof InetSocketAddress
        && System.getProperty("os.name", "").startsWith("Linux");
  }

  /** Called in the loop whose turn it is, while the coroutine waits for it. */
  private Coroutine<Void> openNext() throws IOException {
    Channels channels = Channels.of(LoopEngine.running());
    Serving next = new Serving(open(channels), handler, begin);
    next.start();
    serving.add(next);
    return Coroutine.done();
  }

  private SocketListener open(Channels channels) throws IOException {
    if (serving.isEmpty()) {
      ListenCoroutine.checkResolved(address);
      return open(channels, address);
    }
    SocketListener first = serving.get(0).listener();
    return isShared() ? open(channels, first.localAddress()) : first.share(channels);
  }

  private SocketListener open(Channels channels, SocketAddress at) throws IOException {
    ListenOptions own =
        isShared() ? options.set(StandardSocketOptions.SO_REUSEPORT, true) : options;
    return SocketListener.open(channels, at, own, null);
  }

  /** Closes what has been opened before. */
  @Override
  protected Object failed(int point, Throwable error) throws Throwable {
    if (failure != null || serving.isEmpty()) {
      throw failure == null ? error : failure;
    }
    failure = error;
    begin.complete(error);
    return await(GroupServing.ended(serving), CLOSED);
  }
}
