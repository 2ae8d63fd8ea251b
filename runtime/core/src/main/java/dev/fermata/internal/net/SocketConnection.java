package dev.fermata.internal.net;

import dev.fermata.Future;
import dev.fermata.net.Connection;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A connection through a socket. All of a loop read and write through one direct buffer. */
final class SocketConnection extends StreamBase implements Connection, Channels.Owner {
  private static final byte[] NOTHING = {};

  private final Channels channels;
  private final SocketChannel channel;
  private final Watch watch;
  private final SocketAddress local;
  private final SocketAddress remote;

  /** Whether the last read has found less than it had room for. */
  private boolean drained = true;

  private boolean inputEnded;

  /** Makes a connection of a connected channel that does not block. */
  SocketConnection(Channels channels, SocketChannel channel, Watch watch) throws IOException {
    super(channels.engine);
    this.channels = channels;
    this.channel = channel;
    this.watch = watch;
    this.local = channel.getLocalAddress();
    this.remote = channel.getRemoteAddress();
    watch.belongTo(this);
  }

  @Override
  public SocketAddress localAddress() {
    return local;
  }

  @Override
  public SocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public String peer() {
    return watch.peer();
  }

  // ---------------------------------------------------------------- reading

  @Override
  public boolean isDrained() {
    return drained && !inputEnded;
  }

  @Override
  public int tryRead(ByteBuffer into) throws IOException {
    int room = into.remaining();
    if (into.isDirect()) {
      return noteRead(receive(into), room);
    }
    ByteBuffer shared = channels.shared();
    int asked = Math.min(room, shared.capacity());
    int count = noteRead(receive(shared.clear().limit(asked)), asked);
    if (count > 0) {
      into.put(shared.flip());
    }
    return count;
  }

  @Override
  protected byte[] tryRead(int max) throws IOException {
    ByteBuffer shared = channels.shared();
    int asked = Math.min(max, shared.capacity());
    int count = noteRead(receive(shared.clear().limit(asked)), asked);
    if (count == 0) {
      return null;
    }
    if (count < 0) {
      return NOTHING;
    }
    byte[] bytes = new byte[count];
    shared.get(0, bytes);
    return bytes;
  }

  private int receive(ByteBuffer into) throws IOException {
    if (inputEnded) {
      return -1;
    }
    try {
      return channel.read(into);
    } catch (ClosedChannelException e) {
      throw closedTo("read from ");
    } catch (IOException e) {
      throw Troubles.of("cannot read from " + peer(), e);
    }
  }

  private int noteRead(int count, int asked) {
    drained = count < asked;
    inputEnded |= count < 0;
    return count;
  }

  @Override
  public Future<?> inputReady() throws IOException {
    return watch.await(SelectionKey.OP_READ);
  }

  // ---------------------------------------------------------------- writing

  @Override
  public int tryWrite(ByteBuffer[] all, int first) throws IOException {
    ByteBuffer one = all[first];
    if (one.isDirect()) {
      int offered = one.remaining();
      return noteWritten(send(one), offered);
    }
    ByteBuffer shared = channels.shared().clear();
    for (int i = first; i < all.length && shared.hasRemaining(); i++) {
      int count = Math.min(all[i].remaining(), shared.remaining());
      shared.put(shared.position(), all[i], all[i].position(), count);
      shared.position(shared.position() + count);
    }
    int offered = shared.flip().remaining();
    int sent = noteWritten(send(shared), offered);
    int left = sent;
    for (int i = first; left > 0; i++) {
      int count = Math.min(all[i].remaining(), left);
      all[i].position(all[i].position() + count);
      left -= count;
    }
    return sent;
  }

  private int send(ByteBuffer bytes) throws IOException {
    try {
      return channel.write(bytes);
    } catch (ClosedChannelException e) {
      throw closedTo("write to ");
    } catch (IOException e) {
      throw Troubles.of("cannot write to " + peer(), e);
    }
  }

  private int noteWritten(int count, int offered) {
    full = count < offered;
    return count;
  }

  @Override
  public Future<?> outputReady() throws IOException {
    return watch.await(SelectionKey.OP_WRITE);
  }

  @Override
  protected void endOutput() throws IOException {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      throw Troubles.of("cannot end the output to " + peer(), e);
    }
  }

  // ---------------------------------------------------------------- the end

  @Override
  public void endWaits() {
    watch.end(() -> closedTo("go on with "));
  }

  @Override
  protected void release() {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      inputEnded = true;
    }
    if (inputEnded || !channels.engine.isRunning()) {
      closeChannel();
    } else {
      new Linger(channels, channel, watch).begin();
    }
  }

  @Override
  protected void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException | UnsupportedOperationException e) {
      // It is no socket of the net, and the other side finds its end only.
    }
    closeChannel();
  }

  private void closeChannel() {
    channels.close(channel);
  }

  @Override
  public String leftOpen() {
    return isOpen() ? "a connection to " + peer() : null;
  }

  @Override
  public String toString() {
    return "Connection[" + peer() + (isOpen() ? "]" : ", closed]");
  }
}
