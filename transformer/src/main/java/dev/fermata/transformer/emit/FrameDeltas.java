package dev.fermata.transformer.emit;

import dev.fermata.transformer.plan.Spill;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Turns the stack map frames of a new method into what they differ by from the frames before them
 * (JVMS 4.7.4): the form that ASM writes without another look at their types.
 */
public final class FrameDeltas extends MethodVisitor {
  /** The most locals that a frame may have more or less than the one before. */
  private static final int MOST = 3;

  private static final Object[] NONE = {};

  private final String owner;
  private final int access;
  private final String descriptor;
  private Object[] previous;

  /**
   * For one method.
   *
   * @param owner the internal name of its class
   */
  public FrameDeltas(String owner, int access, String descriptor, MethodVisitor out) {
    super(Opcodes.ASM9, out);
    this.owner = owner;
    this.access = access;
    this.descriptor = descriptor;
  }

  /** Takes a frame of the form {@code Opcodes.F_NEW}, whose arrays are full. */
  @Override
  public void visitFrame(int type, int locals, Object[] local, int operands, Object[] stack) {
    Object[] before = previous == null ? parameters() : previous;
    previous = local;
    int more = locals - before.length;
    int common = Math.min(locals, before.length);
    boolean alike = Math.abs(more) <= MOST && operands <= (more == 0 ? 1 : 0);
    if (!alike || !begin(local, before, common)) {
      super.visitFrame(Opcodes.F_FULL, locals, local, operands, stack);
    } else if (more == 0) {
      int same = operands == 0 ? Opcodes.F_SAME : Opcodes.F_SAME1;
      super.visitFrame(same, 0, NONE, operands, stack);
    } else if (more > 0) {
      Object[] added = Arrays.copyOfRange(local, common, locals);
      super.visitFrame(Opcodes.F_APPEND, more, added, 0, NONE);
    } else {
      super.visitFrame(Opcodes.F_CHOP, -more, NONE, 0, NONE);
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
