package dev.fermata.internal.net;

import dev.fermata.Poller;
import dev.fermata.internal.core.CloseListener;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.LoopLocal;
import dev.fermata.internal.core.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The channels of a loop, and the selector that it waits by while it has any: with the last channel
 * the loop goes back to waiting as loops without channels do.
 */
public final class Channels implements Poller, CloseListener {
  private static final LoopLocal<Channels> OF = new LoopLocal<>(Channels::new);

  /** How often in a row a select may return at once with nothing before that counts as a defect. */
  private static final int MOST_SPINS = 512;

  private static final long MILLI = 1_000_000;

  /** Where selectors come from. */
  interface Source {
    Selector open() throws IOException;
  }

  final LoopEngine engine;
  private final Source source;
  private Selector selector;

  /** Other people's channels, which may be closed without a word. */
  private final List<Watch> foreign = new ArrayList<>();

  private int spins;

  /** Whether the select that is under way, or the next one, has been asked to return. */
  private volatile boolean woken;

  private Channels(LoopEngine engine) {
    this(engine, Selector::open);
  }

  Channels(LoopEngine engine, Source source) {
    this.engine = engine;
    this.source = source;
  }

  /**
   * Those of a loop.
   *
   * @throws IllegalStateException when that can have no channels
   */
  public static Channels of(LoopEngine engine) {
    Channels known = OF.orNull(engine);
    return known != null ? known : make(engine);
  }

  private static Channels make(LoopEngine engine) {
    if (engine.isVirtual()) {
      throw new IllegalStateException(
          "a virtual loop has no sockets, for its clock would not wait for them: use"
              + " Net.streamPair, whose two ends are in memory");
    }
    if (engine.poller() != null) {
      throw new IllegalStateException(
          "this loop waits by a poller of its own, "
              + Words.of(engine.poller())
              + ": use the channels that belong to that");
    }
    return OF.of(engine);
  }

  /** The watch over somebody else's channel. */
  Watch watch(SelectableChannel channel) throws IOException {
    SelectionKey key = channel.keyFor(selector());
    if (key != null) {
      return (Watch) key.attachment();
    }
    Watch made = watch(channel, null);
    foreign.add(made);
    return made;
  }

  /**
   * Begins to watch over a channel.
   *
   * @param peer what dumps and messages call the other end
   */
  Watch watch(SelectableChannel channel, String peer) throws IOException {
    Watch watch = new Watch(this, channel, peer);
    watch.register(selector());
    if (engine.poller() == null) {
      engine.use(this);
    }
    return watch;
  }

  private Selector selector() throws IOException {
    if (selector == null) {
      selector = source.open();
    }
    return selector;
  }

  /** A channel has been closed: only a select gives its descriptor back. */
  void closed() {
    if (engine.isRunning()) {
      engine.pollSoon();
    } else if (selector != null) {
      try {
        selector.selectNow(this::found);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  // ---------------------------------------------------------------- selecting

  @Override
  public void poll(long nanos) throws IOException {
    boolean wasWoken = woken;
    woken = false;
    if (nanos <= 0 || wasWoken) {
      selector.selectNow(this::found);
    } else {
      select(nanos);
    }
    if (!foreign.isEmpty()) {
      forgetClosed();
    }
    if (selector.keys().isEmpty()) {
      engine.dismissPoller();
    }
  }

  private void select(long nanos) throws IOException {
    long begin = System.nanoTime();
    // A selector knows milliseconds only; to come early would mean to select again.
    long millis = (nanos + MILLI - 1) / MILLI;
    int found = selector.select(this::found, millis);
    boolean inVain = found == 0 && !woken && System.nanoTime() - begin < MILLI / 2;
    spins = inVain ? spins + 1 : 0;
    if (spins > MOST_SPINS) {
      spins = 0;
      replaceSelector();
    }
  }

  /** What is ready is read here: later the key may have been cancelled. */
  private void found(SelectionKey key) {
    try {
      ((Watch) key.attachment()).found(key.readyOps());
    } catch (CancelledKeyException e) {
      // Another thread has closed the channel just now.
    }
  }

  @Override
  public void wakeUp() {
    woken = true;
    Selector current = selector;
    if (current != null) {
      current.wakeup();
    }
  }

  /** Leaves a selector that returns again and again without a reason. */
  private void replaceSelector() throws IOException {
    Selector old = selector;
    selector = source.open();
    for (SelectionKey key : old.keys()) {
      if (key.isValid()) {
        ((Watch) key.attachment()).register(selector);
      }
    }
    old.close();
  }

  private void forgetClosed() {
    for (Iterator<Watch> watches = foreign.iterator(); watches.hasNext(); ) {
      Watch watch = watches.next();
      if (!watch.channel.isOpen()) {
        watches.remove();
        watch.end(ClosedChannelException::new);
      }
    }
  }

  // ---------------------------------------------------------------- the end

  @Override
  public void loopClosed() {
    if (selector == null) {
      return;
    }
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
