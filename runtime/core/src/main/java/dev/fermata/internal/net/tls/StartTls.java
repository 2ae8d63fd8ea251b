package dev.fermata.internal.net.tls;

import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.internal.net.ForeignTransport;
import dev.fermata.internal.net.StreamBase;
import dev.fermata.internal.net.Transport;
import dev.fermata.net.ByteStream;
import dev.fermata.net.Connection;
import dev.fermata.net.TlsConnection;
import dev.fermata.net.TlsOptions;
import java.io.IOException;
import java.util.Objects;

/** Begins TLS on a stream. Unless it gets to the end of the handshake, the stream is closed. */
public final class StartTls extends SteppedCoroutine<TlsConnection> {
  private static final int GREETED = 1;

  private final ByteStream plain;
  private final TlsOptions options;
  private TlsStream stream;

  public StartTls(ByteStream plain, TlsOptions options) {
    this.plain = Objects.requireNonNull(plain, "stream");
    this.options = Objects.requireNonNull(options, "options");
  }

  @Override
  protected String publicName() {
    return "startTls";
  }

  @Override
  protected Object step(int point, Object value) throws IOException {
    if (point == START) {
      stream = over(LoopEngine.running(), plain, options);
      return await(stream.handshake(), GREETED);
    }
    return stream;
  }

  /** TLS upon a stream, before the handshake. */
  static TlsStream over(LoopEngine loop, ByteStream plain, TlsOptions options) throws IOException {
    Transport lower = plain instanceof StreamBase own ? own : new ForeignTransport(plain);
    return new TlsStream(loop, lower, plain instanceof Connection known ? known : null, options);
  }

  @Override
  protected void ended() {
    if (stream != null && !stream.isEstablished()) {
      stream.abort();
    }
  }
}
