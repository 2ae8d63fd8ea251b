package dev.fermata.internal.net.tls;

import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.internal.net.ConnectCoroutine;
import dev.fermata.net.ConnectOptions;
import dev.fermata.net.Connection;
import dev.fermata.net.TlsConnection;
import dev.fermata.net.TlsOptions;
import java.net.InetSocketAddress;
import java.util.Objects;

/** Connects, and then begins TLS. */
public final class ConnectTls extends SteppedCoroutine<TlsConnection> {
  private static final int CONNECTED = 1;
  private static final int GREETED = 2;

  private final ConnectCoroutine connect;
  private final TlsOptions tls;

  public ConnectTls(String host, int port, TlsOptions tls, ConnectOptions options) {
    this.tls = Objects.requireNonNull(tls, "options");
    if (!tls.isClient()) {
      throw new IllegalArgumentException(
          "who connects is the client: take TlsOptions.client(\"" + host + "\")");
    }
    connect = new ConnectCoroutine(InetSocketAddress.createUnresolved(host, port), options);
  }

  @Override
  protected String publicName() {
    return "connectTls";
  }

  @Override
  protected Object step(int point, Object value) {
    return switch (point) {
      case START -> await(connect, CONNECTED);
      case CONNECTED -> await(new StartTls((Connection) value, tls), GREETED);
      default -> value;
    };
  }
}
