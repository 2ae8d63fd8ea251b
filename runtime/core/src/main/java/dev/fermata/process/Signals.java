package dev.fermata.process;

import dev.fermata.AsyncIterator;
import dev.fermata.internal.process.SignalIterator;

/**
 * The signals that the system sends to this process.
 *
 * <p>asyncio: {@code loop.add_signal_handler}.
 */
public final class Signals {
  private Signals() {}

  /**
   * Takes signals, from now until the iterator or the running loop is closed; the JVM and this
   * library do not handle them meanwhile. While one is open for INT, Ctrl-C cancels nothing; while
   * one is open for TERM, SIGTERM does not shut the JVM down. When several are open for a signal,
   * each gets it. A signal that arrives again before it was taken is told once.
   *
   * <p>asyncio: {@code loop.add_signal_handler}, {@code loop.remove_signal_handler}.
   *
   * @param names the names of the signals without SIG, as {@code "TERM"}; at least one
   * @return an iterator of the names of the signals that arrive; it belongs to the running loop.
   *     Cancelling a task that waits for the next one loses none
   * @throws IllegalArgumentException when there is no such signal, or when the JVM or the system
   *     keeps it for itself, as KILL, QUIT, SEGV; under the option {@code -Xrs} also INT, TERM, HUP
   * @throws IllegalStateException when no loop runs, or it is virtual
   * @throws UnsupportedOperationException when this JVM lacks the module {@code jdk.unsupported}
   */
  public static AsyncIterator<String> of(String... names) {
    return SignalIterator.open(names);
  }
}
