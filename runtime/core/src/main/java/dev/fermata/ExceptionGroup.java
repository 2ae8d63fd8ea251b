package dev.fermata;

import java.util.List;
import java.util.Objects;

/**
 * Several failures that left one place together. The first is also this exception's cause, the
 * others are its suppressed exceptions.
 *
 * <p>asyncio: {@code ExceptionGroup}.
 */
public class ExceptionGroup extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Throwable[] members;

  /**
   * Makes a group.
   *
   * @param message what the failures have in common; may be null
   * @param exceptions the failures, at least one, in the order in which they happened
   * @throws IllegalArgumentException when there is none
   * @throws NullPointerException when one of them is null
   */
  @SuppressWarnings("this-escape") // addSuppressed is final: no subclass sees it
  public ExceptionGroup(String message, List<? extends Throwable> exceptions) {
    super(describe(message, exceptions), exceptions.get(0));
    members = exceptions.toArray(new Throwable[0]);
    for (int i = 1; i < members.length; i++) {
      addSuppressed(members[i]);
    }
  }

  private static String describe(String message, List<? extends Throwable> exceptions) {
    if (exceptions.isEmpty()) {
      throw new IllegalArgumentException("a group needs at least one exception");
    }
    exceptions.forEach(exception -> Objects.requireNonNull(exception, "exception"));
    return message;
  }

  /**
   * Returns the failures.
   *
   * <p>asyncio: {@code ExceptionGroup.exceptions}; a tuple.
   *
   * @return an unmodifiable list, in the order in which they happened
   */
  public List<Throwable> exceptions() {
    return List.of(members);
  }
}
