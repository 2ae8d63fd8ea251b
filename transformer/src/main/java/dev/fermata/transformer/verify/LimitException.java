package dev.fermata.transformer.verify;

/** New code is right, but needs more of something than a class file can hold (JVMS 4.11). */
public final class LimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int MOST = 0xFFFF;

  private LimitException(String message) {
    super(message);
  }

  /**
   * Checks a number that a class file holds in two bytes.
   *
   * @param what what there would be so many of
   * @param where what may have 65,535 of them
   */
  public static void check(int number, String what, String where) {
    if (number > MOST) {
      throw new LimitException(
          "would have " + number + " " + what + ", a " + where + " may have " + MOST);
    }
  }
}
