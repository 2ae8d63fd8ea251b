package dev.fermata.internal.net.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Future;
import dev.fermata.Keys;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.net.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a connection makes of records, one at a time. */
@Timeout(60)
class IncomingTest {
  private final SSLEngine sender = Keys.context("").createSSLEngine();
  private final SSLEngine receiver = Keys.context("ec").createSSLEngine();
  private final Records records = new Records();
  private final Incoming incoming =
      new Incoming(records, new Buffers(), new Troubles("a test", null), false);

  /** Gives one record at each read. */
  private static final class Records implements Transport {
    final ArrayDeque<ByteBuffer> left = new ArrayDeque<>();

    @Override
    public int tryRead(ByteBuffer into) {
      ByteBuffer record = left.poll();
      if (record == null) {
        return 0;
      }
      int size = record.remaining();
      into.put(record);
      return size;
    }

    @Override
    public boolean isDrained() {
      return left.isEmpty();
    }

    @Override
    public void serve(LoopEngine running) {}

    @Override
    public String peer() {
      return "a test";
    }

    @Override
    public int tryWrite(ByteBuffer[] all, int first) {
      throw new UnsupportedOperationException("to write");
    }

    @Override
    public boolean flush() {
      return true;
    }

    @Override
    public Future<?> inputReady() {
      throw new UnsupportedOperationException("to wait");
    }

    @Override
    public Future<?> outputReady() {
      throw new UnsupportedOperationException("to wait");
    }

    @Override
    public void endWaits() {}

    @Override
    public void close() {}

    @Override
    public void abort() {}
  }

  @BeforeEach
  void shakeHands() throws IOException {
    sender.setUseClientMode(true);
    receiver.setUseClientMode(false);
    sender.beginHandshake();
    receiver.beginHandshake();
    ByteBuffer sent = ByteBuffer.allocate(100_000);
    ByteBuffer answered = ByteBuffer.allocate(100_000);
    while (sender.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
        || receiver.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
      step(sender, answered, sent);
      step(receiver, sent, answered);
    }
    incoming.begin(receiver);
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws IOException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> engine.getDelegatedTask().run();
      case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
      case NEED_UNWRAP -> {
        engine.unwrap(in.flip(), ByteBuffer.allocate(20_000));
        in.compact();
      }
      default -> {}
    }
  }

  private void send(String contents) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(20_000);
    sender.wrap(ByteBuffer.wrap(contents.getBytes(StandardCharsets.UTF_8)), record);
    records.left.add(record.flip());
  }

  @Test
  @DisplayName("io 10: records without contents keep a read busy for a while only")
  void flood() throws IOException {
    for (int i = 0; i < 40; i++) {
      sender.beginHandshake(); // a new key
      send("");
    }
    send("at last");
    ByteBuffer into = ByteBuffer.allocate(100);
    int reads = 0;
    while (incoming.read(into) == 0) {
      reads++;
      assertTrue(incoming.isInterrupted());
      assertFalse(incoming.isDrained());
    }
    assertEquals(2, reads);
    assertEquals("at last", new String(into.array(), 0, into.position(), StandardCharsets.UTF_8));
    assertTrue(incoming.isDrained());
  }

  @Test
  @DisplayName(
      "a record that arrives in pieces is kept, and what has no room waits for the next read")
  void pieces() throws IOException {
    send("0123456789");
    send("abc");
    ByteBuffer whole = records.left.remove();
    ByteBuffer next = records.left.remove();
    for (int at = 0; at < whole.limit() - 1; at++) {
      records.left.add(whole.slice(at, 1));
      assertEquals(0, incoming.read(ByteBuffer.allocate(4)), "byte " + at);
    }
    ByteBuffer rest = ByteBuffer.allocate(1 + next.remaining());
    records.left.add(rest.put(whole.slice(whole.limit() - 1, 1)).put(next).flip());
    StringBuilder read = new StringBuilder();
    for (int count : new int[] {4, 4, 4, 1, 0}) {
      ByteBuffer into = ByteBuffer.allocate(4);
      assertEquals(count, incoming.read(into));
      read.append(new String(into.array(), 0, count, StandardCharsets.UTF_8));
    }
    assertEquals("0123456789abc", read.toString());
  }
}
