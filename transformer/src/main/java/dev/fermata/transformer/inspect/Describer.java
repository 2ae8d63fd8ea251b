package dev.fermata.transformer.inspect;

import dev.fermata.transformer.inspect.ClassInfo.MethodInfo;
import dev.fermata.transformer.inspect.ClassInfo.Part;
import dev.fermata.transformer.inspect.ClassInfo.PointInfo;
import dev.fermata.transformer.inspect.ClassInfo.SavedInfo;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.SavedValue;
import dev.fermata.transformer.plan.SuspensionPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Describes the plans of a class's methods for {@link ClassInfo}. */
public final class Describer {
  /** The names of the verification types that have come so far. */
  private final Map<Object, String> types = new HashMap<>();

  /** For one class. */
  public Describer() {
    types.put(Opcodes.INTEGER, "int");
    types.put(Opcodes.FLOAT, "float");
    types.put(Opcodes.LONG, "long");
    types.put(Opcodes.DOUBLE, "double");
  }

  /** Describes a method; the sizes of the code are not known yet and are 0. */
  public MethodInfo describe(MethodPlan plan) {
    MethodNode method = plan.shape().method().node();
    String start = plan.shape().startName();
    StateFlow flow =
        new StateFlow(plan.flow(), plan.points().stream().map(SuspensionPoint::await).toList());
    return new MethodInfo(
        method.name,
        method.desc,
        firstLine(plan.body()),
        new Part(method.name, 0),
        start == null ? null : new Part(start, 0),
        new Part(plan.shape().resumeName(), 0),
        flow.fromBeginning(),
        plan.points().stream().map(point -> describe(plan.body(), point, flow)).toList());
  }

  private static int firstLine(MethodNode body) {
    for (AbstractInsnNode insn : body.instructions) {
      if (insn instanceof LineNumberNode line) {
        return line.line;
      }
    }
    return 0;
  }

  private PointInfo describe(MethodNode body, SuspensionPoint point, StateFlow flow) {
    List<SavedInfo> saved = new ArrayList<>();
    if (point.spill().receiver()) {
      saved.add(new SavedInfo("this", "this class"));
    }
    for (SavedValue local : point.spill().locals()) {
      if (!local.isNull()) {
        saved.add(new SavedInfo(variable(body, point, local.index()), type(local.type())));
      }
    }
    for (SavedValue operand : point.spill().stack()) {
      if (!operand.isNull()) {
        saved.add(new SavedInfo("operand " + operand.index(), type(operand.type())));
      }
    }
    return new PointInfo(
        point.number(),
        point.line(),
        awaited(point),
        point.spill().shape().simpleName(),
        flow.from(point.await()),
        saved);
  }

  private static String awaited(SuspensionPoint point) {
    AbstractInsnNode before = Insns.straightPrevious(point.await());
    if (before instanceof MethodInsnNode call) {
      String owner = call.owner.substring(call.owner.lastIndexOf('/') + 1);
      return owner.replace('$', '.') + "." + call.name;
    }
    return before instanceof InvokeDynamicInsnNode call ? call.name : "a value";
  }

  private static String variable(MethodNode body, SuspensionPoint point, int slot) {
    InsnList insns = body.instructions;
    int index = insns.indexOf(point.await());
    if (body.localVariables != null) {
      for (LocalVariableNode variable : body.localVariables) {
        if (variable.index == slot
            && insns.indexOf(variable.start) <= index
            && index < insns.indexOf(variable.end)) {
          return variable.name;
        }
      }
    }
    return "local " + slot;
  }

  private String type(Object type) {
    return types.computeIfAbsent(type, name -> Type.getObjectType((String) name).getClassName());
  }
}
