package dev.fermata;

import java.util.Map;

/**
 * Handles the errors of an event loop that no code receives; see {@link
 * EventLoop#setExceptionHandler}.
 *
 * <p>asyncio: none; any function with two parameters is one.
 */
@FunctionalInterface
public interface LoopExceptionHandler {
  /**
   * Handles one error. It is called on the loop's thread while the loop runs.
   *
   * <p>asyncio: none; the handler is called with the same two.
   *
   * @param loop the loop
   * @param context what is known: {@code message} (a string, always there), and where they apply
   *     {@code exception} (a throwable), {@code future}, {@code task}, {@code handle}; in debug
   *     mode {@code origin}, the stack that made the task, callback or coroutine, and {@code
   *     stack}, where a slow step was (both lists of {@link StackTraceElement}, the innermost
   *     first)
   * @throws Exception anything; the loop reports it by the default handler and goes on
   */
  void handle(EventLoop loop, Map<String, Object> context) throws Exception;
}
