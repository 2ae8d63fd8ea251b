package dev.fermata.transformer.emit;

import dev.fermata.transformer.plan.Spill;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes the stack map frames of a new method as what they differ by from the frames before them
 * (JVMS 4.7.4): the form that ASM writes without another look at their types.
 */
final class StackMapWriter {
  /** The most locals that a frame may have more or less than the one before. */
  private static final int MOST = 3;

  private static final Object[] NONE = {};

  private final String owner;
  private final int access;
  private final String descriptor;
  private final MethodVisitor out;
  private Object[] previous;

  /**
   * For one method.
   *
   * @param owner the internal name of its class
   */
  StackMapWriter(String owner, int access, String descriptor, MethodVisitor out) {
    this.owner = owner;
    this.access = access;
    this.descriptor = descriptor;
    this.out = out;
  }

  /** Writes a frame. */
  void write(Object[] locals, Object[] stack) {
    Object[] before = previous == null ? parameters() : previous;
    previous = locals;
    int more = locals.length - before.length;
    int common = Math.min(locals.length, before.length);
    boolean alike = Math.abs(more) <= MOST && stack.length <= (more == 0 ? 1 : 0);
    if (!alike || !begin(locals, before, common)) {
      out.visitFrame(Opcodes.F_FULL, locals.length, locals, stack.length, stack);
    } else if (more == 0) {
      int same = stack.length == 0 ? Opcodes.F_SAME : Opcodes.F_SAME1;
      out.visitFrame(same, 0, NONE, stack.length, stack);
    } else if (more > 0) {
      Object[] added = Arrays.copyOfRange(locals, common, locals.length);
      out.visitFrame(Opcodes.F_APPEND, more, added, 0, NONE);
    } else {
      out.visitFrame(Opcodes.F_CHOP, -more, NONE, 0, NONE);
    }
  }

  private static boolean begin(Object[] some, Object[] others, int count) {
    for (int i = 0; some != others && i < count; i++) {
      if (!some[i].equals(others[i])) {
        return false;
      }
    }
    return true;
  }

  private Object[] parameters() {
    List<Object> types = new ArrayList<>();
    if ((access & Opcodes.ACC_STATIC) == 0) {
      types.add(owner);
    }
    for (Type type : Type.getArgumentTypes(descriptor)) {
      types.add(Spill.verificationType(type));
    }
    return types.toArray();
  }
}
