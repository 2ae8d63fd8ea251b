package dev.fermata.internal.bridge;

/**
 * What is under way in a thread outside of its loop: the {@link Endings} that it drains, and the
 * {@link CancelRelay} that it carries on.
 *
 * <p>Internal design. The thread keeps an array and none of our own objects, so that a thread of a
 * pool does not keep this library's class loader alive. To store into the array needs no stack: so
 * it is right even where a {@link StackOverflowError} has cut something short.
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
