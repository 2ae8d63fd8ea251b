package dev.fermata.transformer.normalise;

import dev.fermata.transformer.analyse.ExceptionEdges;
import dev.fermata.transformer.model.AsyncMethod.Kind;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Makes every {@code areturn} return the plain value, by awaiting the returned coroutine where the
 * {@code return} stands.
 *
 * <pre>
 *   return Coroutine.of(v);         v, areturn
 *   return f();                     f(), await, areturn
 *   try { return f(); }             f(), await                             inside the protected range
 *   catch (E e) { … }               areturn
 *   try { return f(); }             f(), await, Coroutine.of, astore t     inside the protected range
 *   finally { g(); }                g()
 *                                   aload t, completedValue, areturn
 * </pre>
 *
 * <p>A compiler parks the returned object in a temporary while the inlined finally code runs,
 * outside the protected range. So a {@code return} of a variable is such a parked one when the
 * variable's store lies inside a protected range, the {@code areturn} lies outside of it but still
 * before the range's handler, and no variable of the source has that slot. Eclipse's compiler
 * leaves the object on the operand stack while resources are closed: then the instruction that
 * pushed it is what stands inside, and the code before the {@code areturn} outside.
 */
public final class ReturnAwaits {
  private final String owner;
  private final MethodNode method;
  private final Kind kind;
  private final Set<AbstractInsnNode> parkedStores = new LinkedHashSet<>();
  private final Set<AbstractInsnNode> parkedOperands = new LinkedHashSet<>();

  private ReturnAwaits(String owner, MethodNode method, Kind kind) {
    this.owner = owner;
    this.method = method;
    this.kind = kind;
  }

  /** Normalises a method in place. */
  public static void normalise(String owner, MethodNode method, Kind kind) {
    new ReturnAwaits(owner, method, kind).run();
  }

