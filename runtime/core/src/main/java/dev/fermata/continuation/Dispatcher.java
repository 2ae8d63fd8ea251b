package dev.fermata.continuation;

/**
 * Enters the suspended methods of one class. It switches on {@link Frame#method()} to that method's
 * resume code.
 *
 * <p>A transformed class has one dispatcher, made when one of its methods is first called or
 * suspends. The runtime's hand-written asynchronous code implements this interface itself.
 */
@FunctionalInterface
public interface Dispatcher {
  /**
   * Continues the activation that {@code frame} holds.
   *
   * @param frame an activation of a method of this dispatcher's class, not yet resumed since it
   *     suspended
   * @param context the context of the task that runs it; carries the value or error that the
   *     activation waited for
   * @return the method's value ({@link Context#returned(int)} and its siblings for a primitive
   *     one); meaningless when {@link Context#suspended} is set on return
   * @throws Throwable what the method's body throws, unchanged
   */
  Object resume(Frame frame, Context context) throws Throwable;
}
