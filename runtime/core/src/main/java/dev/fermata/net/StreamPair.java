package dev.fermata.net;

/**
 * Two streams in memory, of which each reads what is written to the other; {@link Net#streamPair}
 * makes them.
 *
 * <p>asyncio: {@code socket.socketpair}.
 *
 * @param first one end
 * @param second the other end
 */
public record StreamPair(ByteStream first, ByteStream second) {
  /**
   * One end.
   *
   * <p>asyncio: none.
   *
   * @return the stream
   */
  @Override
  public ByteStream first() {
    return first;
  }

  /**
   * The other end.
   *
   * <p>asyncio: none.
   *
   * @return the stream
   */
  @Override
  public ByteStream second() {
    return second;
  }
}
