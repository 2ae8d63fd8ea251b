package dev.fermata.internal.combine;

import dev.fermata.CancelledError;
import dev.fermata.TimeoutException;
import dev.fermata.internal.core.LoopEngine;
import java.time.Duration;

/**
 * A time limit in 30 bits, which is all that the message of its expiry needs. The lower two bits
 * hold the unit, the others the number of units. A limit that does not fit exactly is rounded down.
 */
final class CompactLimit {
  /** How many bits a limit has. */
  static final int BITS = 30;

  private static final int LARGEST = (1 << (BITS - 2)) - 1;
  private static final String[] NAMES = {"s", "ms", "us", "ns"};
  private static final long[] NANOS = {1_000_000_000, 1_000_000, 1_000, 1};

  private CompactLimit() {}

  static int of(Duration limit) {
    return of(LoopEngine.nanos(limit));
  }

  /** The limit between two times on the clock of a loop. */
  static int between(long begin, long end) {
    long nanos = end - begin;
    return of(end > begin && nanos < 0 ? Long.MAX_VALUE : nanos);
  }

  /** The limit of that many nanoseconds; a negative number counts as 0. */
  static int of(long nanos) {
    long given = Math.max(nanos, 0);
    int unit = 0;
    while (unit < NANOS.length - 1
        && given % NANOS[unit] != 0
        && given / NANOS[unit + 1] <= LARGEST) {
      unit++;
    }
    return ((int) Math.min(given / NANOS[unit], LARGEST) << 2) | unit;
  }

  private static String text(int limit) {
    return (limit >>> 2) + " " + NAMES[limit & 3];
  }

  /** The exception that leaves the limited code when the limit has cancelled it. */
  static TimeoutException exception(int limit, CancelledError cancellation) {
    TimeoutException exception = new TimeoutException("timed out after " + text(limit));
    exception.initCause(cancellation);
    return exception;
  }
}
