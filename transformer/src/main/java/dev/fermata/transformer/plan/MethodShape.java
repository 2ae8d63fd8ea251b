package dev.fermata.transformer.plan;

import dev.fermata.transformer.model.AsyncMethod;
import dev.fermata.transformer.model.RuntimeNames;
import org.objectweb.asm.Type;

/**
 * The methods that an asynchronous method becomes: their names and descriptors.
 *
 * @param method the original
 * @param startName the name of the start method; null where it has none, because a further
 *     parameter would be too many
 * @param startDescriptor the descriptor of the start method: the parameters, the context, the
 *     value's own type
 * @param open whether other classes may call the start method, which then has the name that they
 *     expect
 * @param resumeName the name of the resume method
 * @param value the type that start returns: a primitive where every return boxes one, else {@code
 *     Object}
 */
public record MethodShape(
    AsyncMethod method,
    String startName,
    String startDescriptor,
    boolean open,
    String resumeName,
    Type value) {
  /** The type of a value that is not known to be a primitive. */
  public static final Type OBJECT = Type.getObjectType("java/lang/Object");

  /** With the descriptor that a start method has. */
  MethodShape(AsyncMethod method, String startName, boolean open, String resumeName, Type value) {
    this(method, startName, startDescriptor(method.node().desc, value), open, resumeName, value);
  }

  /** Whether the body can be called directly. */
  public boolean hasStart() {
    return startName != null;
  }

  /** The descriptor of the start method for a method with the given descriptor and value. */
  public static String startDescriptor(String descriptor, Type value) {
    String parameters = descriptor.substring(0, descriptor.lastIndexOf(')'));
    return parameters + RuntimeNames.CONTEXT_DESC + ")" + value.getDescriptor();
  }

  /** Whether the value is primitive. */
  public boolean isPrimitive() {
    return value.getSort() != Type.OBJECT;
  }
}
