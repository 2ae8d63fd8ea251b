package dev.fermata.internal.process;

import dev.fermata.internal.core.CloseListener;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.LoopLocal;
import dev.fermata.internal.core.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The processes of a loop that run. Those that the loop leaves running are reported. */
final class Processes implements CloseListener {
  private static final LoopLocal<Processes> OF = new LoopLocal<>(Processes::new);

  final LoopEngine engine;

  /** Each with the place that started it, in debug mode; else with no place. */
  private final Map<ChildProcess, List<StackTraceElement>> running = new LinkedHashMap<>();

  private Processes(LoopEngine engine) {
    this.engine = engine;
  }

  /**
   * Those of a loop.
   *
   * @throws IllegalStateException when that can have none
   */
  static Processes of(LoopEngine engine) {
    if (engine.isVirtual()) {
      throw new IllegalStateException(
          "a virtual loop starts no processes, for its clock would not wait for them: have the code"
              + " under test take a ByteSource and a ByteSink, and give it the ends of"
              + " Net.streamPair; or test it on a loop of EventLoop.create");
    }
    return OF.of(engine);
  }

  /** What calls the library, when the loop is in debug mode; else null. */
  static List<StackTraceElement> origin() {
    LoopEngine current = LoopEngine.runningOrNull();
    return current != null && current.isDebug() ? Origin.here() : null;
  }

  void started(ChildProcess process, List<StackTraceElement> origin) {
    running.put(process, origin);
  }

  void exited(ChildProcess process) {
    running.remove(process);
  }

  @Override
  public void loopClosed() {
    running.forEach(
        (process, origin) -> {
          if (process.isAlive()) {
            Map<String, Object> context =
                Failures.context(
                    process + " still runs when its loop is closed, and is left running", null);
            if (origin != null) {
              context.put("origin", origin);
            }
            engine.failures.report(context);
          }
          process.release();
        });
    running.clear();
  }
}
