package dev.fermata.transformer.plan;

import dev.fermata.transformer.analyse.Flow;
import dev.fermata.transformer.analyse.Liveness;
import dev.fermata.transformer.analyse.State;
import dev.fermata.transformer.analyse.TypeFlow;
import dev.fermata.transformer.model.AsyncMethod.Kind;
import dev.fermata.transformer.model.Boxing;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.SuspensionPoint.AwaitedCall;
import dev.fermata.transformer.plan.SuspensionPoint.DirectCall;
import dev.fermata.transformer.plan.SuspensionPoint.LinkedCall;
import dev.fermata.transformer.plan.SuspensionPoint.MadeCall;
import java.util.ArrayList;
import java.util.Arrays;
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
public final class MethodPlanner {
  private final String owner;
  private final MethodShape shape;
  private final MethodNode body;
  private final Map<String, MethodShape> direct;
  private final TypeFlow types;
  private final MentionedTypes mentioned;
  private final Flow flow;
  private final Liveness liveness;
  private final boolean receiverStored;

  private MethodPlanner(
      String owner,
      MethodShape shape,
      MethodNode body,
      TypeFlow types,
      Map<String, MethodShape> direct,
      MentionedTypes mentioned) {
    this.owner = owner;
    this.shape = shape;
    this.body = body;
    this.direct = direct;
    this.types = types;
    this.mentioned = mentioned;
    this.flow = new Flow(body);
    this.liveness = new Liveness(flow);
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
      Map<String, MethodShape> direct,
      MentionedTypes mentioned) {
    MethodPlanner planner = new MethodPlanner(owner, shape, body, types, direct, mentioned);
    List<SuspensionPoint> points = new ArrayList<>();
    for (AbstractInsnNode insn : body.instructions) {
      if (Insns.isAwait(insn) && types.before(insn) != null) {
        points.add(planner.point(points.size() + 1, (MethodInsnNode) insn));
      }
    }
    return new MethodPlan(
        shape,
        body,
        points,
        planner.flow,
        planner.liveness,
        planner.receiverStored,
        null,
        List.of(new ResumePart(shape.resumeName(), 0, points.size())));
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
    AwaitedCall call = awaitedCall(await);
    Type result = result(await, call);
    boolean unboxed = result.getSort() != Type.OBJECT && result.equals(unboxed(await));
    return new SuspensionPoint(number, await, call, result, unboxed, spill, Insns.line(await));
  }

  // ------------------------------------------------------------------ direct calls

  private AwaitedCall awaitedCall(MethodInsnNode await) {
    AbstractInsnNode before = Insns.straightPrevious(await);
    if (!(before instanceof MethodInsnNode call) || rangeBegins(call, await)) {
      return null;
    }
    if (call.owner.equals(owner)) {
      MethodShape callee = direct.get(call.name + call.desc);
      if (callee != null) {
        return new DirectCall(call, callee);
      }
    } else if (isLinkable(call)) {
      return new LinkedCall(call);
    }
    return givesCoroutine(call) ? new MadeCall(call) : null;
  }

  /** Whether a call gives the coroutine of a method that may be asynchronous in our sense. */
  private static boolean givesCoroutine(MethodInsnNode call) {
    return !RuntimeNames.isRuntime(call.owner) && Kind.of(call.desc) == Kind.COROUTINE;
  }

  /**
   * Whether a call can be linked by the runtime, which needs access to all types of its descriptor.
   */
  private boolean isLinkable(MethodInsnNode call) {
    return call.getOpcode() == Opcodes.INVOKESTATIC
        && givesCoroutine(call)
        && Type.getArgumentsAndReturnSizes(call.desc) >> 2 < Shapes.MAX_PARAMETER_SLOTS
        && Arrays.stream(Type.getArgumentTypes(call.desc))
            .filter(type -> type.getSort() >= Type.ARRAY)
            .map(Type::getInternalName)
            .allMatch(mentioned::isAccessible);
  }

  private static Type result(MethodInsnNode await, AwaitedCall call) {
    if (call instanceof DirectCall own) {
      return own.callee().value();
    }
    Type unboxed = call == null ? null : unboxed(await);
    return unboxed == null ? MethodShape.OBJECT : unboxed;
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
   * The primitive type to which the value is unboxed at once, which need not be done when the
   * callee returns it unboxed; null where it is not.
   *
   * <pre>await, checkcast Integer, invokevirtual Integer.intValue</pre>
   */
  private static Type unboxed(MethodInsnNode await) {
    return await.getNext() instanceof TypeInsnNode cast
            && cast.getOpcode() == Opcodes.CHECKCAST
            && cast.getNext() instanceof MethodInsnNode call
            && call.owner.equals(cast.desc)
        ? Boxing.unboxedBy(call)
        : null;
  }
}
