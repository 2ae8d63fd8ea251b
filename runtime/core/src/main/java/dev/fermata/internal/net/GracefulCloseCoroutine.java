package dev.fermata.internal.net;

import dev.fermata.Task;
import dev.fermata.internal.combine.WaitCoroutine;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.internal.core.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Closes a listener and waits for its handlers, a while without asking them to end. */
final class GracefulCloseCoroutine extends SteppedCoroutine<Void> {
  private static final int GRACE_OVER = 1;
  private static final int ENDED = 2;

  private final SocketListener listener;
  private final Duration grace;

  GracefulCloseCoroutine(SocketListener listener, Duration grace) {
    this.listener = listener;
    this.grace = Objects.requireNonNull(grace, "grace");
  }

  @Override
  protected String publicName() {
    return "closeGracefully";
  }

  @Override
  protected Object step(int point, Object value) {
    return switch (point) {
      case START -> closeListener();
      case GRACE_OVER -> cancelRest();
      default -> null;
    };
  }

  private Object closeListener() {
    listener.drain();
    listener.close();
    List<Task<Void>> handlers = handlers();
    return handlers.isEmpty()
        ? null
        : await(new WaitCoroutine<>(handlers, grace, WaitCoroutine.Until.ALL), GRACE_OVER);
  }

  private List<Task<Void>> handlers() {
    return listener.handlers().stream()
        .map(HandlingCoroutine::task)
        .filter(Objects::nonNull)
        .toList();
  }

  private Object cancelRest() {
    List<Task<Void>> late = handlers();
    if (late.isEmpty()) {
      return null;
    }
    Tasks.cancelAll(late);
    return await(new WaitCoroutine<>(late, null, WaitCoroutine.Until.ALL), ENDED);
  }
}
