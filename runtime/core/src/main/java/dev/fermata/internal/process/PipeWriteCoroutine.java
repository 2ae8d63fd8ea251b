package dev.fermata.internal.process;

import dev.fermata.CancelledError;
import dev.fermata.Future;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.process.PipeSink.Piece;
import dev.fermata.internal.wait.TurnCoroutine;
import dev.fermata.internal.wait.Turns;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes buffers to a process, when its turn has come, by pieces that a thread writes. */
final class PipeWriteCoroutine extends TurnCoroutine {
  private static final int LARGEST_PIECE = 65_536;

  private final PipeSink sink;
  private final ByteBuffer[] all;
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
  protected boolean enter(Context context) {
    if (TaskContext.of(context).engine != sink.engine) {
      throw new IllegalStateException(sink + " belongs to another event loop");
    }
    return left() > 0;
  }

  @Override
  protected Turns turns() {
    return sink.writers;
  }

  @Override
  protected LoopEngine engine() {
    return sink.engine;
  }

  @Override
  protected Future<?> work() throws IOException {
    if (piece != null) {
      sink.checkWritten(piece);
    }
    if (left() == 0) {
      return null;
    }
    sink.checkOpen();
    piece = sink.send(next());
    return piece.written;
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

  @Override
  protected void fail(Throwable error) {
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
