package dev.fermata.internal.net;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.wait.Waiter;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** Sends a datagram, when its turn has come. */
final class SendCoroutine extends StateMachineCoroutine<Void> {
  private static final int TURN = 1;
  private static final int READY = 2;

  private final DatagramSocketEndpoint endpoint;
  private final ByteBuffer bytes;
  private final SocketAddress to;
  private Waiter waiter;

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
  protected Object run(int point, Context context) throws Throwable {
    if (point == START) {
      endpoint.enter(TaskContext.of(context).engine);
      if (!endpoint.senders.tryTake()) {
        waiter = endpoint.senders.join(endpoint.engine());
        Awaited.await(waiter, context);
        return suspendAt(TURN, context);
      }
    } else if (point == TURN) {
      takeTurn(context);
    }
    try {
      if (point == READY) {
        context.result();
      }
      if (!endpoint.trySend(bytes, to)) {
        context.suspendOn(endpoint.outputReady());
        return suspendAt(READY, context);
      }
      return null;
    } finally {
      if (!context.suspended) {
        endpoint.senders.pass();
      }
    }
  }

  private void takeTurn(Context context) throws Throwable {
    boolean failed = true;
    try {
      context.result();
      failed = false;
    } finally {
      endpoint.senders.arrived(waiter, failed);
    }
  }
}
