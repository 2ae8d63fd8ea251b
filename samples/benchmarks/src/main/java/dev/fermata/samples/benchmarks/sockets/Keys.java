package dev.fermata.samples.benchmarks.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that is made for one run, and trusted in it. */
final class Keys {
  private static final String PASSWORD = "password";

  private static SSLContext context;

  private Keys() {}

  /** Who the servers are, and what their clients trust. */
  static synchronized SSLContext context()
      throws IOException, InterruptedException, GeneralSecurityException {
    if (context == null) {
      context = make();
    }
    return context;
  }

  private static SSLContext make()
      throws IOException, InterruptedException, GeneralSecurityException {
    Path folder = Files.createTempDirectory("keys");
    Path store = folder.resolve("keys.p12");
    try {
      make(store);
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(keys, PASSWORD.toCharArray());
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(keys);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
      return context;
    } finally {
      Files.deleteIfExists(store);
      Files.delete(folder);
    }
  }

  private static void make(Path store) throws IOException, InterruptedException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(keytool + " failed");
    }
  }
}
