package dev.fermata.transformer.analyse;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The verification types before one instruction (JVMS 4.10.1.2).
 *
 * <p>An element is one of ASM's constants ({@code Opcodes.INTEGER} …), the internal name of a class
 * or array type, or, for an uninitialised object, the {@code NEW} instruction that made it.
 *
 * @param locals one element a slot; a {@code long} or {@code double} is followed by {@code TOP}
 * @param stack one element a value, bottom first
 */
public record State(List<Object> locals, List<Object> stack) {
  /** Keeps unmodifiable copies. */
  public State {
    locals = List.copyOf(locals);
    stack = List.copyOf(stack);
  }

  /** The type in slot {@code index}; {@code TOP} beyond the last. */
  public Object local(int index) {
    return index < locals.size() ? locals.get(index) : Opcodes.TOP;
  }

  /** Whether any object is there that is not yet initialised. */
  boolean hasUninitialised() {
    return hasSite(locals) || hasSite(stack);
  }

  private static boolean hasSite(List<Object> types) {
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i) instanceof TypeInsnNode) {
        return true;
      }
    }
    return false;
  }

  /** Whether an object made by {@code site} is there, not yet initialised. */
  public boolean holds(TypeInsnNode site) {
    return locals.contains(site) || stack.contains(site);
  }
}
