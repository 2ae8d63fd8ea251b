package dev.fermata.net;

import dev.fermata.Coroutine;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes that arrive one after the other, as from a socket; {@link StreamReader} reads lines and
 * blocks of any of these. One task at a time reads.
 *
 * <p>asyncio: {@code StreamReader}.
 */
public interface ByteSource extends AutoCloseable {
  /**
   * Reads what is there, as soon as anything is.
   *
   * <p>asyncio: {@code StreamReader.read}.
   *
   * @param into where the bytes go; not to be touched until the coroutine has ended
   * @return a coroutine that gives how many bytes it has read, at least 1; -1 at the end of the
   *     input; 0 only when {@code into} has no room. When its task is cancelled meanwhile, it has
   *     read nothing. It throws {@link IllegalStateException} when another task reads
   * @throws IOException thrown by the coroutine: when the input has failed or is closed
   */
  Coroutine<Integer> read(ByteBuffer into) throws IOException;

  /**
   * Reads what is there, as soon as anything is.
   *
   * <p>asyncio: {@code StreamReader.read}.
   *
   * @param max the most bytes to read, at least 1
   * @return a coroutine that gives the bytes; none at the end of the input. When its task is
   *     cancelled meanwhile, it has read nothing
   * @throws IOException thrown by the coroutine: when the input has failed or is closed
   */
  default Coroutine<byte[]> read(int max) throws IOException {
    return StreamReader.readFrom(this, max);
  }

  /**
   * Ends the reading. A second call has no effect.
   *
   * <p>asyncio: none.
   */
  @Override
  void close();
}
