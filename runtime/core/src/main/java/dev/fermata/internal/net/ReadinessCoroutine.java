package dev.fermata.internal.net;

import static java.nio.channels.SelectionKey.OP_ACCEPT;
import static java.nio.channels.SelectionKey.OP_CONNECT;
import static java.nio.channels.SelectionKey.OP_READ;
import static java.nio.channels.SelectionKey.OP_WRITE;

import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LeafCoroutine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.core.Words;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;

/** Waits until somebody else's channel is ready. */
public final class ReadinessCoroutine extends LeafCoroutine<Void> {
  private final SelectableChannel channel;
  private final boolean forInput;

  public ReadinessCoroutine(SelectableChannel channel, boolean forInput) {
    if (channel == null) {
      throw new NullPointerException("channel");
    }
    this.channel = channel;
    this.forInput = forInput;
  }

  @Override
  protected String publicName() {
    return forInput ? "Net.readable" : "Net.writable";
  }

  @Override
  protected Object begin(Context context) throws IOException {
    Channels channels = Channels.of(TaskContext.of(context).engine);
    if (channel.isBlocking()) {
      throw new IllegalArgumentException(
          Words.of(channel) + " is blocking: call configureBlocking(false) before");
    }
    int operation = channel.validOps() & (forInput ? OP_READ | OP_ACCEPT : OP_WRITE | OP_CONNECT);
    if (operation == (OP_WRITE | OP_CONNECT)) {
      boolean connecting = channel instanceof SocketChannel socket && !socket.isConnected();
      operation = connecting ? OP_CONNECT : OP_WRITE;
    }
    if (operation == 0) {
      throw new IllegalArgumentException(
          Words.of(channel) + " is never " + (forInput ? "readable" : "writable"));
    }
    return context.suspendOn(channels.watch(channel).await(operation));
  }
}
