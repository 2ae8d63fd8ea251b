package dev.fermata.internal.net;

import dev.fermata.CancelledError;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.wait.Waiter;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Something that is done with the output of a stream, when its turn has come. */
abstract class OutputCoroutine extends StateMachineCoroutine<Void> {
  private static final int TURN = 1;
  private static final int READY = 2;

  final StreamBase stream;
  private Waiter waiter;

  OutputCoroutine(StreamBase stream) {
    this.stream = stream;
  }

  /** Whether there is nothing to be done. */
  abstract boolean isNothing();

  /** Does what can be done now; false when the output has to become ready before the rest. */
  abstract boolean work() throws IOException;

  /** An error has ended it. */
  abstract void fail(Throwable error);

  @Override
  protected final Object run(int point, Context context) throws Throwable {
    if (point == START) {
      stream.enter(context);
      if (isNothing()) {
        return null;
      }
      if (!stream.writers.tryTake()) {
        waiter = stream.writers.join(stream.engine());
        Awaited.await(waiter, context);
        return suspendAt(TURN, context);
      }
    } else if (point == TURN) {
      takeTurn(context);
    }
    try {
      if (point == READY) {
        context.result();
      }
      if (!work()) {
        context.suspendOn(stream.outputReady());
        return suspendAt(READY, context);
      }
      return null;
    } catch (Throwable error) {
      fail(error);
      throw error;
    } finally {
      if (!context.suspended) {
        stream.writers.pass();
      }
    }
  }

  private void takeTurn(Context context) throws Throwable {
    boolean failed = true;
    try {
      context.result();
      failed = false;
    } finally {
      stream.writers.arrived(waiter, failed);
    }
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
    boolean work() throws IOException {
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
    void fail(Throwable error) {
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
    boolean work() throws IOException {
      stream.shutOutput();
      return stream.flush();
    }

    @Override
    void fail(Throwable error) {
      // The output is as it was.
    }
  }
}
