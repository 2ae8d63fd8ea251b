package dev.fermata.continuation;

/**
 * Adapts the frames of suspended calls to the code of a class that has replaced their own. Only the
 * dispatchers of such classes call this.
 */
public final class Redefinition {
  private static final String HINT =
      "; replace the class while no call waits there, or leave the await and what is used behind it"
          + " as they are";

  /** Replaces all lines of a text that would be too long. */
  private static final String UNTOLD = "?";

  private Redefinition() {}

  /**
   * Gives a frame of an earlier version the state that it has in the new one.
   *
   * @param moves one line for each earlier method, in the order of their numbers: empty when the
   *     method is gone; else its new number and, for each of its points from 1, a tab and the new
   *     point or the reason why the frame cannot go on
   * @throws IllegalStateException when the new code has no place for the frame
   */
  public static void move(Frame frame, String moves) {
    String[] lines = moves.split("\n", -1);
    int method = frame.method();
    int point = frame.point();
    if (method >= lines.length || lines[method].equals(UNTOLD)) {
      throw refused(frame, "the new code does not tell where it goes on");
    }
    if (lines[method].isEmpty()) {
      throw refused(frame, "the new code has no such method");
    }
    String[] words = lines[method].split("\t", -1);
    String target = point == 0 ? "0" : words[point];
    if (!Character.isDigit(target.charAt(0))) {
      throw refused(frame, target);
    }
    frame.state = Integer.parseInt(words[0]) << 16 | Integer.parseInt(target);
  }

  private static IllegalStateException refused(Frame frame, String cause) {
    StackTraceElement place = frame.location();
    String who = place == null ? "a suspended call" : place.toString();
    return new IllegalStateException(
        who + " cannot go on: its class was redefined while it was suspended, and " + cause + HINT);
  }
}
