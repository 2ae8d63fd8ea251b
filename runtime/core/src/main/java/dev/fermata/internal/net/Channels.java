package dev.fermata.internal.net;

import dev.fermata.internal.core.CloseListener;
import dev.fermata.internal.core.DetachedPoller;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.LoopLocal;
import dev.fermata.internal.core.Origin;
import dev.fermata.internal.core.Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The channels of a loop, and the selector that it waits by while it has any: with the last channel
 * the loop goes back to waiting as loops without channels do.
 */
public final class Channels implements DetachedPoller, CloseListener {
  private static final LoopLocal<Channels> OF = new LoopLocal<>(Channels::new);

  /** How often in a row a select may return at once with nothing before that counts as a defect. */
  private static final int MOST_SPINS = 512;

  private static final long MILLI = 1_000_000;

  /** Where selectors come from. */
  interface Source {
    Selector open() throws IOException;
  }

  /** What a program opened, and should close. */
  interface Owner {
    /** What reports call it; null when it has been closed. */
    String leftOpen();
  }

  /** As many channels that were left open are told one by one. */
  private static final int MOST_REPORTS = 10;

  private static final int BUFFER_SIZE = 65_536;

  final LoopEngine engine;
  private final Source source;
  private Selector selector;

  /** Other people's channels, which may be closed without a word. */
  private final List<Watch> foreign = new ArrayList<>();

  /** What opened a channel that is not closed yet; in debug mode. */
  private final Map<Watch, List<StackTraceElement>> origins = new HashMap<>();

  /** What all connections read and write through; null until one does. */
  private ByteBuffer shared;

  private int spins;

  /** Whether the select that is under way, or the next one, has been asked to return. */
  private volatile boolean woken;

  /** Whether another thread waits by the selector, or is about to. */
  private volatile boolean awaited;

  /** Whether that has something to notice. */
  private boolean changed;

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
  Watch watch(SelectableChannel channel, Object peer) throws IOException {
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

  /** A buffer for the moment of one read or write. */
  ByteBuffer shared() {
    if (shared == null) {
      shared = ByteBuffer.allocateDirect(BUFFER_SIZE);
    }
    return shared;
  }

  /** Closes a channel. Only a select gives its descriptor back, and so is asked for. */
  void close(SelectableChannel channel) {
    close(channel, !engine.isRunning());
  }

  /** Closes a channel and gives its descriptor back at once. */
  void closeAtOnce(SelectableChannel channel) {
    close(channel, true);
  }

  private void close(SelectableChannel channel, boolean atOnce) {
    try {
      if (!origins.isEmpty() && channel.keyFor(selector) != null) {
        origins.remove((Watch) channel.keyFor(selector).attachment());
      }
      channel.close();
      if (!atOnce) {
        engine.pollSoon();
      } else if (selector != null && selector.isOpen()) {
        selectNow();
      }
    } catch (IOException e) {
      engine.failures.report(
          Failures.context("a channel could not be closed: " + Words.of(channel), e));
    }
  }

  // ---------------------------------------------------------------- where channels come from

  /** What calls the library, when the loop is in debug mode; else null. */
  static List<StackTraceElement> origin() {
    LoopEngine running = LoopEngine.runningOrNull();
    return running != null && running.isDebug() ? Origin.here() : null;
  }

  void opened(Watch watch, List<StackTraceElement> origin) {
    if (origin != null) {
      origins.put(watch, origin);
    }
  }

  // ---------------------------------------------------------------- selecting

  @Override
  public void poll(long nanos) throws IOException {
    boolean wasWoken = woken;
    woken = false;
    if (nanos <= 0 || wasWoken) {
      selectNow();
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

  private void selectNow() throws IOException {
    if (awaited) {
      // The selector belongs to that thread until it is woken, and after that to this one.
      noteChange();
      engine.returnAfterPass();
      wakeUp();
    }
    selector.selectNow(this::found);
    if (spins > MOST_SPINS) {
      replaceSelector();
    }
  }

  private void select(long nanos) throws IOException {
    // A selector knows milliseconds only; to come early would mean to select again.
    select(this::found, (nanos + MILLI - 1) / MILLI);
    if (spins > MOST_SPINS) {
      replaceSelector();
    }
  }

  /** Selects, and notes when that was in vain. */
  private int select(Consumer<SelectionKey> action, long millis) throws IOException {
    long begin = System.nanoTime();
    int found = selector.select(action, millis);
    boolean inVain = found == 0 && !woken && System.nanoTime() - begin < MILLI / 2;
    spins = inVain ? spins + 1 : 0;
    return found;
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
    spins = 0;
    Selector old = selector;
    selector = source.open();
    for (SelectionKey key : old.keys()) {
      if (key.isValid()) {
        ((Watch) key.attachment()).register(selector);
      }
    }
    old.close();
  }

  // ---------------------------------------------------------------- another thread's wait

  @Override
  public boolean await() throws IOException {
    woken = false;
    awaited = true;
    try {
      int found = 0;
      while (found == 0 && !woken && spins <= MOST_SPINS) {
        found = select(ready -> {}, 0);
      }
      return found > 0 || spins > MOST_SPINS;
    } catch (ClosedSelectorException atTheEnd) {
      return false;
    } finally {
      awaited = false;
    }
  }

  @Override
  public boolean refresh() {
    boolean noticing = changed;
    changed = false;
    if (noticing && awaited) {
      wakeUp();
    }
    return noticing;
  }

  /** What the selector looks at has changed: a select that is under way does not know. */
  void noteChange() {
    changed = true;
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
    int left = 0;
    for (SelectionKey key : List.copyOf(selector.keys())) {
      Watch watch = (Watch) key.attachment();
      if (watch.owner() != null) {
        String open = watch.owner().leftOpen();
        if (open != null && ++left <= MOST_REPORTS) {
          reportLeft(watch, open);
        }
        close(watch.channel);
      }
    }
    if (left > MOST_REPORTS) {
      engine.failures.report(
          Failures.context("and " + (left - MOST_REPORTS) + " more were left open", null));
    }
    try {
      selector.close();
    } catch (IOException e) {
      engine.failures.report(Failures.context("the loop's selector could not be closed", e));
    }
  }

  private void reportLeft(Watch watch, String what) {
    Map<String, Object> context =
        Failures.context(what + " was left open, and is closed with the loop", null);
    List<StackTraceElement> origin = origins.get(watch);
    if (origin != null) {
      context.put("origin", origin);
    }
    engine.failures.report(context);
  }
}
