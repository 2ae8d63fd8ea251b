package dev.fermata.internal.net;

import dev.fermata.Task;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.net.ConnectionHandler;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One loop's part of a server in several: serves as soon as all of them listen, and closes its
 * listener at the end, also where its loop is stopped.
 */
final class Serving extends SteppedCoroutine<Void> {
  private static final int BEGUN = 1;
  private static final int ENDED = 2;

  private final SocketListener listener;
  private final ConnectionHandler handler;
  private final CompletableFuture<Throwable> begin;
  private CompletableFuture<Void> ended;

  /**
   * Makes the part.
   *
   * @param begin done when all listen; with an error when one cannot
   */
  Serving(SocketListener listener, ConnectionHandler handler, CompletableFuture<Throwable> begin) {
    this.listener = listener;
    this.handler = handler;
    this.begin = begin;
  }

  SocketListener listener() {
    return listener;
  }

  /** Makes a task of this in the running loop, which is the listener's. */
  void start() {
    Task<Void> task = listener.channels.engine.createTask(this, null);
    // Also where it is cancelled before it begins.
    Futures.addWaiter(task, Callback.of(listener::close));
    ended = task.toCompletableFuture().exceptionally(Serving::ignoreStop);
  }

  /** The stop of a loop cancels what runs there. */
  private static Void ignoreStop(Throwable error) {
    if (error instanceof CancellationException) {
      return null;
    }
    throw new CompletionException(error);
  }

  /** Done when the listener is closed and all handlers have ended. */
  CompletableFuture<Void> whenEnded() {
    return ended;
  }

  @Override
  protected String publicName() {
    return "serve";
  }

  @Override
  protected Object step(int point, Object value) {
    return switch (point) {
      case START -> await(begin, BEGUN);
      case BEGUN -> value == null ? await(listener.serve(handler), ENDED) : null;
      default -> null;
    };
  }
}
