package dev.fermata.internal.net.tls;

import dev.fermata.TimerHandle;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import java.io.IOException;

/**
 * What a closed connection has still to say, when the stream below does not take it at once: it has
 * two seconds for that.
 */
final class LastWords extends Callback {
  private static final long LIMIT = 2_000_000_000L;

  private final TlsStream stream;
  private TimerHandle limit;
  private boolean over;

  LastWords(TlsStream stream) {
    this.stream = stream;
  }

  void begin() {
    limit = stream.loop().callLater(LIMIT, this::end);
    run();
  }

  @Override
  protected void run() {
    if (over) {
      return;
    }
    try {
      if (stream.outgoing.flush()) {
        end();
      } else {
        Futures.addWaiter(stream.lower.outputReady(), this);
      }
    } catch (IOException | IllegalStateException e) {
      end();
    }
  }

  private void end() {
    if (!over) {
      over = true;
      limit.cancel();
      stream.lower.close();
    }
  }
}
