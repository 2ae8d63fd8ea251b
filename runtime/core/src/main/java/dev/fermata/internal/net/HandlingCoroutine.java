package dev.fermata.internal.net;

import dev.fermata.CancelledError;
import dev.fermata.Task;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.internal.core.Throwables;
import dev.fermata.internal.core.Words;
import dev.fermata.net.Connection;
import dev.fermata.net.ConnectionHandler;

/** Serves one connection of a listener. Its failure is its own only. */
final class HandlingCoroutine extends SteppedCoroutine<Void> {
  private static final int HANDLED = 1;
  private static final int GREETED = 2;

  private final SocketListener listener;
  private final Connection connection;
  private final ConnectionHandler handler;
  private Task<Void> task;

  HandlingCoroutine(SocketListener listener, Connection connection, ConnectionHandler handler) {
    this.listener = listener;
    this.connection = connection;
    this.handler = handler;
  }

  void runBy(Task<Void> made) {
    task = made;
  }

  Task<Void> task() {
    return task;
  }

  @Override
  protected String publicName() {
    return "serve";
  }

  @Override
  protected Object step(int point, Object value) throws Throwable {
    if (point == HANDLED) {
      return null;
    }
    try {
      return point == START && listener.layer() != null
          ? await(listener.layer().greet(connection), GREETED)
          : await(handler.handle(connection), HANDLED);
    } catch (Throwable error) {
      return failed(HANDLED, error);
    }
  }

  @Override
  protected Object failed(int point, Throwable error) throws Throwable {
    if (error instanceof CancelledError || Throwables.isFatal(error)) {
      throw error;
    }
    String what = point == GREETED ? "a handshake with " : "the handler of a connection to ";
    listener.channels.engine.failures.report(
        Failures.context(what + Words.of(connection.remoteAddress()) + " has failed", error));
    return null;
  }

  @Override
  protected void ended() {
    listener.ended(this);
    connection.close();
  }
}
