package dev.fermata.internal.net;

import dev.fermata.Coroutine;
import dev.fermata.continuation.Context;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.TaskContext;
import dev.fermata.internal.wait.Turns;
import dev.fermata.net.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What all streams have in common: one reads at a time, writers come in their order, each write
 * goes out whole or breaks the output, and a closed stream says so. A subclass reads and writes
 * what can be read and written at once.
 */
public abstract class StreamBase implements ByteStream, Transport {
  /** The loop that this belongs to; null until it is first used, where that is allowed. */
  private LoopEngine engine;

  protected final Turns writers = new Turns();

  /** Why nothing more can be written; null while it can. */
  private String broken;

  private boolean reading;
  private boolean outputEnded;
  private boolean closed;

  /** Whether the last {@link #tryWrite} could take no more. */
  protected boolean full;

  protected StreamBase(LoopEngine engine) {
    this.engine = engine;
  }

  // ---------------------------------------------------------------- what subclasses do

  /** Reads what is there; null when nothing is, no bytes at the end. */
  protected abstract byte[] tryRead(int max) throws IOException;

  @Override
  public boolean flush() throws IOException {
    return true;
  }

  /** Tells the other side that there will be no more output. */
  protected abstract void endOutput() throws IOException;

  /** Gives up all that belongs to this, which has been closed; nothing that was written is lost. */
  protected abstract void release();

  /** Gives up all that belongs to this, and has the other side notice. */
  protected abstract void reset();

  // ---------------------------------------------------------------- reading

  @Override
  public Coroutine<Integer> read(ByteBuffer into) {
    return new ReadCoroutine.Into(this, into);
  }

  @Override
  public Coroutine<byte[]> read(int max) {
    return new ReadCoroutine.Bytes(this, max);
  }

  /** A task begins to read. */
  final void beginRead(Context context) throws IOException {
    serve(TaskContext.of(context).engine);
  }

  @Override
  public final void serve(LoopEngine running) throws IOException {
    enter(running);
    checkInput();
    if (reading) {
      throw new IllegalStateException("another task reads from " + peer());
    }
    reading = true;
  }

  final void endRead() {
    reading = false;
  }

  final void checkInput() throws IOException {
    if (closed) {
      throw closedTo("read from ");
    }
  }

  // ---------------------------------------------------------------- writing

  @Override
  public Coroutine<Void> write(ByteBuffer... all) {
    return new OutputCoroutine.Write(this, all);
  }

  @Override
  public Coroutine<Void> shutdownOutput() {
    return new OutputCoroutine.Shutdown(this);
  }

  protected final void checkOutput() throws IOException {
    if (closed) {
      throw closedTo("write to ");
    }
    if (broken != null) {
      throw new IOException("cannot write to " + peer() + ": " + broken);
    }
    if (outputEnded) {
      throw new IOException("cannot write to " + peer() + ": the output has been shut down");
    }
  }

  /** Why nothing more can be written; null while it can, or has been shut down in good order. */
  protected final String broken() {
    return broken;
  }

  /** Nothing can be written from now on. */
  protected final void breakOutput(String why) {
    if (broken == null) {
      broken = why;
    }
  }

  /** Ends the output, unless it has ended. */
  final void shutOutput() throws IOException {
    if (!outputEnded) {
      checkOutput();
      endOutput();
      outputEnded = true;
    }
  }

  protected final boolean isOutputEnded() {
    return outputEnded;
  }

  // ---------------------------------------------------------------- the end

  @Override
  public void close() {
    if (beginClose()) {
      release();
    }
  }

  @Override
  public void abort() {
    if (beginClose()) {
      reset();
    }
  }

  private boolean beginClose() {
    if (engine != null) {
      engine.checkThread();
    }
    if (closed) {
      return false;
    }
    closed = true;
    endWaits();
    return true;
  }

  @Override
  public Coroutine<Void> closeAndWait(Duration limit) {
    return new ClosingCoroutine(this, limit);
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  /** The error of an operation on this, which is closed. */
  protected final IOException closedTo(String operation) {
    return Troubles.closed("cannot " + operation + peer(), "stream");
  }

  // ---------------------------------------------------------------- the loop

  /** Throws when this belongs to another loop than the running one. */
  final LoopEngine enter(Context context) {
    return enter(TaskContext.of(context).engine);
  }

  private LoopEngine enter(LoopEngine running) {
    if (engine == null) {
      engine = running;
    } else if (engine != running) {
      throw new IllegalStateException(this + " belongs to another event loop");
    }
    return running;
  }

  /** The loop; null until this is first used. */
  protected final LoopEngine engine() {
    return engine;
  }
}
