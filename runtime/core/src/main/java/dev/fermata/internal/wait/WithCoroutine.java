package dev.fermata.internal.wait;

import dev.fermata.AsyncBody;
import dev.fermata.internal.core.BodyCoroutine;
import dev.fermata.internal.core.SteppedCoroutine;

/** The coroutine of a {@code with}: takes a lock or a permit, runs a body, and gives it back. */
public final class WithCoroutine<T> extends SteppedCoroutine<T> {
  private static final int ACQUIRED = 1;
  private static final int ENDED = 2;

  private final AsyncBody<Boolean> acquire;
  private final Runnable release;
  private final AsyncBody<T> body;
  private boolean holds;

  /**
   * Makes the coroutine.
   *
   * @param acquire makes the coroutine that takes it
   * @param release gives it back
   */
  public WithCoroutine(AsyncBody<Boolean> acquire, Runnable release, AsyncBody<T> body) {
    this.acquire = acquire;
    this.release = release;
    this.body = body;
  }

  @Override
  protected String publicName() {
    return "with";
  }

  @Override
  protected Object step(int point, Object value) {
    return switch (point) {
      case START -> await(new BodyCoroutine<>(acquire), ACQUIRED);
      case ACQUIRED -> {
        holds = true;
        yield await(new BodyCoroutine<>(body), ENDED);
      }
      default -> value;
    };
  }

  @Override
  protected void ended() {
    if (holds) {
      holds = false;
      release.run();
    }
  }
}
