package dev.fermata;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Several failures that left one place together. The first is also this exception's cause, the
 * others are its suppressed exceptions.
 *
 * <p>A failure may be a group again. {@link #first} and {@link #split} walk into such a group and
 * look only at what is none itself, in the order of {@link #exceptions}.
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
   * Returns what the failures have in common, how many there are, and the first of them: {@code
   * unhandled errors in a TaskGroup (2 exceptions, first: java.io.IOException: no route)}.
   *
   * <p>asyncio: {@code str}; it tells the number only.
   *
   * @return the text; not null
   */
  @Override
  public String getMessage() {
    String count = members.length == 1 ? "1 exception: " : members.length + " exceptions, first: ";
    String common = message();
    return (common == null ? "" : common + " ") + "(" + count + text(members[0]) + ")";
  }

  /** The text of an error, or its class where it fails to give one. */
  private static String text(Throwable error) {
    try {
      return error.toString();
    } catch (Throwable mute) {
      return error.getClass().getName();
    }
  }

  /**
   * Returns what the failures have in common, as it was given.
   *
   * <p>asyncio: {@code ExceptionGroup.message}.
   *
   * @return the message without number and first failure; may be null
   */
  public String message() {
    return super.getMessage();
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

  /**
   * Returns the first failure of a type, here or in a group within.
   *
   * <p>asyncio: none; {@code except*} gives all of a type.
   *
   * @param <E> the type
   * @param type its class; groups themselves are not looked at
   * @return the failure; empty when there is none of the type
   * @throws NullPointerException when {@code type} is null
   */
  public <E extends Throwable> Optional<E> first(Class<E> type) {
    Objects.requireNonNull(type, "type");
    for (Throwable member : members) {
      Optional<E> found =
          member instanceof ExceptionGroup group
              ? group.first(type)
              : type.isInstance(member) ? Optional.of(type.cast(member)) : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * Parts the failures into those of a type and the others, as {@code except*} does, which handles
   * the first and throws the second:
   *
   * <pre>{@code
   * ExceptionGroup.Split split = group.split(IOException.class);
   * split.matching().ifPresent(lost -> retry(lost.exceptions()));
   * if (split.rest().isPresent()) {
   *   throw split.rest().get();
   * }
   * }</pre>
   *
   * <p>Groups within are parted in the same way, and keep their place. A part has the message and
   * the stack trace of the group that it is a part of. A group of which nothing is missing stays
   * itself; other parts are of this class, also where the group is of a subclass.
   *
   * <p>asyncio: {@code ExceptionGroup.split}; gives a pair, and also matches groups themselves.
   *
   * @param type the class; groups themselves are not looked at
   * @return both parts
   * @throws NullPointerException when {@code type} is null
   */
  public Split split(Class<? extends Throwable> type) {
    Objects.requireNonNull(type, "type");
    return new Split(Optional.ofNullable(part(type, true)), Optional.ofNullable(part(type, false)));
  }

  /** The part whose failures are, or are not, of a type; null when there are none. */
  private ExceptionGroup part(Class<? extends Throwable> type, boolean matching) {
    List<Throwable> kept = new ArrayList<>(members.length);
    boolean whole = true;
    for (Throwable member : members) {
      Throwable left = member;
      if (member instanceof ExceptionGroup group) {
        left = group.part(type, matching);
      } else if (type.isInstance(member) != matching) {
        left = null;
      }
      if (left != null) {
        kept.add(left);
      }
      whole &= left == member;
    }
    if (whole || kept.isEmpty()) {
      return whole ? this : null;
    }
    ExceptionGroup part = new ExceptionGroup(message(), kept);
    part.setStackTrace(getStackTrace());
    return part;
  }

  /**
   * The two parts of a group. Each failure of the group is in exactly one of them.
   *
   * <p>asyncio: none; a pair.
   *
   * @param matching the failures of the type; empty when there is none
   * @param rest the others; empty when there is none
   */
  public record Split(Optional<ExceptionGroup> matching, Optional<ExceptionGroup> rest) {}
}
