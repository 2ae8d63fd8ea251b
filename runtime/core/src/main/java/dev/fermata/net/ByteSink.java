package dev.fermata.net;

import dev.fermata.Coroutine;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes bytes one after the other, as a socket does. It has no buffer of its own; {@link
 * StreamWriter} has one.
 *
 * <p>asyncio: {@code StreamWriter}.
 */
public interface ByteSink extends AutoCloseable {
  /**
   * Writes bytes. The coroutine ends as soon as the system has taken all of them. Several tasks may
   * write; each write goes out whole, in the order of the calls. To write nothing is done at once.
   *
   * <p>asyncio: {@code StreamWriter.writelines}, {@code drain}.
   *
   * @param all what to write, up to each one's limit; not to be touched until the coroutine has
   *     ended
   * @return a coroutine that ends when all is written. When its task is cancelled before any of it
   *     is, nothing has happened; in the middle, the output is broken, and later writes say so
   * @throws IOException thrown by the coroutine: when the output has failed, is broken or closed
   */
  Coroutine<Void> write(ByteBuffer... all) throws IOException;

  /**
   * Writes bytes, as {@link #write(ByteBuffer...)} does.
   *
   * <p>asyncio: {@code StreamWriter.write}.
   *
   * @param bytes what to write; not to be changed until the coroutine has ended
   * @return a coroutine that ends when all is written. For cancelling see the other method
   * @throws IOException thrown by the coroutine: when the output has failed, is broken or closed
   */
  default Coroutine<Void> write(byte[] bytes) throws IOException {
    return write(ByteBuffer.wrap(bytes));
  }

  /**
   * Ends the writing. A second call has no effect.
   *
   * <p>asyncio: {@code StreamWriter.close}.
   */
  @Override
  void close();
}
