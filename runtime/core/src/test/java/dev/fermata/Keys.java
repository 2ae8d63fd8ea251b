package dev.fermata;

import dev.fermata.net.TlsOptions;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The keys of tests, from the stores that {@code resources/dev/fermata/tls/make.sh} makes. */
public final class Keys {
  private static final char[] PASSWORD = "fermata".toCharArray();
  private static final Map<String, SSLContext> CONTEXTS = new ConcurrentHashMap<>();

  private Keys() {}

  /** A context with the keys of a store, none for "", that trusts the authority of tests. */
  public static SSLContext context(String store) {
    return CONTEXTS.computeIfAbsent(store, Keys::newContext);
  }

  /** A context of which no session is known to anybody. */
  static SSLContext newContext(String store) {
    try {
      KeyManager[] keys = null;
      if (!store.isEmpty()) {
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(load(store), PASSWORD);
        keys = factory.getKeyManagers();
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(load("trust"));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyStore load(String store) throws GeneralSecurityException, IOException {
    try (InputStream in = Keys.class.getResourceAsStream("/dev/fermata/tls/" + store + ".p12")) {
      KeyStore loaded = KeyStore.getInstance("PKCS12");
      loaded.load(in, PASSWORD);
      return loaded;
    }
  }

  static TlsOptions server(String store) {
    return TlsOptions.server(context(store));
  }

  /** A client that trusts the authority of tests, and asks for localhost. */
  static TlsOptions client() {
    return TlsOptions.client("localhost").context(context(""));
  }
}