  private void run() {
    List<AbstractInsnNode> returns = new ArrayList<>();
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() == Opcodes.ARETURN) {
        returns.add(insn);
      }
    }
    Frame<SourceValue>[] sources = needSources(returns) ? sources() : null;
    List<AbstractInsnNode> parked = new ArrayList<>();
    for (AbstractInsnNode insn : returns) {
      if (sources != null && park(insn, sources)) {
        parked.add(insn);
      }
    }
    parkedStores.forEach(this::awaitBeforeParking);
    parkedOperands.forEach(this::awaitOperand);
    parked.forEach(this::unpark);
    returns.removeAll(parked);
    returns.forEach(this::awaitReturn);
  }

  // ------------------------------------------------------------------ plain returns

  private void awaitReturn(AbstractInsnNode insn) {
    AbstractInsnNode previous = Insns.straightPrevious(insn);
    if (Insns.wrapsValue(previous)) {
      method.instructions.remove(previous);
    } else if (Insns.isDone(previous)) {
      method.instructions.set(previous, new InsnNode(Opcodes.ACONST_NULL));
    } else {
      MethodInsnNode await = await();
      method.instructions.insertBefore(insn, await);
      protectAsBefore(await);
    }
  }

  /**
   * Has {@code await} covered by the handlers of what stands before it: compilers end a protected
   * range in front of the {@code areturn}, which itself can't fail.
   */
  private void protectAsBefore(MethodInsnNode await) {
    Set<AbstractInsnNode> ends = new LinkedHashSet<>();
    AbstractInsnNode before = await.getPrevious();
    while (before != null && before.getOpcode() < 0) {
      ends.add(before);
      before = before.getPrevious();
    }
    LabelNode behind = new LabelNode();
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (ends.contains(block.end) && !ends.contains(block.start)) {
        block.end = behind;
      }
    }
    method.instructions.insert(await, behind);
  }

  private MethodInsnNode await() {
    String descriptor =
        kind == Kind.COROUTINE ? RuntimeNames.AWAIT_AWAITABLE : RuntimeNames.AWAIT_STAGE;
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC, RuntimeNames.FERMATA, RuntimeNames.AWAIT, descriptor, false);
  }

  // ------------------------------------------------------------------ returns out of try blocks

  private boolean needSources(List<AbstractInsnNode> returns) {
    return !method.tryCatchBlocks.isEmpty() && returns.stream().anyMatch(this::mayBeParked);
  }

  /**
   * Whether a look at the code around a {@code return} leaves open whether its object was parked:
   * one that was made just before was not.
   */
  private boolean mayBeParked(AbstractInsnNode leave) {
    AbstractInsnNode previous = Insns.straightPrevious(leave);
    if (previous instanceof VarInsnNode load && load.getOpcode() == Opcodes.ALOAD) {
      return !isSourceVariable(load) && isStoredInTry(load, leave);
    }
    return !pushes(previous) && !makes(previous);
  }

  private boolean isStoredInTry(VarInsnNode load, AbstractInsnNode leave) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() == Opcodes.ASTORE
          && ((VarInsnNode) insn).var == load.var
          && leavesTry(insn, leave)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an instruction that is no call is where the object on the operand stack is from. */
  private static boolean makes(AbstractInsnNode insn) {
    return insn != null
        && switch (insn.getOpcode()) {
          case Opcodes.ACONST_NULL,
              Opcodes.LDC,
              Opcodes.GETSTATIC,
              Opcodes.GETFIELD,
              Opcodes.AALOAD,
              Opcodes.CHECKCAST,
              Opcodes.INVOKEDYNAMIC ->
              true;
          default -> false;
        };
  }

  private static boolean pushes(AbstractInsnNode insn) {
    return insn instanceof MethodInsnNode call && !call.desc.endsWith(")V");
  }

  private Frame<SourceValue>[] sources() {
    try {
      return new Analyzer<>(new SourceInterpreter()).analyze(owner, method);
    } catch (AnalyzerException e) {
      throw new IllegalStateException("the code of " + method.name + " cannot be followed", e);
    }
  }

  private boolean park(AbstractInsnNode insn, Frame<SourceValue>[] sources) {
    AbstractInsnNode previous = Insns.straightPrevious(insn);
    if (pushes(previous)) {
      return false;
    }
    if (previous != null && previous.getOpcode() == Opcodes.ALOAD) {
      return parkStores((VarInsnNode) previous, insn, sources);
    }
    return parkOperands(insn, sources);
  }

  private boolean parkStores(
      VarInsnNode load, AbstractInsnNode leave, Frame<SourceValue>[] sources) {
    Frame<SourceValue> frame = sources[method.instructions.indexOf(load)];
    if (frame == null || isSourceVariable(load)) {
      return false;
    }
    Set<AbstractInsnNode> stores = frame.getLocal(load.var).insns;
    boolean parked =
        !stores.isEmpty() && stores.stream().allMatch(store -> leavesTry(store, leave));
    if (parked) {
      parkedStores.addAll(stores);
    }
    return parked;
  }

  private boolean parkOperands(AbstractInsnNode leave, Frame<SourceValue>[] sources) {
    Frame<SourceValue> frame = sources[method.instructions.indexOf(leave)];
    if (frame == null) {
      return false;
    }
    boolean parked = false;
    Set<AbstractInsnNode> unparked = new LinkedHashSet<>();
    for (AbstractInsnNode value : frame.getStack(frame.getStackSize() - 1).insns) {
      if (value.getOpcode() == Opcodes.ALOAD && parkStores((VarInsnNode) value, value, sources)) {
        parked = true;
      } else {
        unparked.add(value);
        parked |= closesBetween(value, leave);
      }
    }
    if (parked) {
      parkedOperands.addAll(unparked);
    }
    return parked;
  }

  private boolean closesBetween(AbstractInsnNode value, AbstractInsnNode leave) {
    AbstractInsnNode before = leave.getPrevious();
    while (before.getOpcode() < 0) {
      before = before.getPrevious();
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (ExceptionEdges.covers(method, block, value)
          && !coveredBy(block, before)
          && leavesBeforeHandler(block, leave)) {
        return true;
      }
    }
    return false;
  }

  private boolean leavesBeforeHandler(TryCatchBlockNode block, AbstractInsnNode leave) {
    return !coveredBy(block, leave)
        && method.instructions.indexOf(leave) < method.instructions.indexOf(block.handler);
  }

  private boolean isSourceVariable(VarInsnNode load) {
    if (method.localVariables == null) {
      return false;
    }
    int index = method.instructions.indexOf(load);
    for (LocalVariableNode variable : method.localVariables) {
      if (variable.index == load.var
          && method.instructions.indexOf(variable.start) <= index
          && index < method.instructions.indexOf(variable.end)) {
        return true;
      }
    }
    return false;
  }

  private boolean leavesTry(AbstractInsnNode store, AbstractInsnNode leave) {
    if (store.getOpcode() != Opcodes.ASTORE) {
      return false;
    }
    AbstractInsnNode value = Insns.straightPrevious(store);
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      boolean inside =
          ExceptionEdges.covers(method, block, store)
              || (value != null && ExceptionEdges.covers(method, block, value));
      if (inside && leavesBeforeHandler(block, leave)) {
        return true;
      }
    }
    return false;
  }

  private boolean coveredBy(TryCatchBlockNode block, AbstractInsnNode insn) {
    return method.tryCatchBlocks.stream()
        .anyMatch(
            other -> other.handler == block.handler && ExceptionEdges.covers(method, other, insn));
  }

  private void awaitBeforeParking(AbstractInsnNode store) {
    AbstractInsnNode value = Insns.straightPrevious(store);
    if (Insns.wrapsValue(value) || Insns.isDone(value)) {
      return;
    }
    MethodInsnNode wrap = wrap();
    if (value == null) {
      method.instructions.insertBefore(store, wrap);
    } else {
      method.instructions.insert(value, wrap);
    }
    method.instructions.insertBefore(wrap, await());
  }

  private void awaitOperand(AbstractInsnNode value) {
    if (!Insns.wrapsValue(value) && !Insns.isDone(value)) {
      MethodInsnNode wrap = wrap();
      method.instructions.insert(value, wrap);
      method.instructions.insertBefore(wrap, await());
    }
  }

  private MethodInsnNode wrap() {
    return kind == Kind.COROUTINE
        ? new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            RuntimeNames.COROUTINE,
            RuntimeNames.COROUTINE_OF,
            RuntimeNames.COROUTINE_OF_DESC,
            false)
        : new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            RuntimeNames.FUTURE,
            RuntimeNames.COMPLETED_FUTURE,
            RuntimeNames.COMPLETED_FUTURE_DESC,
            false);
  }

  private void unpark(AbstractInsnNode insn) {
    method.instructions.insertBefore(
        insn,
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            RuntimeNames.LAUNCHER,
            RuntimeNames.COMPLETED_VALUE,
            RuntimeNames.COMPLETED_VALUE_DESC,
            false));
  }
}
