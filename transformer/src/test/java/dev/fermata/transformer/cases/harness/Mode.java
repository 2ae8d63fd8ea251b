package dev.fermata.transformer.cases.harness;

/**
 * Whether the things that a run awaits are complete when they are awaited: one kind after the
 * other, in turn.
 */
public enum Mode {
  /** On the replacement runtime. */
  STRAIGHT(Kind.COROUTINE),
  /** Completed coroutines. */
  DONE_COROUTINES(Kind.COROUTINE),
  /** Completed futures. */
  DONE_FUTURES(Kind.DONE_FUTURE),
  /** Futures that a callback of the loop completes later. */
  PENDING_FUTURES(Kind.PENDING_FUTURE),
  /** Sleeps of no time, which go once through the loop. */
  PENDING_SLEEPS(Kind.PENDING_SLEEP),
  /** Awaitables of a class that the runtime does not know. */
  CUSTOM_AWAITABLES(Kind.CUSTOM),
  /** Pending futures and completed ones in turn. */
  FIRST_OF_TWO_PENDING(Kind.PENDING_FUTURE, Kind.DONE_FUTURE),
  /** Completed coroutines and sleeps in turn. */
  SECOND_OF_TWO_PENDING(Kind.COROUTINE, Kind.PENDING_SLEEP),
  /** Two that suspend and one that does not, in turn. */
  TWO_OF_THREE_PENDING(Kind.PENDING_SLEEP, Kind.PENDING_FUTURE, Kind.DONE_FUTURE);

  @SuppressWarnings("ImmutableEnumChecker") // never written to
  private final Kind[] kinds;

  Mode(Kind... kinds) {
    this.kinds = kinds;
  }

  /** What the await with this number meets. */
  Kind kind(int await) {
    return kinds[await % kinds.length];
  }

  /** What one awaited thing is. */
  enum Kind {
    COROUTINE,
    DONE_FUTURE,
    PENDING_FUTURE,
    PENDING_SLEEP,
    CUSTOM;

    boolean isPending() {
      return this != COROUTINE && this != DONE_FUTURE;
    }
  }
}
