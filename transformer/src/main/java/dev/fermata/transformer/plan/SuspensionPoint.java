package dev.fermata.transformer.plan;

import java.util.List;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * An await in a normalised method, with all that the emission has to know.
 *
 * @param number its number in the method, from 1: the frame's state
 * @param await the call of {@code Fermata.await}
 * @param awaited the call whose result is awaited at once; null for any other awaited object
 * @param result the type of the value that the point leaves on the operand stack
 * @param unboxed whether the two instructions that follow, which unbox the result, fall away
 * @param spill what to save
 * @param line the source line; 0 where unknown
 */
public record SuspensionPoint(
    int number,
    MethodInsnNode await,
    AwaitedCall awaited,
    Type result,
    boolean unboxed,
    Spill spill,
    int line) {

  /** A call whose result is awaited at once. */
  public sealed interface AwaitedCall {
    /** The call. */
    MethodInsnNode call();

    /** Whether the call itself is not made, but goes to start code instead. */
    default boolean isReplaced() {
      return true;
    }
  }

  /**
   * A call of an asynchronous method of the same class.
   *
   * @param call the call
   * @param callee what is called
   */
  public record DirectCall(MethodInsnNode call, MethodShape callee) implements AwaitedCall {}

  /**
   * A call of a static method of another class, of which only the runtime will know what it is.
   *
   * @param call the call
   */
  public record LinkedCall(MethodInsnNode call) implements AwaitedCall {}

  /**
   * Any other call of a method that gives a coroutine, such as one that can be overridden: the call
   * is made, and the frame of what it gives is entered.
   *
   * @param call the call
   */
  public record MadeCall(MethodInsnNode call) implements AwaitedCall {
    @Override
    public boolean isReplaced() {
      return false;
    }
  }

  /** The same with a wide frame. */
  SuspensionPoint inWideFrame() {
    return new SuspensionPoint(number, await, awaited, result, unboxed, spill.inWideFrame(), line);
  }

  /**
   * The verification types of the operands that stay on the stack while the point waits, bottom
   * first, and of others on top of them.
   */
  public Object[] operands(Object... others) {
    List<SavedValue> stack = spill.stack();
    Object[] types = new Object[stack.size() + others.length];
    for (int i = 0; i < stack.size(); i++) {
      types[i] = stack.get(i).type();
    }
    System.arraycopy(others, 0, types, stack.size(), others.length);
    return types;
  }
}
