package dev.fermata.internal.net;

import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.net.Connection;
import dev.fermata.net.ConnectionHandler;
import java.io.IOException;

/** Accepts connections until their listener is closed, and has each served by a task of a group. */
final class ServingCoroutine extends SteppedCoroutine<Void> {
  private static final int ACCEPTED = 1;

  private final SocketListener listener;
  private final ConnectionHandler handler;
  private final TaskGroup group;
  private boolean over;

  ServingCoroutine(SocketListener listener, ConnectionHandler handler, TaskGroup group) {
    this.listener = listener;
    this.handler = handler;
    this.group = group;
  }

  @Override
  protected String publicName() {
    return "serve";
  }

  @Override
  protected Object step(int point, Object value) {
    if (point == ACCEPTED) {
      serve((Connection) value);
    } else {
      listener.servedBy(this);
    }
    return await(listener.accept(), ACCEPTED);
  }

  /** Serves a connection unless all of this has ended; then the result is false. */
  boolean tryServe(Connection connection) {
    if (over) {
      return false;
    }
    serve(connection);
    return true;
  }

  private void serve(Connection connection) {
    HandlingCoroutine handling = new HandlingCoroutine(listener, connection, handler);
    listener.began(handling);
    Task<Void> task = group.createTask(handling);
    handling.runBy(task);
    // Also when it is cancelled before it begins.
    Futures.addWaiter(task, Callback.of(handling::ended));
  }

  @Override
  protected Object failed(int point, Throwable error) throws Throwable {
    if (error instanceof IOException && !listener.isOpen()) {
      return null;
    }
    throw error;
  }

  @Override
  protected void ended() {
    over = true;
  }
}
