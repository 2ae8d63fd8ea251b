package dev.fermata.internal.net;

import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SignalFuture;
import dev.fermata.internal.core.Words;
import dev.fermata.net.ByteStream;
import dev.fermata.net.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A stream of a program's own class, which only knows awaits. A task of its own reads ahead, one
 * buffer at most and only when somebody waits for input; another one writes.
 */
public final class ForeignTransport implements Transport {
  private static final int SIZE = 16_384;

  private final ByteStream stream;
  private LoopEngine engine;

  /** What has been read and not been taken yet. */
  private ByteBuffer input = ByteBuffer.allocate(0);

  private boolean ended;
  private Task<?> reading;
  private Task<?> writing;

  /** Who waits. */
  private SignalFuture inputReady;

  private SignalFuture outputReady;

  /** Why nothing can be read, or written, any more. */
  private Throwable inputFailure;

  private Throwable outputFailure;

  public ForeignTransport(ByteStream stream) {
    this.stream = stream;
  }

  @Override
  public void serve(LoopEngine running) {
    engine = running;
  }

  @Override
  public String peer() {
    return Words.of(stream instanceof Connection known ? known.remoteAddress() : stream);
  }

  // ---------------------------------------------------------------- reading

  @Override
  public boolean isDrained() {
    return false;
  }

  @Override
  public int tryRead(ByteBuffer into) throws IOException {
    int count = Math.min(into.remaining(), input.remaining());
    if (count == 0) {
      check(inputFailure);
      return ended ? -1 : 0;
    }
    into.put(into.position(), input, input.position(), count);
    into.position(into.position() + count);
    input.position(input.position() + count);
    return count;
  }

  private static void check(Throwable failure) throws IOException {
    if (failure instanceof IOException known) {
      throw known;
    }
    if (failure != null) {
      throw new IOException("the stream below has failed: " + Words.of(failure), failure);
    }
  }

  @Override
  public Future<?> inputReady() throws IOException {
    inputReady = new SignalFuture(engine.origin);
    if (reading == null) {
      ByteBuffer into = ByteBuffer.allocate(SIZE);
      Coroutine<Integer> read = stream.read(into);
      reading = engine.createTask(read, null);
      Futures.addWaiter(reading, Callback.of(() -> hasRead(into)));
    }
    return inputReady;
  }

  private void hasRead(ByteBuffer into) {
    inputFailure = Futures.takeError(reading);
    ended = inputFailure == null && (Integer) Futures.outcome(reading) < 0;
    reading = null;
    input = into.flip();
    fire(inputReady);
  }

  // ---------------------------------------------------------------- writing

  @Override
  public int tryWrite(ByteBuffer[] all, int first) throws IOException {
    if (!flush()) {
      return 0;
    }
    byte[] bytes = new byte[all[first].remaining()];
    all[first].get(bytes);
    writing = engine.createTask(stream.write(ByteBuffer.wrap(bytes)), null);
    Futures.addWaiter(writing, Callback.of(this::hasWritten));
    return bytes.length;
  }

  private void hasWritten() {
    outputFailure = Futures.takeError(writing);
    writing = null;
    fire(outputReady);
  }

  @Override
  public boolean flush() throws IOException {
    check(outputFailure);
    return writing == null;
  }

  @Override
  public Future<?> outputReady() {
    outputReady = new SignalFuture(engine.origin);
    if (writing == null) {
      outputReady.fire();
    }
    return outputReady;
  }

  // ---------------------------------------------------------------- the end

  @Override
  public void endWaits() {
    fire(inputReady);
    fire(outputReady);
  }

  private static void fire(SignalFuture waiting) {
    if (waiting != null) {
      waiting.fire();
    }
  }

  @Override
  public void close() {
    stopReading();
    stream.close();
  }

  @Override
  public void abort() {
    stopReading();
    stream.abort();
  }

  private void stopReading() {
    if (reading != null) {
      reading.cancel();
    }
  }
}
