package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.ClassEdit;
import dev.fermata.transformer.cases.harness.Findings;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Rows E01 to E08: awaits inside, before, between and after synchronized blocks. */
class MonitorCasesTest {
  @Test
  void e01_awaitInsideASynchronizedBlockIsRefused() {
    Findings.of(
            """
            @Async static Coroutine<Object> run() {
              synchronized (Target.class) {
                // error[FERMATA-003]: synchronized block
                await(later(1));
              }
              return Coroutine.of(1);
            }
            @Async Coroutine<String> nested(Object lock) throws Exception {
              for (int i = 0; i < 3; i++) {
                synchronized (this) {
                  if (i == 1) continue;
                  synchronized (lock) {
                    log("both");
                  }
                  try {
                    // error[FERMATA-003]: AsyncLock
                    await(later(i));
                  } finally {
                    log("x");
                  }
                }
                await(later(i));
              }
              return Coroutine.of("n");
            }
            """)
        .check();
  }

  @Test
  void e01_awaitInAFinallyOrCatchUnderAMonitorIsRefused() {
    Findings.of(
            """
            @Async static Coroutine<Object> run() throws Exception {
              synchronized (Target.class) {
                try {
                  log("x");
                } catch (IllegalStateException e) {
                  // error[FERMATA-003]: monitor
                  await(later(1));
                } finally {
                  // error[FERMATA-003]: monitor
                  await(later(2));
                }
              }
              return Coroutine.of(1);
            }
            """)
        .check();
  }

  @Test
  void e02_synchronizedAsyncMethodsAreRefused() {
    Findings.of(
            """
            @Async static synchronized Coroutine<Object> run() {
              // error[FERMATA-004]: synchronized
              await(later(1)); return Coroutine.of(1);
            }
            @Async synchronized Coroutine<Object> instance() {
              // error[FERMATA-004]: AsyncLock
              return Coroutine.of(1);
            }
            """)
        .check();
  }

  @Test
  void e03_synchronizedBlocksBeforeBetweenAndAfterAwaits() {
    Case.of(
            """
            final Object lock = new Object();
            int n;
            synchronized int locked(int i) { n += i; return n; }
            @Async Coroutine<Object> body() {
              synchronized (lock) { n++; }
              await(later(1));
              synchronized (this) {
                synchronized (lock) { n += 10; }
                n += 100;
              }
              await(later(2));
              Supplier<Integer> f = () -> { synchronized (lock) { return n + (Thread.holdsLock(lock) ? 5 : 0); } };
              int m = locked(await(later(1000))) + f.get();
              synchronized (lock) { return Coroutine.of(m + " " + n); }
            }
            @Async static Coroutine<Object> run() {
              Target t = new Target();
              Object r = await(t.body());
              return Coroutine.of(r + " " + Thread.holdsLock(t.lock) + Thread.holdsLock(t));
            }
            """)
        .prints("= 2227 1111 falsefalse");
  }

  @Test
  void e04_synchronizedInALoopOrTryWhoseOtherPartAwaits() {
    Case.of(
            """
            static final Object LOCK = new Object();
            static void mayThrow(int i) { if (i == 1) throw new IllegalStateException("held " + Thread.holdsLock(LOCK)); }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (int i = 0; i < 4; i++) {
                try {
                  synchronized (LOCK) {
                    if (i == 2) continue;
                    mayThrow(i);
                    if (i == 3) break;
                  }
                  r += await(later("a"));
                } catch (IllegalStateException e) {
                  r += await(later(e.getMessage()));
                } finally {
                  r += await(later(i)) + (Thread.holdsLock(LOCK) ? "held" : "");
                }
              }
              return Coroutine.of(r);
            }
            """)
        .prints("= a0held true123");
  }

  /** ProGuard ends and begins protected ranges at instructions that can throw. */
  @Test
  void e04_releaseThatProtectsOnlyWhatCanThrow() {
    caughtOutside()
        .edit(target -> trim(ClassEdit.method(target, "run"), MonitorCasesTest::canThrow))
        .prints("= caught false1");
  }

  /** Kotlin's inlined {@code synchronized} does not protect the release itself. */
  @Test
  void e04_releaseThatDoesNotProtectItself() {
    caughtOutside()
        .edit(
            target ->
                trim(
                    ClassEdit.method(target, "run"),
                    insn -> canThrow(insn) && insn.getOpcode() != Opcodes.MONITOREXIT))
        .prints("= caught false1");
  }

  private static Case caughtOutside() {
    return Case.of(
        """
        @Async static Coroutine<Object> run() {
          Object n = new Object();
          String r = "";
          for (int i = 0; i < 2; i++) {
            try {
              synchronized (n) { r += 1 / i; }
            } catch (ArithmeticException e) {
              r += await(later("caught ")) + Thread.holdsLock(n);
            }
          }
          return Coroutine.of(r);
        }
        """);
  }

