package dev.fermata.transformer.normalise;

import dev.fermata.transformer.analyse.State;
import dev.fermata.transformer.analyse.TypeFlow;
import dev.fermata.transformer.model.Insns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes an object only when its constructor is called, where an await stands between {@code new}
 * and the constructor: an uninitialised object cannot be saved.
 *
 * <pre>
 *   new X                     new X, pop, aconst_null      X is initialised as a class where it was
 *   dup                       dup
 *   … await …                 … await …
 *   invokespecial X.&lt;init&gt;    store the arguments, pop, pop
 *                             new X, dup, load the arguments, invokespecial X.&lt;init&gt;
 * </pre>
 *
 * <p>Every other copy of the object, on the operand stack or in a local variable, is a null until
 * then and is replaced after the constructor's call. Stack map frames in between say null where
 * they said uninitialised.
 */
public final class DelayedNew {
  private final MethodNode method;
  private final TypeFlow types;
  private final Set<TypeInsnNode> sites = new LinkedHashSet<>();

  private DelayedNew(MethodNode method, TypeFlow types) {
    this.method = method;
    this.types = types;
  }

  /** The instructions whose state the pass needs. */
  public static boolean wanted(AbstractInsnNode insn) {
    return Insns.isAwait(insn) || isConstructorCall(insn);
  }

  /**
   * Normalises a method in place.
   *
   * @param types the types before every {@linkplain #wanted wanted} instruction
   */
  public static void normalise(MethodNode method, TypeFlow types) {
    DelayedNew pass = new DelayedNew(method, types);
    pass.findSites();
    pass.rewrite();
  }

  private static boolean isConstructorCall(AbstractInsnNode insn) {
    return insn.getOpcode() == Opcodes.INVOKESPECIAL
        && ((MethodInsnNode) insn).name.equals("<init>");
  }

  private void findSites() {
    for (AbstractInsnNode insn : method.instructions) {
      if (Insns.isAwait(insn) && types.before(insn) != null) {
        State state = types.before(insn);
        state.locals().forEach(this::addSite);
        state.stack().forEach(this::addSite);
      }
    }
  }

  private void addSite(Object type) {
    if (type instanceof TypeInsnNode site) {
      sites.add(site);
    }
  }

  private void rewrite() {
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      if (insn instanceof FrameNode frame) {
        frame.local = withoutSites(frame.local);
        frame.stack = withoutSites(frame.stack);
      } else if (isConstructorCall(insn) && types.before(insn) != null) {
        constructorCall((MethodInsnNode) insn, types.before(insn));
      }
    }
    for (TypeInsnNode site : sites) {
      method.instructions.insert(site, new InsnNode(Opcodes.ACONST_NULL));
      method.instructions.insert(site, new InsnNode(Opcodes.POP));
    }
  }

  private List<Object> withoutSites(List<Object> frameTypes) {
    List<Object> result = new ArrayList<>();
    for (Object type : frameTypes) {
      boolean delayed = type instanceof LabelNode label && sites.contains(TypeFlow.site(label));
      result.add(delayed ? Opcodes.NULL : type);
    }
    return result;
  }

  private void constructorCall(MethodInsnNode call, State state) {
    Type[] arguments = Type.getArgumentTypes(call.desc);
    int receiver = state.stack().size() - arguments.length - 1;
    if (!(state.stack().get(receiver) instanceof TypeInsnNode site) || !sites.contains(site)) {
      return;
    }
    InsnList before = new InsnList();
    InsnList after = new InsnList();
    int[] places = storeArguments(arguments, before);
    before.add(new InsnNode(Opcodes.POP));
    int lowest = state.stack().indexOf(site);
    int object = method.maxLocals++;
    boolean onlyCopy = lowest == receiver - 1 && !state.locals().contains(site);
    int[] saved = takeOperands(state, site, lowest, receiver, before);
    before.add(new TypeInsnNode(Opcodes.NEW, site.desc));
    if (lowest < receiver || state.locals().contains(site)) {
      before.add(new InsnNode(Opcodes.DUP));
    }
    for (int i = 0; i < arguments.length; i++) {
      before.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ILOAD), places[i]));
    }
    if (!onlyCopy) {
      replaceCopies(state, site, new Copies(lowest, receiver, object, saved), after);
    }
    method.instructions.insertBefore(call, before);
    method.instructions.insert(call, after);
  }

  /** What lies between the lowest copy on the operand stack and the receiver. */
  private record Copies(int lowest, int receiver, int object, int[] saved) {}

  private int[] storeArguments(Type[] arguments, InsnList code) {
    int[] places = new int[arguments.length];
    for (int i = arguments.length - 1; i >= 0; i--) {
      places[i] = method.maxLocals;
      method.maxLocals += arguments[i].getSize();
      code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ISTORE), places[i]));
    }
    return places;
  }

  /**
   * Takes the operands from the lowest copy upwards off the stack: copies are dropped, others
   * stored.
   */
  private int[] takeOperands(
      State state, TypeInsnNode site, int lowest, int receiver, InsnList code) {
    int[] places = new int[receiver];
    for (int i = receiver - 1; i >= lowest; i--) {
      Object type = state.stack().get(i);
      if (type == site) {
        code.add(new InsnNode(Opcodes.POP));
      } else {
        places[i] = method.maxLocals;
        method.maxLocals += isWide(type) ? 2 : 1;
        code.add(new VarInsnNode(store(type), places[i]));
      }
    }
    return places;
  }

  private static void replaceCopies(State state, TypeInsnNode site, Copies copies, InsnList code) {
    if (copies.lowest() == copies.receiver() && !state.locals().contains(site)) {
      return;
    }
    code.add(new VarInsnNode(Opcodes.ASTORE, copies.object()));
    for (int i = copies.lowest(); i < copies.receiver(); i++) {
      Object type = state.stack().get(i);
      code.add(
          type == site
              ? new VarInsnNode(Opcodes.ALOAD, copies.object())
              : new VarInsnNode(store(type) - Opcodes.ISTORE + Opcodes.ILOAD, copies.saved()[i]));
    }
    for (int slot = 0; slot < state.locals().size(); slot++) {
      if (state.local(slot) == site) {
        code.add(new VarInsnNode(Opcodes.ALOAD, copies.object()));
        code.add(new VarInsnNode(Opcodes.ASTORE, slot));
      }
    }
  }

  private static boolean isWide(Object type) {
    return type == Opcodes.LONG || type == Opcodes.DOUBLE;
  }

  private static int store(Object type) {
    if (type == Opcodes.INTEGER) {
      return Opcodes.ISTORE;
    }
    if (type == Opcodes.LONG) {
      return Opcodes.LSTORE;
    }
    if (type == Opcodes.FLOAT) {
      return Opcodes.FSTORE;
    }
    return type == Opcodes.DOUBLE ? Opcodes.DSTORE : Opcodes.ASTORE;
  }
}
