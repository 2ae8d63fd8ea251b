package dev.fermata.transformer.cases.harness;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.VirtualEventLoop;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs {@code Target.run()}; loaded, like {@link Steps}, in the class loader of each run. */
public final class StepsRun {
  private StepsRun() {}

  /**
   * Runs a target to its end.
   *
   * @param failure takes the error that left the target
   * @return the trace, with the outcome as its last line
   */
  public static List<String> execute(Class<?> target, String mode, Throwable[] failure)
      throws ReflectiveOperationException {
    List<String> trace = Journal.begin();
    Steps.mode = Mode.valueOf(mode);
    Method run = target.getDeclaredMethod("run");
    run.setAccessible(true);
    try {
      trace.add("= " + (run.getReturnType() == Coroutine.class ? coroutine(run) : stage(run)));
    } catch (Throwable e) {
      failure[0] = e;
      trace.add("! " + e);
    }
    return new ArrayList<>(trace);
  }

  private static Object coroutine(Method run) throws Throwable {
    Coroutine<?> main = (Coroutine<?>) call(run);
    return Steps.mode == Mode.STRAIGHT
        ? Fermata.run(main)
        : Fermata.run(main, EventLoop.createVirtual());
  }

  private static Object stage(Method run) throws Throwable {
    if (Steps.mode == Mode.STRAIGHT) {
      return outcome((CompletableFuture<?>) call(run));
    }
    CompletableFuture<?>[] future = new CompletableFuture<?>[1];
    VirtualEventLoop loop = EventLoop.createVirtual();
    loop.callSoon(() -> future[0] = start(run));
    loop.callSoon(() -> stopAfter(future[0], loop));
    loop.runForever();
    loop.close();
    return outcome(future[0]);
  }

  private static CompletableFuture<?> start(Method run) {
    try {
      return (CompletableFuture<?>) call(run);
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(new AssertionError("the call itself failed", e));
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the outcome is asked for later
  private static void stopAfter(CompletableFuture<?> future, EventLoop loop) {
    future.whenComplete((value, error) -> loop.stop());
  }

  private static Object call(Method run) throws Throwable {
    try {
      return run.invoke(null);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Object outcome(CompletableFuture<?> future) throws Throwable {
    // Unlike join, this shows whether the future failed with the very exception.
    Throwable error = future.handle((value, failure) -> failure).join();
    if (error != null) {
      throw error;
    }
    return future.join();
  }
}
