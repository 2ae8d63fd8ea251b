package dev.fermata.internal.bridge;

/**
 * The work under way in a thread outside of its loop: the {@link Endings} that it drains, and the
 * {@link CancelRelay} that it runs.
 *
 * <p>Internal design. The thread keeps an array and no object of this library's classes, so that a
 * pooled thread does not keep this library's class loader alive. A store into the array needs no
 * stack, so the array is right even after a {@link StackOverflowError}.
 */
final class PerThread {
  static final int ENDINGS = 0;
  static final int RELAY = 1;

  private static final ThreadLocal<Object[]> PLACE = ThreadLocal.withInitial(() -> new Object[2]);

  private PerThread() {}

  /** The calling thread's own place. */
  static Object[] place() {
    return PLACE.get();
  }
}
