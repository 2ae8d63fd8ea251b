package dev.fermata.transformer.plan;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * An await in a normalised method, with all that the emission has to know.
 *
 * @param number its number in the method, from 1: the frame's state
 * @param await the call of {@code Fermata.await}
 * @param direct the asynchronous method of the same class whose call is awaited and whose start
 *     code can be called instead; null for any other awaited object
 * @param result the type of the value that the point leaves on the operand stack
 * @param unboxed whether the two instructions that follow, which unbox the result, fall away
 * @param spill what to save
 * @param line the source line; 0 where unknown
 */
public record SuspensionPoint(
    int number,
    MethodInsnNode await,
    DirectCall direct,
    Type result,
    boolean unboxed,
    Spill spill,
    int line) {

  /**
   * A call of an asynchronous method of the same class whose result is awaited at once.
   *
   * @param call the call
   * @param callee what is called
   */
  public record DirectCall(MethodInsnNode call, MethodShape callee) {}

  /**
   * The verification types of the operands that stay on the stack while the point waits, bottom
   * first.
   */
  public List<Object> operands() {
    List<Object> types = new ArrayList<>();
    spill.stack().forEach(value -> types.add(value.type()));
    return types;
  }
}
