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
import org.objectweb.asm.tree.FrameNode;
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
  private final AnalyzerAdapter adapter;
  private final Predicate<AbstractInsnNode> wanted;

  /** The labels in front of the instruction at hand. */
  private final List<Label> labels = new ArrayList<>();

  /**
   * Carries the types through {@code method}.
   *
   * @param owner the internal name of the method's class
   * @param method a method with expanded frames
   * @param wanted the instructions whose state is asked for later
   */
  public TypeFlow(String owner, MethodNode method, Predicate<AbstractInsnNode> wanted) {
    this.adapter = new AnalyzerAdapter(owner, method.access, method.name, method.desc, null);
    this.wanted = wanted;
    AbstractInsnNode begin = method.instructions.getFirst();
    AbstractInsnNode last = null;
    for (AbstractInsnNode insn = begin; insn != null; insn = insn.getNext()) {
      if (insn instanceof FrameNode) {
        follow(begin, last, insn);
        begin = insn;
        last = null;
      } else if (wanted.test(insn)) {
        last = insn;
      }
    }
    follow(begin, last, null);
  }

  /**
   * Goes through the code from one frame to the next. What comes after the last instruction that is
   * wanted counts only if it makes an object of which a later frame may speak.
   *
   * @param last the last instruction that is wanted; null where there is none
   */
  private void follow(AbstractInsnNode begin, AbstractInsnNode last, AbstractInsnNode end) {
    boolean counts = last != null;
    for (AbstractInsnNode insn = begin; insn != end; insn = insn.getNext()) {
      if (insn instanceof LabelNode label) {
        labels.add(label.getLabel());
      } else if (counts) {
        execute(insn);
      } else if (insn.getOpcode() == Opcodes.NEW) {
        made((TypeInsnNode) insn);
      }
      if (insn.getOpcode() >= 0) {
        labels.clear();
      }
      counts &= insn != last;
    }
  }

  private void execute(AbstractInsnNode insn) {
    if (adapter.stack != null && wanted.test(insn)) {
      states.put(insn, state());
    }
    if (insn.getOpcode() == Opcodes.NEW) {
      labels.forEach(adapter::visitLabel);
    }
    insn.accept(adapter);
    if (insn instanceof TypeInsnNode site
        && insn.getOpcode() == Opcodes.NEW
        && adapter.stack != null) {
      made(site);
      sites.put((Label) adapter.stack.get(adapter.stack.size() - 1), site);
    }
  }

  private void made(TypeInsnNode site) {
    for (Label label : labels) {
      sites.put(label, site);
      adapter.uninitializedTypes.put(label, site.desc);
    }
  }

  /** Whether an object is there before any of the instructions that is not yet initialised. */
  public boolean hasUninitialised() {
    return states.values().stream().anyMatch(State::hasUninitialised);
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

  private State state() {
    List<Object> stack = new ArrayList<>(adapter.stack.size());
    for (int i = 0; i < adapter.stack.size(); i++) {
      Object type = named(adapter.stack.get(i));
      stack.add(type);
      if (type == Opcodes.LONG || type == Opcodes.DOUBLE) {
        i++;
      }
    }
    Object[] locals = adapter.locals.toArray();
    for (int i = 0; i < locals.length; i++) {
      locals[i] = named(locals[i]);
    }
    return new State(List.of(locals), stack);
  }

  private Object named(Object type) {
    return type instanceof Label label ? sites.get(label) : type;
  }
}
