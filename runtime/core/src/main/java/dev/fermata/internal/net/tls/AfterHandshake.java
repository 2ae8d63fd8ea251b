package dev.fermata.internal.net.tls;

import dev.fermata.Coroutine;
import dev.fermata.internal.core.SteppedCoroutine;

/** An operation on a connection whose handshake may not be over. */
final class AfterHandshake<T> extends SteppedCoroutine<T> {
  private static final int GREETED = 1;
  private static final int ENDED = 2;

  private final TlsStream stream;
  private final Coroutine<T> operation;
  private boolean begun;

  AfterHandshake(TlsStream stream, Coroutine<T> operation) {
    this.stream = stream;
    this.operation = operation;
  }

  @Override
  protected String publicName() {
    return "TlsConnection";
  }

  @Override
  protected Object step(int point, Object value) {
    if (point == START) {
      return await(stream.handshake(), GREETED);
    }
    if (point == GREETED) {
      begun = true;
      return await(operation, ENDED);
    }
    return value;
  }

  @Override
  protected void ended() {
    if (!begun) {
      operation.close();
    }
  }
}
