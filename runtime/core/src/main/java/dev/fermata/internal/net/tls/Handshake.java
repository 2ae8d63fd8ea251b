package dev.fermata.internal.net.tls;

import dev.fermata.TimeoutException;
import dev.fermata.internal.combine.WaitForCoroutine;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.internal.wait.Waiter;
import dev.fermata.net.TlsException;
import dev.fermata.net.TlsException.Reason;
import java.io.IOException;
import java.time.Duration;

/**
 * Brings the handshake of a connection to its end, within its limit. Who comes while another task
 * does so waits, and goes on with it when that task is cancelled.
 */
final class Handshake extends SteppedCoroutine<Void> {
  private static final int TURN = 1;
  private static final int OVER = 2;

  private final TlsStream stream;
  private Waiter waiter;
  private boolean hasTurn;

  Handshake(TlsStream stream) {
    this.stream = stream;
  }

  @Override
  protected String publicName() {
    return "handshake";
  }

  @Override
  protected Object step(int point, Object value) throws IOException {
    if (point == TURN) {
      stream.greeters.arrived(waiter, false);
      hasTurn = true;
    }
    if (point == OVER || stream.isEstablished()) {
      return null;
    }
    stream.checkGreetable();
    if (!hasTurn && !stream.greeters.tryTake()) {
      waiter = stream.greeters.join(stream.loop());
      return await(waiter, TURN);
    }
    hasTurn = true;
    return await(new WaitForCoroutine<>(new HandshakeSteps(stream), remaining()), OVER);
  }

  private Duration remaining() {
    long now = stream.loop().now();
    if (stream.deadline == 0) {
      stream.deadline = stream.loop().deadline(LoopEngine.nanos(stream.options.handshakeLimit()));
    }
    return Duration.ofNanos(stream.deadline - now);
  }

  @Override
  protected Object failed(int point, Throwable error) throws Throwable {
    if (point == TURN) {
      stream.greeters.arrived(waiter, true);
      throw error;
    }
    if (!(error instanceof TimeoutException)) {
      throw error;
    }
    TlsException late =
        stream.troubles.ofHandshake(
            Reason.TIMED_OUT,
            "it is not over after " + text(stream.options.handshakeLimit()),
            error);
    stream.refuse(late);
    throw late;
  }

  private static String text(Duration limit) {
    return limit.getNano() == 0 ? limit.getSeconds() + " s" : limit.toNanos() / 1e6 + " ms";
  }

  @Override
  protected void ended() {
    if (hasTurn) {
      stream.greeters.pass();
    }
  }
}
