package dev.fermata.net;

import dev.fermata.Coroutine;
import dev.fermata.internal.net.ReadinessCoroutine;
import java.io.IOException;
import java.nio.channels.SelectableChannel;

/**
 * Clients and servers of the running loop. asyncio's {@code open_connection}, {@code start_server}
 * and their like.
 *
 * <p>All of it belongs to the loop in which it is first used, and to that loop's thread. Virtual
 * loops have no sockets.
 */
public final class Net {
  private Net() {}

  // ---------------------------------------------------------------- other people's channels

  /**
   * Waits until something can be read from a channel, or a connection be accepted. In place of
   * asyncio's {@code loop.add_reader}.
   *
   * @param channel a channel that does not block; it stays registered with the loop until it is
   *     closed
   * @return a coroutine that ends as soon as the channel is ready. Cancelling its task withdraws it
   *     at once. It throws {@link IllegalArgumentException} when the channel is blocking, {@link
   *     IllegalStateException} when another task waits for the same
   * @throws IOException thrown by the coroutine: when the channel is closed, also meanwhile
   */
  public static Coroutine<Void> readable(SelectableChannel channel) throws IOException {
    return new ReadinessCoroutine(channel, true);
  }

  /**
   * Waits until something can be written to a channel, or its connection is there or has failed. In
   * place of asyncio's {@code loop.add_writer}.
   *
   * @param channel a channel that does not block; it stays registered with the loop until it is
   *     closed
   * @return a coroutine that ends as soon as the channel is ready. Cancelling its task withdraws it
   *     at once. It throws {@link IllegalArgumentException} when the channel is blocking, {@link
   *     IllegalStateException} when another task waits for the same
   * @throws IOException thrown by the coroutine: when the channel is closed, also meanwhile
   */
  public static Coroutine<Void> writable(SelectableChannel channel) throws IOException {
    return new ReadinessCoroutine(channel, false);
  }
}
