package dev.fermata.internal.net;

import dev.fermata.Future;
import dev.fermata.internal.core.LoopEngine;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What carries bytes for a layer above: it reads and writes what can be at once. */
public interface Transport {
  /**
   * From now on a layer above is the one that reads.
   *
   * @throws IllegalStateException when this belongs to another loop, or a task reads
   */
  void serve(LoopEngine running) throws IOException;

  /** What messages call the other side. */
  String peer();

  /** Whether there is probably nothing to be read, so that it is not worth while to try. */
  boolean isDrained();

  /** Reads what is there; 0 when nothing is, -1 at the end. */
  int tryRead(ByteBuffer into) throws IOException;

  /** Writes what can be written of the buffers from {@code first} on. */
  int tryWrite(ByteBuffer[] all, int first) throws IOException;

  /**
   * Hands on what has been taken from writes and is still here.
   *
   * @return false when the output has to become ready before the rest
   */
  boolean flush() throws IOException;

  /** A future that is done when something is to be read. */
  Future<?> inputReady() throws IOException;

  /** A future that is done when something can be written. */
  Future<?> outputReady() throws IOException;

  /** Wakes or fails those who wait for input or output. */
  void endWaits();

  /** Ends both directions without a wait; nothing that was written is lost. */
  void close();

  /** Ends both directions at once. */
  void abort();
}
