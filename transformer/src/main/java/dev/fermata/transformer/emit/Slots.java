package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.SavedValue;
import dev.fermata.transformer.plan.Sharing;
import dev.fermata.transformer.plan.Spill;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The local variables of a generated copy of a body.
 *
 * <pre>
 * start:   this? parameters… context            other variables…  [moved receiver] temporaries…
 * resume:  this? parameters… context frame      other variables…  [moved receiver] temporaries…
 * </pre>
 *
 * <p>The parameters stay where they were; what follows them moves up to make room.
 */
final class Slots {
  private final String owner;
  private final boolean instance;
  private final boolean receiverStored;
  private final int parameters;
  private final int shift;
  private final int afterBody;

  /** By the lists' identity: a suspension point needs the same locals several times. */
  private final IdentityHashMap<List<SavedValue>, Object[]> known = new IdentityHashMap<>();

  Slots(String owner, MethodPlan plan, boolean resume) {
    this.owner = owner;
    this.instance = !plan.shape().method().isStatic();
    this.receiverStored = plan.receiverStored();
    this.parameters = plan.shape().method().parameterSlots();
    this.shift = resume ? 2 : 1;
    this.afterBody = plan.body().maxLocals + shift;
  }

  /** The slot of the context. */
  int context() {
    return parameters;
  }

  /** The slot of the resumed frame. */
  int frame() {
    return parameters + 1;
  }

  /** The slot that a variable of the original body, or an operand of a sharing, has here. */
  int of(int variable) {
    if (variable >= Sharing.OPERANDS) {
      return temporaries() + 1 + variable - Sharing.OPERANDS;
    }
    if (variable == 0 && receiverStored) {
      return afterBody;
    }
    return variable < parameters ? variable : variable + shift;
  }

  /** Takes instructions of the original body, and gives them the slots that they have here. */
  MethodVisitor mapping(MethodVisitor out) {
    return new MethodVisitor(GeneratedMethods.API, out) {
      @Override
      public void visitVarInsn(int opcode, int variable) {
        super.visitVarInsn(opcode, of(variable));
      }

      @Override
      public void visitIincInsn(int variable, int increment) {
        super.visitIincInsn(of(variable), increment);
      }
    };
  }

  /** The first slot that nothing else uses. */
  int temporaries() {
    return afterBody + 1;
  }

  /** Whether slot 0 holds the receiver. */
  boolean hasReceiver() {
    return instance;
  }

  /** Whether the body's own variable 0 lives in another slot, because the body stores into it. */
  boolean receiverMoved() {
    return receiverStored;
  }

  /**
   * The locals of a stack map frame in which just these variables are set, beside the receiver, the
   * context and the frame.
   */
  Object[] frameLocals(List<SavedValue> variables) {
    return known.computeIfAbsent(variables, this::newFrameLocals);
  }

  private Object[] newFrameLocals(List<SavedValue> variables) {
    Object[] slots = fixed();
    for (SavedValue variable : variables) {
      slots[of(variable.index())] = variable.type();
    }
    return compact(slots);
  }

  /**
   * The locals of a stack map frame between blocks that points share.
   *
   * @param key whether the first temporary holds an int
   */
  Object[] sharedLocals(List<SavedValue> variables, boolean key) {
    int last = temporaries();
    for (SavedValue variable : variables) {
      last = Math.max(last, of(variable.index()));
    }
    Object[] slots = Arrays.copyOf(fixed(), last + 2);
    Arrays.fill(slots, temporaries(), slots.length, Opcodes.TOP);
    for (SavedValue variable : variables) {
      slots[of(variable.index())] = variable.type();
    }
    if (key) {
      slots[temporaries()] = Opcodes.INTEGER;
    }
    return compact(slots);
  }

  /** Whether a variable of the original body holds the receiver wherever it is. */
  boolean isReceiver(int variable) {
    return variable == 0 && instance && !receiverStored;
  }

  /** The locals of the stack map frame in which the parameters of a descriptor are set. */
  Object[] parameterLocals(String descriptor) {
    Object[] slots = fixed();
    int variable = 0;
    if (instance) {
      slots[of(variable++)] = owner;
    }
    for (Type type : Type.getArgumentTypes(descriptor)) {
      slots[of(variable)] = Spill.verificationType(type);
      variable += type.getSize();
    }
    return compact(slots);
  }

  /** The types of the slots in every frame: the receiver's, the context's, and the frame's. */
  Object[] fixed() {
    Object[] slots = new Object[temporaries()];
    Arrays.fill(slots, Opcodes.TOP);
    if (instance) {
      slots[0] = owner;
    }
    slots[context()] = RuntimeNames.CONTEXT;
    if (shift == 2) {
      slots[frame()] = RuntimeNames.FRAME;
    }
    return slots;
  }

  /** One element a value instead of one a slot, without the unset slots at the end. */
  static Object[] compact(Object[] slots) {
    int used = slots.length;
    while (used > 0 && slots[used - 1] == Opcodes.TOP) {
      used--;
    }
    Object[] values = new Object[used];
    int count = 0;
    for (int slot = 0; slot < used; slot++) {
      values[count++] = slots[slot];
      if (slots[slot] == Opcodes.LONG || slots[slot] == Opcodes.DOUBLE) {
        slot++;
      }
    }
    return count == used ? values : Arrays.copyOf(values, count);
  }
}