  /** Cuts the ranges that catch everything to what lies from the first to the last of these. */
  private static void trim(MethodNode method, Predicate<AbstractInsnNode> kept) {
    for (TryCatchBlockNode block : List.copyOf(method.tryCatchBlocks)) {
      if (block.type == null) {
        AbstractInsnNode first = block.start;
        AbstractInsnNode last = block.end;
        while (first != last && !kept.test(first)) {
          first = first.getNext();
        }
        while (first != last && !kept.test(last)) {
          last = last.getPrevious();
        }
        if (first == last && !kept.test(first)) {
          method.tryCatchBlocks.remove(block);
        } else {
          block.start = new LabelNode();
          block.end = new LabelNode();
          method.instructions.insertBefore(first, block.start);
          method.instructions.insert(last, block.end);
        }
      }
    }
  }

  private static boolean canThrow(AbstractInsnNode insn) {
    int opcode = insn.getOpcode();
    return opcode == Opcodes.IDIV
        || (opcode >= Opcodes.GETSTATIC && opcode != Opcodes.IFNULL && opcode != Opcodes.IFNONNULL);
  }

  /** The verifier follows such a handler all the same, so it has to be compiled. */
  @Test
  void e04_handlerOfNothingThatCanThrowInsideTheBlock() {
    Case.of(
            """
            @Async static Coroutine<Object> odd(int k) { return null; }
            @Async static Coroutine<Object> run() { return Coroutine.of(await(odd(4)) + "" + Thread.holdsLock("lock")); }
            """)
        .onlyCoroutines()
        .edit(
            target ->
                ClassEdit.body(
                    target,
                    "odd",
                    code -> {
                      Label start = new Label();
                      Label end = new Label();
                      Label handler = new Label();
                      code.visitTryCatchBlock(start, end, handler, null);
                      code.visitLdcInsn("lock");
                      code.visitInsn(Opcodes.MONITORENTER);
                      code.visitLabel(start);
                      code.visitVarInsn(Opcodes.ILOAD, 0);
                      code.visitVarInsn(Opcodes.ISTORE, 1);
                      code.visitLabel(end);
                      code.visitLdcInsn("lock");
                      code.visitInsn(Opcodes.MONITOREXIT);
                      code.visitVarInsn(Opcodes.ILOAD, 1);
                      ClassEdit.awaitLater(code);
                      ClassEdit.returnCoroutine(code);
                      code.visitLabel(handler);
                      code.visitInsn(Opcodes.POP);
                      code.visitVarInsn(Opcodes.ILOAD, 0);
                      ClassEdit.awaitLater(code);
                      code.visitInsn(Opcodes.POP);
                      code.visitVarInsn(Opcodes.ILOAD, 0);
                      ClassEdit.awaitLater(code);
                      ClassEdit.returnCoroutine(code);
                    }))
        .prints("= 4false");
  }

  @Test
  void e05_nestedAndRepeatedEnterOfOneObject() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              Object lock = await(later(new Object()));
              String r = "";
              synchronized (lock) {
                synchronized (lock) {
                  synchronized (lock) { r += Thread.holdsLock(lock); }
                }
                r += Thread.holdsLock(lock);
              }
              r += Thread.holdsLock(lock) + await(later(" "));
              try {
                synchronized (lock) {
                  synchronized (lock) { throw new RuntimeException(); }
                }
              } catch (RuntimeException e) {
                await(later(e));
                r += Thread.holdsLock(lock);
              }
              return Coroutine.of(r);
            }
            """)
        .prints("= truetruefalse false");
  }

  @Test
  void e05_awaitBetweenTheInnerAndTheOuterExitIsRefused() {
    Findings.of(
            """
            @Async static Coroutine<Object> run() {
              Object lock = new Object();
              synchronized (lock) {
                synchronized (lock) { log("x"); }
                // error[FERMATA-003]: monitor
                await(later(1));
              }
              await(later(2));
              return Coroutine.of(1);
            }
            """)
        .check();
  }

  @Test
  void e07_reentrantLockStaysHeldOverAnAwait() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              java.util.concurrent.locks.ReentrantLock lock = new java.util.concurrent.locks.ReentrantLock();
              lock.lock();
              try {
                await(later(1));
                log(lock.isHeldByCurrentThread());
              } finally {
                lock.unlock();
              }
              return Coroutine.of(lock.isLocked());
            }
            """)
        .prints("true", "= false");
  }

  @Test
  void e08_blockingCallsInAnAsyncMethodAreWarnedOf() {
    Findings.of(
            """
            @Async static Coroutine<Object> run() throws Exception {
              // warning[FERMATA-103]: Thread.sleep blocks
              Thread.sleep(1);
              java.util.concurrent.CompletableFuture<String> f = new java.util.concurrent.CompletableFuture<>();
              await(later(1));
              // warning[FERMATA-103]: await the future itself
              f.get();
              // warning[FERMATA-103]: blocks the thread
              f.join();
              Callable<String> elsewhere = () -> f.get();
              return Coroutine.of(elsewhere);
            }
            static void plain() throws Exception { Thread.sleep(1); }
            """)
        .check();
  }
}
