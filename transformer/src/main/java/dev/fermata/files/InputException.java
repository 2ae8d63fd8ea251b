package dev.fermata.files;

import java.util.List;

/**
 * Says in plain sentences why files cannot be read or written; the user's matter, not a defect of
 * this program.
 */
public final class InputException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /** Makes one for a single problem. */
  public InputException(String problem) {
    this(List.of(problem));
  }

  /** Makes one for several problems, each a sentence without a line break. */
  public InputException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, a sentence each. */
  public List<String> problems() {
    return problems;
  }
}
