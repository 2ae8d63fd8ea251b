package dev.fermata.samples.tour;

import static dev.fermata.Fermata.async;
import static dev.fermata.Fermata.run;

import dev.fermata.AsyncBody;
import dev.fermata.EventLoop;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the samples in order, or those that are named; with {@code --virtual} on a clock that jumps
 * over all waiting.
 */
public final class Tour {
  /** All samples, in the order in which to read them. */
  static final List<Sample> SAMPLES =
      List.of(
          new Sample(S01FirstCoroutine.class, S01FirstCoroutine::main),
          new Sample(S02Tasks.class, S02Tasks::main),
          new Sample(S03Results.class, S03Results::main),
          new Sample(S04Cancellation.class, S04Cancellation::main),
          new Sample(S05PlainCode.class, S05PlainCode::main),
          new Sample(S06TimeLimitKept.class, S06TimeLimitKept::main),
          new Sample(S07TimeLimitExceeded.class, S07TimeLimitExceeded::main),
          new Sample(S08Future.class, S08Future::main),
          new Sample(S09TaskGroup.class, S09TaskGroup::main),
          new Sample(S10Queue.class, S10Queue::main),
          new Sample(S11CompletionStages.class, S11CompletionStages::main),
          new Sample(S12Threads.class, S12Threads::main),
          new Sample(S13Generator.class, S13Generator::main),
          new Sample(S14AwaitAnywhere.class, S14AwaitAnywhere::main),
          new Sample(S15ContextVariables.class, S15ContextVariables::main));

  private Tour() {}

  /** A sample and its main coroutine. */
  record Sample(Class<?> type, AsyncBody<Void> main) {
    String name() {
      return type.getSimpleName();
    }
  }

  /**
   * Runs samples on the real clock, or with {@code --virtual} as first argument on a virtual one.
   */
  public static void main(String[] args) {
    boolean virtual = args.length > 0 && args[0].equals("--virtual");
    List<String> names = Arrays.asList(args).subList(virtual ? 1 : 0, args.length);
    for (Sample sample : SAMPLES) {
      if (names.isEmpty() || names.contains(sample.name())) {
        System.out.println("== " + sample.name());
        run(async(sample.main()), virtual ? EventLoop.createVirtual() : EventLoop.create());
      }
    }
  }
}
