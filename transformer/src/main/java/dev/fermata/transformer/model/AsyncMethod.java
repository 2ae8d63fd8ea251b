package dev.fermata.transformer.model;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodNode;

/**
 * An asynchronous method of the class at hand, as the check pass found it.
 *
 * @param node the method as it stands in the class file; becomes the stub
 * @param number its number among the asynchronous methods of its class
 * @param kind what it returns
 */
public record AsyncMethod(MethodNode node, int number, Kind kind) {
  /** What an asynchronous method may return. */
  public enum Kind {
    /** {@code Coroutine<T>}: a call runs nothing. */
    COROUTINE(RuntimeNames.COROUTINE, RuntimeNames.LAUNCH_COROUTINE),
    /** {@code CompletableFuture<T>}: a call starts at once. */
    FUTURE(RuntimeNames.FUTURE, RuntimeNames.LAUNCH_FUTURE),
    /** {@code CompletionStage<T>}: a call starts at once. */
    STAGE(RuntimeNames.STAGE, RuntimeNames.LAUNCH_FUTURE);

    private final String type;
    private final String launch;

    Kind(String type, String launch) {
      this.type = type;
      this.launch = launch;
    }

    /** The internal name of the return type. */
    public String type() {
      return type;
    }

    /** The launcher's method that makes the result. */
    public String launch() {
      return launch;
    }

    /** The kind for a method descriptor; null where the return type is none that can be awaited. */
    public static Kind of(String descriptor) {
      Type type = Type.getReturnType(descriptor);
      if (type.getSort() == Type.OBJECT) {
        for (Kind kind : values()) {
          if (kind.type.equals(type.getInternalName())) {
            return kind;
          }
        }
      }
      return null;
    }
  }

  /** Whether the method has no receiver. */
  public boolean isStatic() {
    return (node.access & Opcodes.ACC_STATIC) != 0;
  }

  /** How many local variable slots the parameters take, {@code this} included. */
  public int parameterSlots() {
    return Insns.parameterSlots(node.access, node.desc);
  }
}
