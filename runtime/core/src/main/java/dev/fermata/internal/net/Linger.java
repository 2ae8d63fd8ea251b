package dev.fermata.internal.net;

import dev.fermata.TimerHandle;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * The rest of a closed connection, whose other side may still send. A system that gets bytes for a
 * closed socket resets the connection, and throws away what it has not sent yet; so they are read
 * and dropped until the other side ends, too, or for two seconds.
 */
final class Linger extends Callback {
  private static final long LIMIT = 2_000_000_000L;
  private static final int MOST_ROUNDS = 16;

  private final Channels channels;
  private final SocketChannel channel;
  private final Watch watch;
  private TimerHandle limit;

  Linger(Channels channels, SocketChannel channel, Watch watch) {
    this.channels = channels;
    this.channel = channel;
    this.watch = watch;
  }

  void begin() {
    limit = channels.engine.callLater(LIMIT, this::end);
    run();
  }

  @Override
  protected void run() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      if (isAtEnd()) {
        end();
      } else {
        Futures.addWaiter(watch.await(SelectionKey.OP_READ), this);
      }
    } catch (IOException e) {
      end();
    }
  }

  private boolean isAtEnd() throws IOException {
    ByteBuffer shared = channels.shared();
    int count = 1;
    for (int round = 0; count > 0 && round < MOST_ROUNDS; round++) {
      count = channel.read(shared.clear());
    }
    return count < 0;
  }

  private void end() {
    limit.cancel();
    if (channel.isOpen()) {
      watch.forgetInput();
      channels.close(channel);
    }
  }
}
