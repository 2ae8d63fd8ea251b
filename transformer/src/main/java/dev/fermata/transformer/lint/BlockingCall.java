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
  private static final Set<String> TAKE_AND_PUT = Set.of("take", "put");
  private static final Set<String> INVOKE = Set.of("awaitTermination", "invokeAll", "invokeAny");
  private static final Set<String> READ =
      Set.of("read", "readAllBytes", "readNBytes", "readLine", "transferTo");

  private static final String AWAIT_IT = "await the future itself";
  private static final String QUEUE = "use an AsyncQueue, or run the call with toThread";
  private static final String GATHER = "await gather over a toThread for each call";

  /** The methods of each type that block, and what to do instead where that has a name. */
  private record Calls(Set<String> names, String advice) {
    Calls(Set<String> names) {
      this(names, null);
    }
  }

  private static final Map<String, Calls> BLOCKING =
      Map.ofEntries(
          Map.entry("java/lang/Thread", new Calls(Set.of("sleep", "join"))),
          Map.entry("java/lang/Process", new Calls(Set.of("waitFor"), "await its onExit()")),
          Map.entry("java/util/concurrent/TimeUnit", new Calls(Set.of("sleep"), "await sleep(…)")),
          Map.entry("java/util/concurrent/Future", new Calls(Set.of("get"))),
          Map.entry("java/util/concurrent/FutureTask", new Calls(Set.of("get"))),
          Map.entry("java/util/concurrent/CompletableFuture", new Calls(GET_AND_JOIN, AWAIT_IT)),
          Map.entry("java/util/concurrent/ForkJoinTask", new Calls(GET_AND_JOIN)),
          Map.entry(
              "java/util/concurrent/CountDownLatch",
              new Calls(Set.of("await"), "use an AsyncEvent, or run the call with toThread")),
          Map.entry(
              "java/util/concurrent/CyclicBarrier",
              new Calls(Set.of("await"), "use an AsyncBarrier, or run the call with toThread")),
          Map.entry(
              "java/util/concurrent/Semaphore",
              new Calls(Set.of("acquire"), "use an AsyncSemaphore, or run the call with toThread")),
          Map.entry("java/util/concurrent/ExecutorService", new Calls(INVOKE, GATHER)),
          Map.entry("java/util/concurrent/ThreadPoolExecutor", new Calls(INVOKE, GATHER)),
          Map.entry("java/util/concurrent/ForkJoinPool", new Calls(INVOKE, GATHER)),
          Map.entry("java/util/concurrent/BlockingQueue", new Calls(TAKE_AND_PUT, QUEUE)),
          Map.entry("java/util/concurrent/ArrayBlockingQueue", new Calls(TAKE_AND_PUT, QUEUE)),
          Map.entry("java/util/concurrent/LinkedBlockingQueue", new Calls(TAKE_AND_PUT, QUEUE)),
          Map.entry("java/net/http/HttpClient", new Calls(Set.of("send"), "await sendAsync(…)")),
          Map.entry("java/net/ServerSocket", new Calls(Set.of("accept"))),
          Map.entry("java/net/Socket", new Calls(Set.of("connect"))),
          Map.entry("java/io/Console", new Calls(Set.of("readLine", "readPassword"))),
          Map.entry("java/io/InputStream", new Calls(READ)),
          Map.entry("java/io/BufferedReader", new Calls(READ)));

  @Override
  public void check(
      ClassNode node, MethodNode method, boolean async, Consumer<Diagnostic> warnings) {
    if (!async) {
      return;
    }
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof MethodInsnNode call) {
        Calls calls = BLOCKING.get(call.owner);
        if (calls != null && calls.names.contains(call.name)) {
          warnings.accept(warning(call, calls.advice, Location.of(node, method, insn)));
        }
      }
    }
  }

  private static Diagnostic warning(MethodInsnNode call, String advice, Location place) {
    String type = call.owner.substring(call.owner.lastIndexOf('/') + 1);
    String text = type + "." + call.name + " blocks the thread and with it all tasks of the loop";
    return advice == null
        ? DiagnosticKind.BLOCKING_CALL.at(place, text)
        : DiagnosticKind.BLOCKING_CALL.at(place, text, advice);
  }
}
