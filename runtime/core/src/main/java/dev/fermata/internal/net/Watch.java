package dev.fermata.internal.net;

import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import dev.fermata.Future;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Words;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A channel in a loop, with who waits for it: one for its input, and one for its output. It is also
 * the handle that tells them, in the pass in which the channel is found ready; they run in the
 * next, as in asyncio.
 *
 * <p>The selector goes on to look at the input when nobody waits for it any more: as a rule the
 * same task waits again before the next select, and the system need not be told of either. It stops
 * when it finds input that nobody waits for. Of the output it finds nearly always that it is ready,
 * and so stops at once.
 */
final class Watch extends Callback {
  private static final int INPUT = OP_READ | OP_ACCEPT;

  private final Channels channels;
  final SelectableChannel channel;

  /** What dumps and messages call the other end; null for the channel itself. */
  private final Object peer;

  /** What is to be closed at the end of the loop; null for other people's channels. */
  private Channels.Owner owner;

  private SelectionKey key;

  /** What the selector looks at. */
  private int interest;

  /** What has been found ready, and not told yet. */
  private int ready;

  private Readiness input;
  private Readiness output;

  Watch(Channels channels, SelectableChannel channel, Object peer) {
    this.channels = channels;
    this.channel = channel;
    this.peer = peer;
  }

  /**
   * Begins to wait for an operation to be possible.
   *
   * @throws IllegalStateException when another task does so
   */
  Future<Void> await(int operation) throws IOException {
    boolean isInput = (operation & INPUT) != 0;
    Readiness other = isInput ? input : output;
    if (other != null) {
      throw new IllegalStateException("another task " + other.activity());
    }
    Readiness waiting = new Readiness(channels.engine, this, operation);
    show(interest | operation);
    if (isInput) {
      input = waiting;
    } else {
      output = waiting;
    }
    channels.engine.outsideWork().stageBegun();
    return waiting;
  }

  /** Has a selector look at the channel; in place of the one before, where that has failed. */
  void register(Selector selector) throws IOException {
    key = channel.register(selector, interest, this);
    channels.noteChange();
  }

  /** Has the selector look at these operations. */
  private void show(int operations) throws IOException {
    if (interest == operations) {
      return;
    }
    try {
      key.interestOps(operations);
      interest = operations;
      channels.noteChange();
    } catch (CancelledKeyException e) {
      ClosedChannelException closed = new ClosedChannelException();
      closed.initCause(e);
      throw closed;
    }
  }

  /** The selector has found the channel ready; called in the midst of the select. */
  void found(int operations) {
    int unwanted = operations & (OP_WRITE | OP_CONNECT);
    if (input == null) {
      unwanted |= operations & INPUT;
    }
    if ((interest & unwanted) != 0) {
      interest &= ~unwanted;
      key.interestOps(interest);
      channels.noteChange();
    }
    if (input == null && output == null) {
      return;
    }
    if (ready == 0) {
      channels.engine.add(this);
    }
    ready |= operations;
  }

  /** Tells who waits. */
  @Override
  protected void run() {
    int operations = ready;
    ready = 0;
    if (input != null && (operations & input.operation) != 0) {
      take(input).fire();
    }
    if (output != null && (operations & output.operation) != 0) {
      take(output).fire();
    }
  }

  private Readiness take(Readiness waiting) {
    forget(waiting);
    return waiting;
  }

  /** Somebody waits no more. */
  void forget(Readiness waiting) {
    if (waiting == input) {
      input = null;
    } else if (waiting == output) {
      output = null;
    } else {
      return;
    }
    channels.engine.outsideWork().stageEnded();
  }

  /** Fails those who wait, for the channel is closed. */
  void end(Supplier<IOException> why) {
    if (input != null) {
      take(input).end(why.get());
    }
    if (output != null) {
      take(output).end(why.get());
    }
  }

  /** Forgets who waits, who is no task. */
  void forgetInput() {
    if (input != null) {
      forget(input);
    }
  }

  void belongTo(Channels.Owner given) {
    owner = given;
  }

  Channels.Owner owner() {
    return owner;
  }

  String peer() {
    return Words.of(peer);
  }

  @Override
  protected List<? extends Future<?>> wakes() {
    return Stream.of(input, output).filter(waiting -> waiting != null).toList();
  }

  /** What a task does that waits for an operation. */
  String doing(int operation) {
    if (peer == null) {
      String state = (operation & INPUT) != 0 ? " is readable" : " is writable";
      return "waits until " + Words.of(channel) + state;
    }
    if (channel instanceof DatagramChannel) {
      return (operation == OP_READ ? "receives at " : "sends from ") + peer();
    }
    return switch (operation) {
      case OP_READ -> "reads from " + peer();
      case OP_ACCEPT -> "accepts at " + peer();
      case OP_CONNECT -> "connects to " + peer();
      default -> "writes to " + peer();
    };
  }

  @Override
  public String toString() {
    return "Watch[" + Words.of(peer == null ? channel : peer) + "]";
  }
}
