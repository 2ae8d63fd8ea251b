package dev.fermata.internal.net.tls;

import dev.fermata.internal.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * The output of a connection: enciphers bytes and writes the records. Records that the stream below
 * does not take at once go out before anything else.
 */
final class Outgoing {
  private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};

  /** As many records at most are made at once of what the engine itself has to tell. */
  private static final int MOST_MESSAGES = 8;

  private final Transport lower;
  private final Buffers buffers;
  private final Troubles troubles;

  /** Null until the handshake begins. */
  private SSLEngine engine;

  /** Records that have not gone out yet; null for none. */
  private ByteBuffer pending;

  Outgoing(Transport lower, Buffers buffers, Troubles troubles) {
    this.lower = lower;
    this.buffers = buffers;
    this.troubles = troubles;
  }

  void begin(SSLEngine made) {
    engine = made;
  }

  /** Writes the records that have not gone out yet; false when the output must be ready before. */
  boolean flush() throws IOException {
    if (pending != null) {
      write(pending);
      if (pending.hasRemaining()) {
        return false;
      }
      pending = null;
    }
    return lower.flush();
  }

  private void write(ByteBuffer records) throws IOException {
    ByteBuffer[] all = {records};
    int count = 1;
    while (count > 0 && records.hasRemaining()) {
      count = lower.tryWrite(all, 0);
    }
  }

  /**
   * Enciphers what can go out at once, which is a few records, and writes them. Everything before
   * has gone out.
   *
   * @return how many bytes have been enciphered
   */
  int encipher(ByteBuffer[] all, int first) throws IOException {
    ByteBuffer records = buffers.take();
    try {
      int size = engine.getSession().getPacketBufferSize();
      int count = 0;
      while (records.remaining() >= size && hasRemaining(all, first)) {
        SSLEngineResult result = engine.wrap(all, first, all.length - first, records);
        count += result.bytesConsumed();
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
          checkNotClosed(count);
          break;
        }
        if (result.bytesConsumed() + result.bytesProduced() == 0) {
          throw new SSLException("the engine makes no progress: " + result.getHandshakeStatus());
        }
      }
      send(records.flip());
      return count;
    } catch (SSLException | RuntimeException e) {
      throw troubles.ofOutput(e);
    } finally {
      buffers.give(records);
    }
  }

  private void checkNotClosed(int count) throws SSLException {
    if (count == 0) {
      throw new SSLException(
          "the other side has ended the connection, of which "
              + engine.getSession().getProtocol()
              + " ends both directions");
    }
  }

  private static boolean hasRemaining(ByteBuffer[] all, int first) {
    for (int i = first; i < all.length; i++) {
      if (all[i].hasRemaining()) {
        return true;
      }
    }
    return false;
  }

  /** Makes records of what the engine itself has to tell, and writes what can be written. */
  boolean tell() throws IOException {
    ByteBuffer records = buffers.take();
    try {
      int size = engine.getSession().getPacketBufferSize();
      // After one direction has ended, an engine may give nothing for ever.
      for (int i = 0; i < MOST_MESSAGES && records.remaining() >= size; i++) {
        SSLEngineResult result = wrap(records);
        boolean isMore = result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP;
        if (result.bytesProduced() == 0 || !isMore) {
          break;
        }
      }
      boolean told = records.position() > 0;
      send(records.flip());
      return told;
    } finally {
      buffers.give(records);
    }
  }

  private SSLEngineResult wrap(ByteBuffer records) throws SSLException {
    try {
      return engine.wrap(NOTHING, records);
    } catch (RuntimeException e) {
      throw new SSLException("the engine has failed: " + e, e);
    }
  }

  /** Says that there will be no more output. */
  void sayFarewell() throws IOException {
    engine.closeOutbound();
    tell();
  }

  private void send(ByteBuffer records) throws IOException {
    if (pending == null) {
      write(records);
    }
    if (records.hasRemaining()) {
      int before = pending == null ? 0 : pending.remaining();
      ByteBuffer joined = ByteBuffer.allocate(before + records.remaining());
      if (pending != null) {
        joined.put(pending);
      }
      pending = joined.put(records).flip();
    }
  }

  boolean isPending() {
    return pending != null;
  }
}
