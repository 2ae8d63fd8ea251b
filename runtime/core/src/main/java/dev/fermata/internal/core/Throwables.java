package dev.fermata.internal.core;

/**
 * Throws checked exceptions where none is declared, so that errors reach awaiting code unchanged.
 */
public final class Throwables {
  private Throwables() {}

  /**
   * Throws {@code error}.
   *
   * @return nothing; for {@code throw Throwables.rethrow(error)}
   */
  public static RuntimeException rethrow(Throwable error) {
    Throwables.<RuntimeException>throwAs(error);
    throw new AssertionError(error);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void throwAs(Throwable error) throws E {
    throw (E) error;
  }

  /** Whether an error must leave the loop at once, because the JVM cannot go on or must stop. */
  public static boolean isFatal(Throwable error) {
    return error instanceof VirtualMachineError
        // Compared by name, because the class will be removed from the JDK.
        || error.getClass().getName().equals("java.lang.ThreadDeath");
  }
}
