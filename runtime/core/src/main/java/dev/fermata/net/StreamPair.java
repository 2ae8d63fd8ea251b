package dev.fermata.net;

/**
 * Two streams in memory, of which each reads what is written to the other; {@link Net#streamPair}
 * makes them. In asyncio, what {@code socket.socketpair} is used for in tests.
 *
 * @param first one end
 * @param second the other end
 */
public record StreamPair(ByteStream first, ByteStream second) {
  /**
   * One end. In Python, the first of the pair.
   *
   * @return the stream
   */
  @Override
  public ByteStream first() {
    return first;
  }

  /**
   * The other end. In Python, the second of the pair.
   *
   * @return the stream
   */
  @Override
  public ByteStream second() {
    return second;
  }
}
