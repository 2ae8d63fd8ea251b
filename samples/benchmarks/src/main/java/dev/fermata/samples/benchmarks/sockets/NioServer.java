package dev.fermata.samples.benchmarks.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A selector and nothing else: what there is to be reached. */
final class NioServer extends ThreadServer {
  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);

  NioServer(String name) throws IOException {
    super(name::equals);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    Thread thread = new Thread(this::loop, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void loop() {
    try {
      while (selector.isOpen()) {
        selector.select(this::ready);
      }
    } catch (IOException | ClosedSelectorException e) {
      // It is closed.
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        channel.register(selector, SelectionKey.OP_READ);
      } else if (key.isWritable()) {
        write(key, (ByteBuffer) key.attachment());
      } else {
        read(key);
      }
    } catch (IOException e) {
      key.cancel();
    }
  }

  private void read(SelectionKey key) throws IOException {
    buffer.clear();
    if (((SocketChannel) key.channel()).read(buffer) < 0) {
      key.channel().close();
    } else {
      write(key, buffer.flip());
    }
  }

  /** Writes, and where that cannot be done at once, reads no more until it is. */
  private static void write(SelectionKey key, ByteBuffer bytes) throws IOException {
    ((SocketChannel) key.channel()).write(bytes);
    if (!bytes.hasRemaining()) {
      if (key.interestOps() != SelectionKey.OP_READ) {
        key.interestOps(SelectionKey.OP_READ);
      }
    } else if (key.interestOps() == SelectionKey.OP_READ) {
      key.attach(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
      key.interestOps(SelectionKey.OP_WRITE);
    }
  }

  @Override
  public int port() {
    return server.socket().getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    selector.close();
  }
}
