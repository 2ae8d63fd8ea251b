package dev.fermata.transformer.lint;

import dev.fermata.transformer.check.HoldDepth;
import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import dev.fermata.transformer.diagnostic.Location;
import dev.fermata.transformer.model.Insns;
import java.util.Set;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds awaits at which a lock of {@code java.util.concurrent} is held. All tasks of a loop are one
 * thread, to which such a lock is open: it excludes none of them.
 */
final class HeldLock implements Lint {
  private static final String LOCKS = "java/util/concurrent/locks/";
  private static final Set<String> TYPES =
      Set.of(
          "Lock",
          "ReentrantLock",
          "ReentrantReadWriteLock$ReadLock",
          "ReentrantReadWriteLock$WriteLock",
          "StampedLock");
  private static final Set<String> TAKES =
      Set.of(
          "lock",
          "lockInterruptibly",
          "readLock",
          "readLockInterruptibly",
          "writeLock",
          "writeLockInterruptibly");
  private static final Set<String> GIVES_BACK = Set.of("unlock", "unlockRead", "unlockWrite");

  @Override
  public void check(
      ClassNode node, MethodNode method, boolean async, Consumer<Diagnostic> warnings) {
    if (!async || !takesAny(method)) {
      return;
    }
    HoldDepth locks = new HoldDepth(method, HeldLock::change);
    int index = 0;
    for (AbstractInsnNode insn : method.instructions) {
      if (Insns.isAwait(insn) && locks.isHeld(index)) {
        warnings.accept(
            DiagnosticKind.HELD_LOCK.at(
                Location.of(node, method, insn),
                "a lock of java.util.concurrent is held over this await, and excludes no other"
                    + " task, for all run in the same thread"));
      }
      index++;
    }
  }

  private static boolean takesAny(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (isCall(insn, TAKES) || isCall(insn, Set.of("tryLock"))) {
        return true;
      }
    }
    return false;
  }

  /** A {@code tryLock} takes on the way on which it has given true. */
  private static int change(AbstractInsnNode insn, boolean jumps) {
    if (isCall(insn, TAKES) && !isReadWriteView(insn)) {
      return 1;
    }
    if (isCall(insn, GIVES_BACK)) {
      return -1;
    }
    boolean asks = insn.getOpcode() == Opcodes.IFEQ || insn.getOpcode() == Opcodes.IFNE;
    return asks
            && isCall(previous(insn), Set.of("tryLock"))
            && jumps == (insn.getOpcode() == Opcodes.IFNE)
        ? 1
        : 0;
  }

  /** Whether a call only gives the lock of a pair, as {@code ReadWriteLock.readLock} does. */
  private static boolean isReadWriteView(AbstractInsnNode insn) {
    return ((MethodInsnNode) insn).desc.contains(")L");
  }

  private static AbstractInsnNode previous(AbstractInsnNode insn) {
    AbstractInsnNode before = insn.getPrevious();
    while (before != null && before.getOpcode() < 0) {
      before = before.getPrevious();
    }
    return before;
  }

  private static boolean isCall(AbstractInsnNode insn, Set<String> names) {
    return insn instanceof MethodInsnNode call
        && call.owner.startsWith(LOCKS)
        && TYPES.contains(call.owner.substring(LOCKS.length()))
        && names.contains(call.name);
  }
}
