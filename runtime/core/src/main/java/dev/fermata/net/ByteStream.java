package dev.fermata.net;

import dev.fermata.Coroutine;
import java.io.IOException;
import java.time.Duration;

/**
 * Bytes in both directions: a socket, one end of {@link Net#streamPair}, or what a program puts
 * around one of these. It belongs to one loop and its thread.
 *
 * <p>asyncio: {@code StreamReader}, {@code StreamWriter}.
 */
public interface ByteStream extends ByteSource, ByteSink {
  /**
   * Ends the output behind what has been written: the other side reads up to that and finds the end
   * there, and may go on to write.
   *
   * <p>asyncio: {@code StreamWriter.write_eof}.
   *
   * @return a coroutine that ends when that is done. A second one has no effect. Cancelling its
   *     task while earlier writes have not ended leaves the output open
   * @throws IOException thrown by the coroutine: when the output has failed or is closed
   */
  Coroutine<Void> shutdownOutput() throws IOException;

  /**
   * Ends both directions, and does not wait. Nothing that was written is lost, unless the other
   * side does not end for two seconds while it sends more. Tasks that read or write get an {@link
   * IOException}.
   *
   * <p>asyncio: {@code StreamWriter.close}.
   */
  @Override
  void close();

  /**
   * Ends the output, waits until the other side has ended its own, whose bytes are dropped, and
   * closes this.
   *
   * <p>asyncio: {@code StreamWriter.close}, {@code wait_closed}.
   *
   * @param limit how long to wait
   * @return a coroutine that ends when the other side has read everything and ended, too. It throws
   *     {@link dev.fermata.TimeoutException} when that takes longer, and then has reset the stream.
   *     It is closed in any case, also when its task is cancelled
   * @throws IOException thrown by the coroutine: when the stream has failed
   */
  Coroutine<Void> closeAndWait(Duration limit) throws IOException;

  /**
   * Ends both directions at once; the other side gets an error.
   *
   * <p>asyncio: {@code transport.abort}.
   */
  void abort();

  /**
   * Whether this is not closed yet.
   *
   * <p>asyncio: {@code StreamWriter.is_closing}.
   *
   * @return true until {@link #close} or {@link #abort} is called; what the other side does has no
   *     effect on it
   */
  boolean isOpen();
}
