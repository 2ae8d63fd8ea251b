package dev.fermata.internal.net;

import dev.fermata.Future;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.wait.TurnCoroutine;
import dev.fermata.internal.wait.Turns;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** Sends a datagram, when its turn has come. */
final class SendCoroutine extends TurnCoroutine {
  private final DatagramSocketEndpoint endpoint;
  private final ByteBuffer bytes;
  private final SocketAddress to;

  SendCoroutine(DatagramSocketEndpoint endpoint, ByteBuffer bytes, SocketAddress to) {
    this.endpoint = endpoint;
    this.bytes = bytes;
    this.to = to;
  }

  @Override
  protected String publicName() {
    return "send";
  }

  @Override
  protected boolean enter(Context context) {
    endpoint.enter(TaskContext.of(context).engine);
    return true;
  }

  @Override
  protected Turns turns() {
    return endpoint.senders;
  }

  @Override
  protected LoopEngine engine() {
    return endpoint.engine();
  }

  @Override
  protected Future<?> work() throws IOException {
    return endpoint.trySend(bytes, to) ? null : endpoint.outputReady();
  }
}
