package dev.fermata.transformer.lint;

import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import dev.fermata.transformer.diagnostic.Location;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds calls in asynchronous methods that block the thread, and with it every other task of the
 * loop.
 */
final class BlockingCall implements Lint {
  private static final Set<String> GET_AND_JOIN = Set.of("get", "join");

  private static final Map<String, Set<String>> BLOCKING =
      Map.ofEntries(
          Map.entry("java/lang/Thread", Set.of("sleep", "join")),
          Map.entry("java/lang/Process", Set.of("waitFor")),
          Map.entry("java/util/concurrent/TimeUnit", Set.of("sleep")),
          Map.entry("java/util/concurrent/Future", Set.of("get")),
          Map.entry("java/util/concurrent/FutureTask", Set.of("get")),
          Map.entry("java/util/concurrent/CompletableFuture", GET_AND_JOIN),
          Map.entry("java/util/concurrent/ForkJoinTask", GET_AND_JOIN),
          Map.entry("java/util/concurrent/CountDownLatch", Set.of("await")),
          Map.entry("java/util/concurrent/CyclicBarrier", Set.of("await")),
          Map.entry("java/util/concurrent/Semaphore", Set.of("acquire")),
          Map.entry("java/util/concurrent/ExecutorService", Set.of("awaitTermination")),
          Map.entry("java/util/concurrent/BlockingQueue", Set.of("take", "put")),
          Map.entry("java/util/concurrent/ArrayBlockingQueue", Set.of("take", "put")),
          Map.entry("java/util/concurrent/LinkedBlockingQueue", Set.of("take", "put")));

  @Override
  public void check(
      ClassNode node, MethodNode method, boolean async, Consumer<Diagnostic> warnings) {
    if (!async) {
      return;
    }
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call
          && BLOCKING.getOrDefault(call.owner, Set.of()).contains(call.name)) {
        String type = call.owner.substring(call.owner.lastIndexOf('/') + 1);
        warnings.accept(
            DiagnosticKind.BLOCKING_CALL.at(
                Location.of(node, method, insn),
                type + "." + call.name + " blocks the thread and with it all tasks of the loop"));
      }
    }
  }
}
