package dev.fermata.internal.process;

import dev.fermata.Coroutine;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.wait.Turns;
import dev.fermata.net.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The input of a process. A thread writes one piece at a time, and tells the loop when the system
 * has it. All but that belongs to the loop's thread.
 */
final class PipeSink implements ByteSink {
  private final ChildProcess process;
  private final OutputStream pipe;
  final LoopEngine engine;
  final Turns writers = new Turns();

  /** Why nothing more can be written; null while it can. */
  private String broken;

  private boolean closed;

  /** Whether a thread writes, and whether it is to close the pipe behind that. Under the lock. */
  private boolean busy;

  private boolean closeBehind;

  private final Object lock = new Object();

  /** Makes a sink; {@code pipe} is null when the input comes from elsewhere. */
  PipeSink(ChildProcess process, OutputStream pipe) {
    this.process = process;
    this.engine = process.engine;
    this.pipe = pipe;
    if (pipe == null) {
      broken = "its input was redirected when it was started";
    }
  }

  @Override
  public Coroutine<Void> write(ByteBuffer... all) {
    return new PipeWriteCoroutine(this, all);
  }

  void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("cannot write to " + this + ": it is closed");
    }
    if (broken != null) {
      throw new IOException("cannot write to " + this + ": " + broken);
    }
  }

  /** Nothing can be written from now on. */
  void breakOff(String why) {
    if (broken == null) {
      broken = why;
    }
  }

  /** A write that a thread has begun. */
  static final class Piece {
    final OutsideWait written;
    private IOException error;

    Piece(OutsideWait written) {
      this.written = written;
    }
  }

  /** Has a thread write a piece, which nobody changes any more. */
  Piece send(byte[] bytes) {
    Piece piece = new Piece(new OutsideWait(engine, "pipe", "writes to " + this));
    setBusy();
    PipeThreads.run(
        () -> {
          piece.error = writeInThread(bytes);
          engine.addFromAnywhere(Callback.of(piece.written::fire));
        });
    return piece;
  }

  void checkWritten(Piece piece) throws IOException {
    if (piece.error != null) {
      String message = "cannot write to " + this + ": " + piece.error.getMessage();
      throw new IOException(message, piece.error);
    }
  }

  /** Writes all of the input, as far as the process wants it, and ends it. */
  void feed(byte[] all) {
    if (pipe == null || all.length == 0) {
      close();
      return;
    }
    closed = true;
    synchronized (lock) {
      busy = true;
      closeBehind = true;
    }
    PipeThreads.run(() -> writeInThread(all));
  }

  private void setBusy() {
    synchronized (lock) {
      busy = true;
    }
  }

  private IOException writeInThread(byte[] bytes) {
    IOException error = null;
    try {
      pipe.write(bytes);
      pipe.flush();
    } catch (IOException e) {
      error = e;
    }
    boolean close;
    synchronized (lock) {
      busy = false;
      close = closeBehind;
    }
    if (close) {
      closePipe();
    }
    return error;
  }

  private void closePipe() {
    try {
      pipe.close();
    } catch (IOException e) {
      // The process has gone, or has closed its end.
    }
  }

  /**
   * The process has exited. The JDK would close the pipe when it has read the outputs to their end;
   * and another process that holds those open may wait for the end of this.
   */
  void processExited() {
    breakOff("it has ended");
    closeSoon();
  }

  @Override
  public void close() {
    engine.checkThread();
    closed = true;
    closeSoon();
  }

  private void closeSoon() {
    boolean now;
    synchronized (lock) {
      now = !busy && !closeBehind && pipe != null;
      closeBehind = true;
    }
    // While a thread writes, the JDK would have the calling one wait for it.
    if (now) {
      closePipe();
    }
  }

  @Override
  public String toString() {
    return "the input of " + process;
  }
}
