package dev.fermata.internal.process;

import dev.fermata.CancelledError;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.process.PipeSink.Piece;
import dev.fermata.internal.wait.Waiter;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes buffers to a process, when its turn has come, by pieces that a thread writes. */
final class PipeWriteCoroutine extends StateMachineCoroutine<Void> {
  private static final int TURN = 1;
  private static final int WRITTEN = 2;

  private static final int LARGEST_PIECE = 65_536;

  private final PipeSink sink;
  private final ByteBuffer[] all;
  private Waiter waiter;
  private Piece piece;
  private long sent;

  PipeWriteCoroutine(PipeSink sink, ByteBuffer... all) {
    this.sink = sink;
    this.all = all;
  }

  @Override
  protected String publicName() {
    return "write";
  }

  @Override
  protected Object run(int point, Context context) throws Throwable {
    if (point == START) {
      if (TaskContext.of(context).engine != sink.engine) {
        throw new IllegalStateException(sink + " belongs to another event loop");
      }
      if (left() == 0) {
        return null;
      }
      if (!sink.writers.tryTake()) {
        waiter = sink.writers.join(sink.engine);
        Awaited.await(waiter, context);
        return suspendAt(TURN, context);
      }
    } else if (point == TURN) {
      takeTurn(context);
    }
    try {
      return go(point, context);
    } catch (Throwable error) {
      fail(error);
      throw error;
    } finally {
      if (!context.suspended) {
        sink.writers.pass();
      }
    }
  }

  private void takeTurn(Context context) throws Throwable {
    boolean failed = true;
    try {
      context.result();
      failed = false;
    } finally {
      sink.writers.arrived(waiter, failed);
    }
  }

  private Object go(int point, Context context) throws Throwable {
    if (point == WRITTEN) {
      context.result();
      sink.checkWritten(piece);
    }
    if (left() == 0) {
      return null;
    }
    sink.checkOpen();
    piece = sink.send(next());
    context.suspendOn(piece.written);
    return suspendAt(WRITTEN, context);
  }

  private long left() {
    long left = 0;
    for (ByteBuffer buffer : all) {
      left += buffer.remaining();
    }
    return left;
  }

  private byte[] next() {
    byte[] bytes = new byte[(int) Math.min(left(), LARGEST_PIECE)];
    int size = 0;
    for (ByteBuffer buffer : all) {
      int count = Math.min(buffer.remaining(), bytes.length - size);
      buffer.get(bytes, size, count);
      size += count;
    }
    sent += size;
    return bytes;
  }

  private void fail(Throwable error) {
    if (error instanceof IOException) {
      sink.breakOff("an earlier write has failed, with " + error.getMessage());
    } else if (sent > 0) {
      sink.breakOff(
          (error instanceof CancelledError ? "a write was cancelled" : "a write has ended")
              + " in the middle of "
              + (sent + left())
              + " bytes");
    }
  }
}
