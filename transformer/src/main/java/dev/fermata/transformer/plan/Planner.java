package dev.fermata.transformer.plan;

import dev.fermata.transformer.analyse.Liveness;
import dev.fermata.transformer.analyse.State;
import dev.fermata.transformer.analyse.TypeFlow;
import dev.fermata.transformer.model.Boxing;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.plan.SuspensionPoint.DirectCall;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Decides, for one normalised method, what each of its suspension points saves and which calls go
 * straight to start code.
 */
public final class Planner {
  private final String owner;
  private final MethodShape shape;
  private final MethodNode body;
  private final Map<String, MethodShape> direct;
  private final TypeFlow types;
  private final Liveness liveness;
  private final boolean receiverStored;

  private Planner(
      String owner,
      MethodShape shape,
      MethodNode body,
      TypeFlow types,
      Map<String, MethodShape> direct) {
    this.owner = owner;
    this.shape = shape;
    this.body = body;
    this.direct = direct;
    this.types = types;
    this.liveness = new Liveness(body);
    this.receiverStored = !shape.method().isStatic() && storesReceiver();
  }

  /**
   * Plans a method.
   *
   * @param owner the class's internal name
   * @param shape what the method becomes
   * @param body its normalised code
   * @param types the types before each await of {@code body}
   * @param direct the methods of the class whose start can be called where their call is awaited,
   *     by name and descriptor
   */
  public static MethodPlan plan(
      String owner,
      MethodShape shape,
      MethodNode body,
      TypeFlow types,
      Map<String, MethodShape> direct) {
    Planner planner = new Planner(owner, shape, body, types, direct);
    List<SuspensionPoint> points = new ArrayList<>();
    for (AbstractInsnNode insn : body.instructions) {
      if (Insns.isAwait(insn) && types.before(insn) != null) {
        points.add(planner.point(points.size() + 1, (MethodInsnNode) insn));
      }
    }
    return new MethodPlan(shape, body, points, planner.liveness, planner.receiverStored);
  }

  private boolean storesReceiver() {
    for (AbstractInsnNode insn : body.instructions) {
      if (insn instanceof VarInsnNode access
          && access.var == 0
          && access.getOpcode() >= Opcodes.ISTORE
          && access.getOpcode() <= Opcodes.ASTORE) {
        return true;
      }
    }
    return false;
  }

  private SuspensionPoint point(int number, MethodInsnNode await) {
    State state = types.before(await);
    BitSet live = liveness.after(body.instructions.indexOf(await));
    boolean receiver = !shape.method().isStatic();
    if (receiver && !receiverStored) {
      live.clear(0);
    }
    List<Object> operands = state.stack().subList(0, state.stack().size() - 1);
    Spill spill = Spill.plan(receiver, state.locals(), live, operands);
    DirectCall call = directCall(await);
    Type result = call == null ? MethodShape.OBJECT : call.callee().value();
    boolean unboxed = result.getSort() != Type.OBJECT && unboxes(await, result);
    return new SuspensionPoint(number, await, call, result, unboxed, spill, Insns.line(await));
  }

  // ------------------------------------------------------------------ direct calls

  private DirectCall directCall(MethodInsnNode await) {
    AbstractInsnNode before = Insns.straightPrevious(await);
    if (!(before instanceof MethodInsnNode call)
        || !call.owner.equals(owner)
        || rangeBegins(call, await)) {
      return null;
    }
    MethodShape callee = direct.get(call.name + call.desc);
    return callee == null ? null : new DirectCall(call, callee);
  }

  /**
   * Whether a protected range begins or ends between two instructions: the call would move into or
   * out of it.
   */
  private boolean rangeBegins(AbstractInsnNode from, AbstractInsnNode to) {
    for (AbstractInsnNode at = from; at != to; at = at.getNext()) {
      if (at instanceof LabelNode label
          && body.tryCatchBlocks.stream().anyMatch(b -> b.start == label || b.end == label)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the value is unboxed at once, which need not be done when the callee returns it
   * unboxed.
   *
   * <pre>await, checkcast Integer, invokevirtual Integer.intValue</pre>
   */
  private static boolean unboxes(MethodInsnNode await, Type primitive) {
    String wrapper = Boxing.wrapper(primitive);
    AbstractInsnNode cast = await.getNext();
    return cast instanceof TypeInsnNode type
        && type.getOpcode() == Opcodes.CHECKCAST
        && type.desc.equals(wrapper)
        && Insns.isCall(
            cast.getNext(),
            wrapper,
            primitive.getClassName() + "Value",
            "()" + primitive.getDescriptor());
  }
}
