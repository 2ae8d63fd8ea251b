package dev.fermata.internal.net.tls;

import dev.fermata.Coroutine;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.net.Layer;
import dev.fermata.internal.net.StreamBase;
import dev.fermata.net.Connection;
import dev.fermata.net.TlsConnection;
import dev.fermata.net.TlsOptions;
import java.io.IOException;
import java.util.Objects;

/** TLS upon the connections of a listener. */
public final class TlsLayer implements Layer {
  private final TlsOptions options;

  public TlsLayer(TlsOptions options) {
    this.options = Objects.requireNonNull(options, "options");
    if (options.isClient()) {
      throw new IllegalArgumentException("who listens is the server: take TlsOptions.server");
    }
  }

  @Override
  public Connection over(StreamBase plain) throws IOException {
    return StartTls.over(LoopEngine.running(), plain, options);
  }

  @Override
  public Coroutine<Void> greet(Connection connection) throws IOException {
    return ((TlsConnection) connection).handshake();
  }
}
