package dev.fermata.internal.net.tls;

import dev.fermata.internal.core.Words;
import dev.fermata.internal.net.Transport;
import dev.fermata.net.TlsException;
import dev.fermata.net.TlsException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** The input of a connection: reads records and deciphers them. */
final class Incoming {
  private static final byte[] NOTHING = {};

  /** As often at most a read that finds records without contents reads on. */
  private static final int MOST_ROUNDS = 16;

  /** As often in a row at most the engine may neither take nor give a byte. */
  private static final int MOST_IDLE = 4;

  private final Transport lower;
  private final Buffers buffers;
  private final Troubles troubles;
  private final boolean allowTruncation;

  /** Null until the handshake begins. */
  private SSLEngine engine;

  /** Enciphered bytes that have arrived; null for none. */
  private ByteBuffer arrived;

  /** Whether there may be a whole record in {@link #arrived}. */
  private boolean whole;

  /** Bytes for which the last read had no room; null for none. */
  private ByteBuffer plain;

  private boolean ended;
  private IOException failure;

  /** How often in a row the engine has taken nothing in the handshake. */
  private int idleGreetings;

  /** Whether a read has ended without bytes, although there may be more to read. */
  private boolean interrupted;

  /** Whether the engine has something to tell the other side. */
  boolean answerDue;

  Incoming(Transport lower, Buffers buffers, Troubles troubles, boolean allowTruncation) {
    this.lower = lower;
    this.buffers = buffers;
    this.troubles = troubles;
    this.allowTruncation = allowTruncation;
  }

  void begin(SSLEngine made) {
    engine = made;
  }

  /** Whether there is probably nothing to be read. */
  boolean isDrained() {
    return plain == null
        && !whole
        && !ended
        && failure == null
        && !interrupted
        && lower.isDrained();
  }

  /** Whether a read that gave nothing should go on as soon as others have had their turn. */
  boolean isInterrupted() {
    return interrupted;
  }

  // ---------------------------------------------------------------- contents

  /** Reads what is there; 0 when nothing is, -1 at the end. */
  int read(ByteBuffer into) throws IOException {
    if (plain != null) {
      return takePlain(into);
    }
    int count = 0;
    if (whole) {
      count = decipher(arrived, into);
      if (!arrived.hasRemaining()) {
        arrived = null;
      }
    }
    if (count == 0 && !ended && failure == null) {
      count = receive(into);
    }
    if (count == 0 && failure != null) {
      throw failure;
    }
    return count == 0 && ended ? -1 : count;
  }

  /** Reads what is there; null when nothing is, no bytes at the end. */
  byte[] read(int max) throws IOException {
    ByteBuffer into = buffers.take();
    try {
      into.limit(Math.min(max, into.capacity()));
      int count = read(into);
      if (count == 0) {
        return null;
      }
      if (count < 0) {
        return NOTHING;
      }
      byte[] bytes = new byte[count];
      into.get(0, bytes);
      return bytes;
    } finally {
      buffers.give(into);
    }
  }

  private int takePlain(ByteBuffer into) {
    int count = Math.min(into.remaining(), plain.remaining());
    into.put(into.position(), plain, plain.position(), count);
    into.position(into.position() + count);
    plain.position(plain.position() + count);
    if (!plain.hasRemaining()) {
      plain = null;
    }
    return count;
  }

  private int receive(ByteBuffer into) throws IOException {
    ByteBuffer records = buffers.take();
    takeArrived(records);
    interrupted = false;
    try {
      for (int round = 0; round < MOST_ROUNDS; round++) {
        if (!receiveMore(records)) {
          return 0;
        }
        records.flip();
        int count = decipher(records, into);
        records.compact();
        if (count > 0 || ended || failure != null) {
          return count;
        }
        if (lower.isDrained()) {
          return 0;
        }
      }
      interrupted = true;
      return 0;
    } finally {
      keep(records);
      buffers.give(records);
    }
  }

  /** Reads enciphered bytes; false when none are there. */
  private boolean receiveMore(ByteBuffer records) throws IOException {
    int count = lower.tryRead(records);
    if (count < 0) {
      if (allowTruncation) {
        ended = true;
      } else {
        failure =
            troubles.of(
                "cannot read on from ",
                Reason.CUT_OFF,
                "the input has ended without the farewell of TLS, so that something may be missing;"
                    + " TlsOptions.allowTruncation takes this for an end",
                null);
      }
    }
    return count > 0;
  }

  /** Deciphers records as long as they are whole and there is room for their contents. */
  private int decipher(ByteBuffer records, ByteBuffer into) {
    int begin = into.position();
    int idle = 0;
    whole = false;
    try {
      while (records.hasRemaining() && !ended) {
        if (!into.hasRemaining()) {
          whole = true;
          break;
        }
        SSLEngineResult result = engine.unwrap(records, into);
        switch (result.getStatus()) {
          case BUFFER_UNDERFLOW -> {
            return into.position() - begin;
          }
          case BUFFER_OVERFLOW -> {
            whole = true;
            return into.position() == begin
                ? decipherAside(records, into)
                : into.position() - begin;
          }
          case CLOSED -> ended = true;
          default -> {}
        }
        note(result);
        idle = result.bytesConsumed() + result.bytesProduced() == 0 ? idle + 1 : 0;
        if (idle > MOST_IDLE) {
          throw new SSLException("the engine makes no progress");
        }
      }
    } catch (SSLException | RuntimeException e) {
      // Also what the JDK throws by mistake at odd records.
      failure = troubles.ofRecord(e);
      answerDue = true;
    }
    return into.position() - begin;
  }

