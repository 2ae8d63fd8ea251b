package dev.fermata.internal.net;

import dev.fermata.continuation.Context;
import dev.fermata.internal.core.StateMachineCoroutine;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads what is there, as soon as anything is. When the last read has found less than it had room
 * for, the next one does not try but waits at once: so each costs one system call.
 */
abstract class ReadCoroutine<T> extends StateMachineCoroutine<T> {
  private static final int READY = 1;

  final StreamBase stream;

  ReadCoroutine(StreamBase stream) {
    this.stream = stream;
  }

  /** Gives what is there; null when nothing is. */
  abstract Object attempt() throws IOException;

  @Override
  protected final String publicName() {
    return "read";
  }

  @Override
  protected final Object run(int point, Context context) throws Throwable {
    if (point == START) {
      stream.beginRead(context);
    }
    try {
      if (point == READY) {
        context.result();
        stream.checkInput();
      }
      Object read = point == START && stream.isDrained() ? null : attempt();
      if (read != null) {
        return read;
      }
      context.suspendOn(stream.inputReady());
      return suspendAt(READY, context);
    } finally {
      if (!context.suspended) {
        stream.endRead();
      }
    }
  }

  /** Reads into a buffer. */
  static final class Into extends ReadCoroutine<Integer> {
    private final ByteBuffer into;

    Into(StreamBase stream, ByteBuffer into) {
      super(stream);
      if (into.isReadOnly()) {
        throw new IllegalArgumentException("nothing can be read into a read-only buffer");
      }
      this.into = into;
    }

    @Override
    Object attempt() throws IOException {
      if (!into.hasRemaining()) {
        return 0;
      }
      int count = stream.tryRead(into);
      return count == 0 ? null : (Integer) count;
    }
  }

  /** Reads into a new array. */
  static final class Bytes extends ReadCoroutine<byte[]> {
    private final int max;

    Bytes(StreamBase stream, int max) {
      super(stream);
      if (max < 1) {
        throw new IllegalArgumentException("to read at most " + max + " bytes makes no sense");
      }
      this.max = max;
    }

    @Override
    Object attempt() throws IOException {
      return stream.tryRead(max);
    }
  }
}
