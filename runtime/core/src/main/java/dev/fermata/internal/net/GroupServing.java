package dev.fermata.internal.net;

import dev.fermata.AsyncBody;
import dev.fermata.Coroutine;
import dev.fermata.net.GroupListener;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** The servers of several loops at one address. */
final class GroupServing implements GroupListener {
  private final List<Serving> parts;

  GroupServing(List<Serving> parts) {
    this.parts = parts;
  }

  /** Done when all of them are closed and their handlers have ended. */
  static CompletableFuture<Void> ended(List<Serving> parts) {
    return CompletableFuture.allOf(
        parts.stream().map(Serving::whenEnded).toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public SocketAddress localAddress() {
    return parts.get(0).listener().localAddress();
  }

  @Override
  public void close() {
    for (Serving part : parts) {
      SocketListener listener = part.listener();
      try {
        listener.channels.engine.loop.callSoonThreadsafe(listener::close);
      } catch (IllegalStateException closed) {
        // And so is the listener.
      }
    }
  }

  @Override
  public CompletableFuture<Void> closeGracefully(Duration grace) {
    Objects.requireNonNull(grace, "grace");
    // What one loop has handed to another arrives there before the second step.
    return inEach(listener -> () -> drained(listener))
        .thenCompose(drained -> inEach(listener -> () -> listener.closeGracefully(grace)));
  }

  private static Coroutine<Void> drained(SocketListener listener) {
    listener.drain();
    return Coroutine.done();
  }

  /** Runs something in each loop that is not closed; done when all of it is, also if cancelled. */
  private CompletableFuture<Void> inEach(Function<SocketListener, AsyncBody<Void>> body) {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (Serving part : parts) {
      SocketListener listener = part.listener();
      try {
        running.add(
            listener
                .channels
                .engine
                .loop
                .submit(body.apply(listener))
                .exceptionally(GroupServing::ignoreStop));
      } catch (IllegalStateException closed) {
        // Nothing of it is left in that loop.
      }
    }
    return CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new));
  }

  /** The stop of a loop cancels what runs there, and may come before that has begun. */
  private static Void ignoreStop(Throwable error) {
    if (error instanceof CancellationException || error instanceof IllegalStateException) {
      return null;
    }
    throw new CompletionException(error);
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended(parts);
  }

  @Override
  public String toString() {
    return "GroupListener" + parts.stream().map(Serving::listener).toList();
  }
}
