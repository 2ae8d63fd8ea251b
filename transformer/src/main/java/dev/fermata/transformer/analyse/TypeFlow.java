package dev.fermata.transformer.analyse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The verification types at chosen instructions, carried through the straight code from one stack
 * map frame to the next. The compiler computed those frames, so no class hierarchy is ever needed.
 */
public final class TypeFlow {
  private final Map<AbstractInsnNode, State> states = new HashMap<>();
  private final Map<Label, TypeInsnNode> sites = new HashMap<>();

  /**
   * Carries the types through {@code method}.
   *
   * @param owner the internal name of the method's class
   * @param method a method with expanded frames
   * @param wanted the instructions whose state is asked for later
   */
  public TypeFlow(String owner, MethodNode method, Predicate<AbstractInsnNode> wanted) {
    AnalyzerAdapter adapter =
        new AnalyzerAdapter(owner, method.access, method.name, method.desc, null);
    List<Label> labels = new ArrayList<>();
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof LabelNode label) {
        labels.add(label.getLabel());
      }
      if (adapter.stack != null && wanted.test(insn)) {
        states.put(insn, state(adapter));
      }
      insn.accept(adapter);
      if (insn.getOpcode() == Opcodes.NEW && adapter.stack != null) {
        TypeInsnNode site = (TypeInsnNode) insn;
        labels.forEach(label -> sites.put(label, site));
        sites.put((Label) adapter.stack.get(adapter.stack.size() - 1), site);
      }
      if (insn.getOpcode() >= 0) {
        labels.clear();
      }
    }
  }

  /** The state before {@code insn}; null where it cannot be reached, or was not asked for. */
  public State before(AbstractInsnNode insn) {
    return states.get(insn);
  }

  /** The {@code NEW} instruction that a label in a stack map frame stands for. */
  public static TypeInsnNode site(LabelNode label) {
    AbstractInsnNode insn = label;
    while (insn instanceof LabelNode || insn instanceof LineNumberNode || insn.getOpcode() < 0) {
      insn = insn.getNext();
    }
    return (TypeInsnNode) insn;
  }

  private State state(AnalyzerAdapter adapter) {
    List<Object> stack = new ArrayList<>();
    for (int i = 0; i < adapter.stack.size(); i++) {
      Object type = named(adapter.stack.get(i));
      stack.add(type);
      if (type == Opcodes.LONG || type == Opcodes.DOUBLE) {
        i++;
      }
    }
    List<Object> locals = new ArrayList<>();
    for (Object type : adapter.locals) {
      locals.add(named(type));
    }
    return new State(locals, stack);
  }

  private Object named(Object type) {
    return type instanceof Label label ? sites.get(label) : type;
  }
}
