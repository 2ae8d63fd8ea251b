package dev.fermata.internal.net;

import dev.fermata.TimeoutException;
import dev.fermata.internal.combine.WaitForCoroutine;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.net.TlsException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/** Closes a stream when the other side has ended, too. */
final class ClosingCoroutine extends SteppedCoroutine<Void> {
  private static final int ENDED = 1;

  private final StreamBase stream;
  private final Duration limit;

  ClosingCoroutine(StreamBase stream, Duration limit) {
    this.stream = stream;
    this.limit = Objects.requireNonNull(limit, "limit");
  }

  @Override
  protected String publicName() {
    return "closeAndWait";
  }

  @Override
  protected Object step(int point, Object value) {
    if (point == START && stream.isOpen()) {
      return await(new WaitForCoroutine<>(new Farewell(stream), limit), ENDED);
    }
    return null;
  }

  @Override
  protected Object failed(int point, Throwable error) throws Throwable {
    if (error instanceof TimeoutException || error instanceof IOException) {
      stream.abort();
    }
    throw error;
  }

  @Override
  protected void ended() {
    stream.close();
  }

  /** Ends the output, and reads to the end of the input. */
  private static final class Farewell extends SteppedCoroutine<Void> {
    private static final int SHUT_DOWN = 1;
    private static final int READ = 2;

    private static final int AT_ONCE = 65_536;

    private final StreamBase stream;

    Farewell(StreamBase stream) {
      this.stream = stream;
    }

    @Override
    protected Object step(int point, Object value) {
      return switch (point) {
        case START -> await(stream.shutdownOutput(), SHUT_DOWN);
        case READ -> ((byte[]) value).length == 0 ? null : readOn();
        default -> readOn();
      };
    }

    @Override
    protected Object failed(int point, Throwable error) throws Throwable {
      // All that comes is dropped: then it does not matter how it ends.
      if (error instanceof TlsException cut && cut.reason() == TlsException.Reason.CUT_OFF) {
        return null;
      }
      throw error;
    }

    private Object readOn() {
      return await(stream.read(AT_ONCE), READ);
    }
  }
}
