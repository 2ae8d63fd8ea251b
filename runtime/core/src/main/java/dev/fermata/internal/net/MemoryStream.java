package dev.fermata.internal.net;

import dev.fermata.Future;
import dev.fermata.net.StreamPair;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One end of a pair in memory. It belongs to the loop that first uses it. */
public final class MemoryStream extends StreamBase {
  private static final byte[] NOTHING = {};
  private static final String PEER = "the other end of a pair in memory";

  private final MemoryPipe input;
  private final MemoryPipe output;

  private MemoryStream(MemoryPipe input, MemoryPipe output) {
    super(null);
    this.input = input;
    this.output = output;
  }

  /** Makes two ends, which hold up to {@code capacity} bytes in each direction. */
  public static StreamPair pair(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a pair that holds " + capacity + " bytes makes no sense");
    }
    MemoryPipe one = new MemoryPipe(capacity);
    MemoryPipe other = new MemoryPipe(capacity);
    return new StreamPair(new MemoryStream(one, other), new MemoryStream(other, one));
  }

  @Override
  public String peer() {
    return PEER;
  }

  @Override
  public boolean isDrained() {
    return false;
  }

  @Override
  public int tryRead(ByteBuffer into) throws IOException {
    byte[] bytes = tryRead(into.remaining());
    if (bytes == null) {
      return 0;
    }
    into.put(bytes);
    return bytes.length == 0 ? -1 : bytes.length;
  }

  @Override
  protected byte[] tryRead(int max) throws IOException {
    if (input.broken != null) {
      throw new IOException("cannot read from " + PEER + ": " + input.broken);
    }
    if (input.isEmpty()) {
      return input.ended ? NOTHING : null;
    }
    return input.take(Math.min(max, input.size()));
  }

  @Override
  public int tryWrite(ByteBuffer[] all, int first) throws IOException {
    if (output.broken != null) {
      throw new IOException("cannot write to " + PEER + ": " + output.broken);
    }
    byte[] bytes = new byte[Math.min(all[first].remaining(), output.room())];
    all[first].get(bytes);
    output.put(bytes);
    full = output.room() == 0;
    return bytes.length;
  }

  @Override
  public Future<?> inputReady() {
    return input.whenBytes(engine());
  }

  @Override
  public Future<?> outputReady() {
    return output.whenRoom(engine());
  }

  @Override
  protected void endOutput() {
    output.end();
  }

  @Override
  public void endWaits() {
    input.wake();
    output.wake();
  }

  @Override
  protected void release() {
    output.end();
    input.breakUp("the other end has been closed");
  }

  @Override
  protected void reset() {
    output.breakUp("the other end has been reset");
    input.breakUp("the other end has been reset");
  }

  @Override
  public String toString() {
    return "MemoryStream[" + (isOpen() ? "open]" : "closed]");
  }
}
