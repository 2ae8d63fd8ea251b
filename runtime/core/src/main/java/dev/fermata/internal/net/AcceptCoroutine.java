package dev.fermata.internal.net;

import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.SleepCoroutine;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.net.Connection;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.List;

/** Takes the next connection, as soon as there is one, and descriptors are left for it. */
final class AcceptCoroutine extends StateMachineCoroutine<Connection> {
  private static final int GO_ON = 1;
  private static final long PAUSE = 100_000_000L;

  private final SocketListener listener;
  private final List<StackTraceElement> origin;

  AcceptCoroutine(SocketListener listener, List<StackTraceElement> origin) {
    this.listener = listener;
    this.origin = origin;
  }

  @Override
  protected String publicName() {
    return "accept";
  }

  @Override
  protected Object run(int point, Context context) throws Throwable {
    if (point == GO_ON) {
      context.result();
    } else if (TaskContext.of(context).engine != listener.channels.engine) {
      throw new IllegalStateException(listener + " belongs to another event loop");
    }
    listener.checkOpen();
    try {
      Connection accepted = listener.tryAccept(origin);
      if (accepted != null) {
        listener.noteAccepted();
        return accepted;
      }
      context.suspendOn(listener.watch.await(SelectionKey.OP_ACCEPT));
    } catch (ClosedChannelException e) {
      listener.checkOpen();
      throw e;
    } catch (IOException e) {
      listener.noteFailed(e);
      Awaited.await(new SleepCoroutine<Void>(PAUSE, null), context);
    }
    return suspendAt(GO_ON, context);
  }
}
