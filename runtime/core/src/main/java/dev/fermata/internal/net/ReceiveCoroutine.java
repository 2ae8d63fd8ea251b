package dev.fermata.internal.net;

import dev.fermata.continuation.Context;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.net.Datagram;

/** Takes the next datagram, as soon as there is one. */
final class ReceiveCoroutine extends StateMachineCoroutine<Datagram> {
  private static final int READY = 1;

  private final DatagramSocketEndpoint endpoint;

  ReceiveCoroutine(DatagramSocketEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  protected String publicName() {
    return "receive";
  }

  @Override
  protected Object run(int point, Context context) throws Throwable {
    if (point == START) {
      endpoint.enter(TaskContext.of(context).engine);
      endpoint.beginReceive();
    }
    try {
      if (point == READY) {
        context.result();
      }
      endpoint.checkOpen();
      Datagram received = endpoint.tryReceive();
      if (received != null) {
        return received;
      }
      context.suspendOn(endpoint.inputReady());
      return suspendAt(READY, context);
    } finally {
      if (!context.suspended) {
        endpoint.endReceive();
      }
    }
  }
}
