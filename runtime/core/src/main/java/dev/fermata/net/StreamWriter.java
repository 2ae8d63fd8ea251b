package dev.fermata.net;

import dev.fermata.Coroutine;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.internal.core.Words;
import dev.fermata.internal.wait.Turns;
import dev.fermata.internal.wait.Waiter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Collects small pieces for any {@link ByteSink}, and writes them together when there are many, or
 * on {@link #flush}.
 *
 * <p>Several tasks may write; each write goes out whole, in the order of the calls. When one is
 * cancelled while its sink takes the bytes, what the sink has not taken stays here, and whether it
 * can take more, the sink decides.
 *
 * <p>asyncio: {@code StreamWriter}.
 */
public final class StreamWriter {
  private static final int DEFAULT_CAPACITY = 8_192;

  private final ByteSink sink;
  private final Charset charset;
  private final Turns turns = new Turns();

  /** What has been written and not flushed, up to the position. */
  private final ByteBuffer buffer;

  /**
   * Makes a writer of UTF-8 with a buffer of 8 KiB.
   *
   * <p>asyncio: {@code StreamWriter}.
   *
   * @param sink where the bytes go; what else writes to it gets in between
   */
  public StreamWriter(ByteSink sink) {
    this(sink, DEFAULT_CAPACITY, StandardCharsets.UTF_8);
  }

  /**
   * Makes a writer.
   *
   * <p>asyncio: {@code StreamWriter}.
   *
   * @param sink where the bytes go; what else writes to it gets in between
   * @param capacity how many bytes are collected before they are written
   * @param charset how text is encoded
   */
  public StreamWriter(ByteSink sink, int capacity, Charset charset) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a buffer of " + capacity + " bytes makes no sense");
    }
    this.sink = Objects.requireNonNull(sink, "sink");
    this.charset = Objects.requireNonNull(charset, "charset");
    this.buffer = ByteBuffer.allocate(capacity);
  }

  /**
   * Writes text.
   *
   * <p>asyncio: {@code StreamWriter.write}, {@code drain}.
   *
   * @param text what to write
   * @return a coroutine that ends when the bytes are in the buffer or written; it suspends only
   *     when the buffer is full. For cancelling see the type
   * @throws IOException thrown by the coroutine: when the sink fails
   */
  public Coroutine<Void> write(String text) throws IOException {
    return write(text.getBytes(charset));
  }

  /**
   * Writes bytes.
   *
   * <p>asyncio: {@code StreamWriter.write}, {@code drain}.
   *
   * @param bytes what to write; not to be changed until the coroutine has ended
   * @return a coroutine that ends when the bytes are in the buffer or written; it suspends only
   *     when the buffer is full. For cancelling see the type
   * @throws IOException thrown by the coroutine: when the sink fails
   */
  public Coroutine<Void> write(byte[] bytes) throws IOException {
    return new Write(this, Objects.requireNonNull(bytes, "bytes"));
  }

  /**
   * Writes what is in the buffer.
   *
   * <p>asyncio: {@code StreamWriter.drain}.
   *
   * @return a coroutine that ends when the sink has taken all of it. For cancelling see the type
   * @throws IOException thrown by the coroutine: when the sink fails
   */
  public Coroutine<Void> flush() throws IOException {
    return new Write(this, null);
  }

  @Override
  public String toString() {
    return "StreamWriter[" + Words.of(sink) + ", " + buffer.position() + " bytes are here]";
  }

  /** Writes bytes, or flushes when there are none. */
  private static final class Write extends SteppedCoroutine<Void> {
    private static final int TURN = 1;
    private static final int WRITTEN = 2;

    private final StreamWriter writer;
    private final byte[] bytes;
    private Waiter waiter;
    private boolean hasTurn;
    private boolean flushing;

    Write(StreamWriter writer, byte[] bytes) {
      this.writer = writer;
      this.bytes = bytes;
    }

    @Override
    protected String publicName() {
      return "StreamWriter";
    }

    @Override
    protected Object step(int point, Object value) throws IOException {
      if (point == WRITTEN) {
        return null;
      }
      if (point == START && !writer.turns.tryTake()) {
        waiter = writer.turns.join(LoopEngine.running());
        return await(waiter, TURN);
      }
      if (point == TURN) {
        writer.turns.arrived(waiter, false);
      }
      hasTurn = true;
      return put();
    }

    private Object put() throws IOException {
      ByteBuffer buffer = writer.buffer;
      if (bytes != null && bytes.length <= buffer.remaining()) {
        buffer.put(bytes);
        return null;
      }
      flushing = true;
      buffer.flip();
      return await(
          bytes == null
              ? writer.sink.write(buffer)
              : writer.sink.write(buffer, ByteBuffer.wrap(bytes)),
          WRITTEN);
    }

    @Override
    protected Object failed(int point, Throwable error) throws Throwable {
      if (point == TURN) {
        writer.turns.arrived(waiter, true);
      }
      throw error;
    }

    @Override
    protected void ended() {
      if (flushing) {
        writer.buffer.compact();
      }
      if (hasTurn) {
        writer.turns.pass();
      }
    }
  }
}
