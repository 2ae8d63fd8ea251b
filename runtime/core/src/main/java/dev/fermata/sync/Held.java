package dev.fermata.sync;

import dev.fermata.AsyncBody;
import dev.fermata.Coroutine;
import dev.fermata.internal.core.BodyCoroutine;
import dev.fermata.internal.core.SteppedCoroutine;

/**
 * A lock or a permit that is taken, for a {@code try} that gives it back:
 *
 * <pre>{@code
 * try (var held = await(lock.hold())) {
 *   …
 * }
 * }</pre>
 *
 * <p>The variable is not used in the block, of which {@code javac -Xlint:try} complains; since Java
 * 22 it may be named {@code _}, and then it does not.
 *
 * <p>asyncio: {@code async with}.
 */
public final class Held implements AutoCloseable {
  /** Gives it back; null when it has been given back. */
  private Runnable release;

  private Held(Runnable release) {
    this.release = release;
  }

  /** The coroutine of a {@code hold}. */
  static Coroutine<Held> by(AsyncBody<Boolean> acquire, Runnable release) {
    return new Holding(acquire, release);
  }

  /**
   * Gives the lock or permit back, by {@code release}; the task that has waited longest gets it. A
   * second call has no effect.
   *
   * <p>asyncio: {@code __aexit__}.
   *
   * @throws IllegalStateException when what is to be given back is not taken any more, because a
   *     {@code release} has given it back before; or when this is another thread than that of the
   *     loop in which tasks have waited for it
   */
  @Override
  public void close() {
    Runnable first = release;
    release = null;
    if (first != null) {
      first.run();
    }
  }

  /** One call of a {@code hold}. */
  private static final class Holding extends SteppedCoroutine<Held> {
    private static final int ACQUIRED = 1;

    private final AsyncBody<Boolean> acquire;
    private final Runnable release;

    Holding(AsyncBody<Boolean> acquire, Runnable release) {
      this.acquire = acquire;
      this.release = release;
    }

    @Override
    protected String publicName() {
      return "hold";
    }

    @Override
    protected Object step(int point, Object value) {
      return point == START ? await(new BodyCoroutine<>(acquire), ACQUIRED) : new Held(release);
    }
  }
}
