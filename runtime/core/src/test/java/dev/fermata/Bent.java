package dev.fermata;

import dev.fermata.net.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A stream of a class that the library does not know, which may bend what is read from it. */
final class Bent implements ByteStream {
  private final ByteStream inner;
  private final int most;
  private final UnaryOperator<byte[]> bend;

  Bent(ByteStream inner, int most, UnaryOperator<byte[]> bend) {
    this.inner = inner;
    this.most = most;
    this.bend = bend;
  }

  @Override
  public Coroutine<Integer> read(ByteBuffer into) throws IOException {
    return Script.of(
        s -> s.await(inner.read(Math.min(into.remaining(), most))),
        s -> {
          byte[] bytes = bend.apply((byte[]) s.result());
          into.put(bytes);
          return bytes.length == 0 ? -1 : bytes.length;
        });
  }

  @Override
  public Coroutine<Void> write(ByteBuffer... all) throws IOException {
    return inner.write(all);
  }

  @Override
  public Coroutine<Void> shutdownOutput() throws IOException {
    return inner.shutdownOutput();
  }

  @Override
  public void close() {
    inner.close();
  }

  @Override
  public Coroutine<Void> closeAndWait(Duration limit) throws IOException {
    return inner.closeAndWait(limit);
  }

  @Override
  public void abort() {
    inner.abort();
  }

  @Override
  public boolean isOpen() {
    return inner.isOpen();
  }
}
