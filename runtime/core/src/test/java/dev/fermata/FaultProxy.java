package dev.fermata;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;

/**
 * Stands between a client and a server, and does to their connection what bad nets do. It has
 * threads and blocking sockets of its own, so that no code under test is part of it.
 */
final class FaultProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final SocketAddress target;
  private final Fault fault;
  private final int after;
  private volatile Socket client;
  private volatile Socket server;

  /** What becomes of the connection. */
  enum Fault {
    /** Each byte comes in a segment of its own. */
    ONE_BYTE_SEGMENTS,

    /** Behind so many bytes, both sides are reset. */
    RESET,

    /** Behind so many bytes, the input of both sides ends. */
    CUT,

    /** Behind so many bytes nothing comes any more. */
    STALL
  }

  /**
   * Opens a proxy for one connection.
   *
   * @param after how many bytes pass from the server to the client before the fault
   */
  FaultProxy(SocketAddress target, Fault fault, int after) throws IOException {
    this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    this.target = target;
    this.fault = fault;
    this.after = after;
    begin("proxy", this::serve);
  }

  private static void begin(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  SocketAddress address() {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  private void serve() {
    try {
      client = listener.accept();
      server = new Socket();
      server.connect(target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      begin("proxy-to-server", () -> pass(client, server, Integer.MAX_VALUE));
      pass(server, client, after);
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void pass(Socket from, Socket to, int most) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int passed = 0;
      for (int b = 0; b >= 0 && (passed < most || fault == Fault.ONE_BYTE_SEGMENTS); passed++) {
        b = in.read();
        if (b >= 0) {
          out.write(b);
        }
      }
      if (passed < most || fault == Fault.ONE_BYTE_SEGMENTS) {
        to.shutdownOutput();
      } else {
        fail();
      }
    } catch (IOException e) {
      // The other side has gone.
    }
  }

  private void fail() throws IOException {
    if (fault == Fault.RESET) {
      reset(client);
      reset(server);
    } else if (fault == Fault.CUT) {
      client.shutdownOutput();
      server.shutdownOutput();
    }
  }

  private static void reset(Socket socket) throws IOException {
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : new Socket[] {client, server}) {
      if (socket != null) {
        socket.close();
      }
    }
  }
}
