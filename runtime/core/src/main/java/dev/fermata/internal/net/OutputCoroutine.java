package dev.fermata.internal.net;

import dev.fermata.CancelledError;
import dev.fermata.Future;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.wait.TurnCoroutine;
import dev.fermata.internal.wait.Turns;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Something that is done with the output of a stream, when its turn has come. */
abstract class OutputCoroutine extends TurnCoroutine {
  final StreamBase stream;

  OutputCoroutine(StreamBase stream) {
    this.stream = stream;
  }

  /** Whether there is nothing to be done. */
  abstract boolean isNothing();

  /** Does what can be done now; false when the output has to become ready before the rest. */
  abstract boolean output() throws IOException;

  @Override
  protected final boolean enter(Context context) {
    stream.enter(context);
    return !isNothing();
  }

  @Override
  protected final Turns turns() {
    return stream.writers;
  }

  @Override
  protected final LoopEngine engine() {
    return stream.engine();
  }

  @Override
  protected final Future<?> work() throws IOException {
    return output() ? null : stream.outputReady();
  }

  /** Writes buffers. */
  static final class Write extends OutputCoroutine {
    /** As often at most a write that the system takes at once goes on before others have a turn. */
    private static final int MOST_ROUNDS = 16;

    private final ByteBuffer[] all;
    private int first;
    private long written;

    Write(StreamBase stream, ByteBuffer... all) {
      super(stream);
      this.all = all;
    }

    @Override
    protected String publicName() {
      return "write";
    }

    @Override
    boolean isNothing() {
      skipWritten();
      return first == all.length;
    }

    private void skipWritten() {
      while (first < all.length && !all[first].hasRemaining()) {
        first++;
      }
    }

    @Override
    boolean output() throws IOException {
      stream.checkOutput();
      stream.full = false;
      for (int round = 0; round < MOST_ROUNDS && !stream.full; round++) {
        if (first < all.length) {
          written += stream.tryWrite(all, first);
          skipWritten();
        }
        if (first == all.length && stream.flush()) {
          return true;
        }
      }
      return false;
    }

    @Override
    protected void fail(Throwable error) {
      if (error instanceof IOException) {
        stream.breakOutput("an earlier write has failed, with " + error.getMessage());
      } else if (written > 0) {
        long left = 0;
        for (ByteBuffer buffer : all) {
          left += buffer.remaining();
        }
        stream.breakOutput(
            (error instanceof CancelledError ? "a write was cancelled" : "a write has ended")
                + " after "
                + written
                + " of "
                + (written + left)
                + " bytes");
      }
    }
  }

  /** Ends the output. */
  static final class Shutdown extends OutputCoroutine {
    Shutdown(StreamBase stream) {
      super(stream);
    }

    @Override
    protected String publicName() {
      return "shutdownOutput";
    }

    @Override
    boolean isNothing() {
      return stream.isOpen() && stream.isOutputEnded();
    }

    @Override
    boolean output() throws IOException {
      stream.shutOutput();
      return stream.flush();
    }
  }
}
