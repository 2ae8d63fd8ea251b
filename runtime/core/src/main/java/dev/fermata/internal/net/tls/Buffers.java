package dev.fermata.internal.net.tls;

import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.LoopLocal;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The buffers of a loop for the moment of one read or write, so that an idle connection holds none.
 * There are several, because TLS may go through TLS. They are arrays: the JDK's ciphers work on
 * those, and copy what is elsewhere.
 */
final class Buffers {
  private static final LoopLocal<Buffers> OF = new LoopLocal<>(engine -> new Buffers());

  /** Four records with their overhead, and the start of a fifth one, of the largest kind. */
  private static final int SIZE = 65_536 + 36_864;

  private static final int MOST_KEPT = 4;

  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

  Buffers() {}

  static Buffers of(LoopEngine engine) {
    return OF.of(engine);
  }

  /** An empty buffer, to be given back before the caller's step ends. */
  ByteBuffer take() {
    ByteBuffer buffer = free.pollLast();
    return buffer == null ? ByteBuffer.allocate(SIZE) : buffer.clear();
  }

  void give(ByteBuffer buffer) {
    if (free.size() < MOST_KEPT) {
      free.addLast(buffer);
    }
  }
}