  /** Deciphers records whose contents have no room in {@code into}, and keeps the rest. */
  private int decipherAside(ByteBuffer records, ByteBuffer into) {
    ByteBuffer aside = buffers.take();
    try {
      decipher(records, aside);
      aside.flip();
      if (!aside.hasRemaining()) {
        return 0;
      }
      int count = Math.min(into.remaining(), aside.remaining());
      into.put(into.position(), aside, 0, count);
      into.position(into.position() + count);
      aside.position(count);
      plain = copy(aside);
      return count;
    } finally {
      buffers.give(aside);
    }
  }

  private void note(SSLEngineResult result) throws SSLException {
    HandshakeStatus status = result.getHandshakeStatus();
    if (status == HandshakeStatus.NEED_WRAP) {
      answerDue = true;
    } else if (status == HandshakeStatus.NEED_TASK) {
      failure =
          troubles.of(
              "cannot read on from ",
              Reason.RENEGOTIATION,
              "the other side wants to renegotiate, which is refused",
              null);
      ended = true;
    }
  }

  // ---------------------------------------------------------------- handshakes

  /**
   * Takes a step of the handshake.
   *
   * @return false when more has to arrive before
   */
  boolean greet() throws IOException {
    ByteBuffer records = buffers.take();
    ByteBuffer into = buffers.take();
    takeArrived(records);
    try {
      while (true) {
        records.flip();
        SSLEngineResult result = records.hasRemaining() ? unwrap(records, into) : null;
        records.compact();
        if (result != null && result.getStatus() != SSLEngineResult.Status.BUFFER_UNDERFLOW) {
          checkGreeting(result);
          return true;
        }
        int count = lower.tryRead(records);
        if (count == 0) {
          return false;
        }
        if (count < 0) {
          throw troubles.ofHandshake(
              Reason.CUT_OFF, "the other side has ended the connection meanwhile", null);
        }
        checkIsTls(records);
      }
    } finally {
      keep(records);
      whole = arrived != null;
      plain = into.flip().hasRemaining() ? copy(into) : plain;
      buffers.give(records);
      buffers.give(into);
    }
  }

  private SSLEngineResult unwrap(ByteBuffer records, ByteBuffer into) throws SSLException {
    try {
      return engine.unwrap(records, into);
    } catch (RuntimeException e) {
      throw new SSLException("the engine has failed: " + e, e);
    }
  }

  private void checkGreeting(SSLEngineResult result) throws IOException {
    if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
      throw troubles.ofHandshake(
          Reason.REFUSED, "the other side has closed the connection meanwhile", null);
    }
    boolean idle = result.bytesConsumed() == 0;
    idleGreetings = idle ? idleGreetings + 1 : 0;
    if (idleGreetings > MOST_IDLE) {
      throw troubles.ofHandshake(Reason.MALFORMED, "it makes no progress", null);
    }
  }

  /** Tells a peer that speaks another protocol by its first bytes. */
  private void checkIsTls(ByteBuffer records) throws TlsException {
    int type = records.get(0) & 0xff;
    boolean isRecord = type >= 20 && type <= 24 && (records.position() < 2 || records.get(1) == 3);
    boolean isOldHello = (type & 0x80) != 0;
    if (!isRecord && !isOldHello) {
      int length = Math.min(records.position(), 24);
      StringBuilder start = new StringBuilder();
      for (int i = 0; i < length; i++) {
        int letter = records.get(i);
        start.append(letter >= ' ' && letter < 127 ? (char) letter : '.');
      }
      throw troubles.ofHandshake(
          Reason.NOT_TLS, "what the other side sends is not TLS: it begins with " + start, null);
    }
  }

  // ---------------------------------------------------------------- what waits for the next read

  private void takeArrived(ByteBuffer records) {
    if (arrived != null) {
      records.put(arrived.duplicate());
    }
  }

  /** Keeps what is left, in the array that has most of it already, where it does. */
  private void keep(ByteBuffer records) {
    int length = records.position();
    if (length == 0) {
      arrived = null;
      return;
    }
    if (arrived == null || arrived.capacity() < length || isOther(records)) {
      arrived = ByteBuffer.allocate(Math.max(length, Math.min(recordLength(records), 33_093)));
      arrived.put(0, records, 0, length);
    } else if (length > arrived.limit()) {
      int known = arrived.limit();
      arrived.limit(length).put(known, records, known, length - known);
    }
    arrived.position(0).limit(length);
  }

  /** Whether these do not begin with what has arrived before. */
  private boolean isOther(ByteBuffer records) {
    int known = arrived.limit();
    return arrived.position() > 0
        || records.position() < known
        || records.duplicate().position(0).limit(known).mismatch(arrived.duplicate()) >= 0;
  }

  private static int recordLength(ByteBuffer records) {
    return records.position() < 5 ? 5 : 5 + (records.getShort(3) & 0xffff);
  }

  private static ByteBuffer copy(ByteBuffer rest) {
    if (!rest.hasRemaining()) {
      return null;
    }
    return ByteBuffer.allocate(rest.remaining()).put(rest).flip();
  }

  @Override
  public String toString() {
    return "Incoming[" + Words.of(arrived) + (ended ? ", ended]" : "]");
  }
}
