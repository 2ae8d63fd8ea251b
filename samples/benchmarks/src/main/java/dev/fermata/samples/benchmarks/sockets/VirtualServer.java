package dev.fermata.samples.benchmarks.sockets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadFactory;

/** A virtual thread for each connection, which blocks. */
final class VirtualServer extends ThreadServer {
  private final ServerSocket server = new ServerSocket(0, 4_096, InetAddress.getLoopbackAddress());
  private final ThreadFactory threads;

  VirtualServer(ThreadFactory threads) throws IOException {
    super(
        name ->
            name.startsWith("ForkJoinPool-1-worker")
                || name.endsWith("-Poller")
                || name.contains("-unparker"));
    this.threads = threads;
    threads.newThread(this::accept).start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        threads.newThread(() -> echo(socket)).start();
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private static void echo(Socket socket) {
    byte[] buffer = new byte[65_536];
    try (socket;
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  @Override
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
