package dev.fermata.internal.generate;

import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Settled;
import dev.fermata.continuation.Context;
import dev.fermata.internal.combine.Gather;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.LoopLocal;
import dev.fermata.internal.core.Ready;
import dev.fermata.internal.core.Routine;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The generators of a loop whose bodies have begun and not ended: it closes those that nobody else
 * will.
 */
public final class Generators {
  /** Those of a loop. */
  static final LoopLocal<Generators> OF = new LoopLocal<>(Generators::new);

  private final LoopEngine engine;
  private final Map<GeneratorBody<?>, Watch> watches = new LinkedHashMap<>();

  private Generators(LoopEngine engine) {
    this.engine = engine;
  }

  /** The body of a generator begins. */
  void add(GeneratorState<?> generator, GeneratorBody<?> body) {
    Watch watch = new Watch(engine, body);
    watch.registration = Failures.CLEANER.register(generator, watch);
    watches.put(body, watch);
  }

  /** The body has ended. */
  void remove(GeneratorBody<?> body) {
    Watch watch = watches.remove(body);
    if (watch != null) {
      watch.over = true;
      watch.registration.clean();
    }
  }

  /** Closes all generators, at the end of a run; errors go to the exception handler. */
  public static Coroutine<Void> closeAll(LoopEngine engine) {
    return new CloseAll(OF.of(engine));
  }

  /** Closes a generator when it has been collected; must not hold the generator itself. */
  private static final class Watch implements Runnable {
    private final LoopEngine engine;
    private final GeneratorBody<?> body;
    private Cleaner.Cleanable registration;

    /** Written by the loop's thread, read by the cleaner's. */
    private volatile boolean over;

    Watch(LoopEngine engine, GeneratorBody<?> body) {
      this.engine = engine;
      this.body = body;
    }

    @Override
    public void run() {
      if (!over && !engine.isClosed()) {
        try {
          engine.addFromStranger(
              Ready.of(() -> engine.createTask(new GeneratorRun.Close<>(null, body), null)));
        } catch (IllegalStateException closedMeanwhile) {
          // A closed loop runs nothing any more, the generator's cleanup included.
        }
      }
    }
  }

  private static final class CloseAll extends Routine<Void> {
    private static final int CLOSED = 1;

    private final Generators generators;
    private final List<GeneratorBody<?>> bodies = new ArrayList<>();

    CloseAll(Generators generators) {
      this.generators = generators;
    }

    @Override
    protected Object run(int point, Context context) throws Throwable {
      Object settled = outcome(point == START, point == START ? begin() : null, context);
      if (context.suspended) {
        return suspendAt(CLOSED, context);
      }
      int index = 0;
      for (Object one : (List<?>) settled) {
        report(((Settled<?>) one).exception(), bodies.get(index++));
      }
      return null;
    }

    private Future<?> begin() {
      bodies.addAll(generators.watches.keySet());
      List<Coroutine<Void>> closings = new ArrayList<>();
      for (GeneratorBody<?> body : bodies) {
        closings.add(new GeneratorRun.Close<>(null, body));
      }
      return Gather.of(closings, true);
    }

    private void report(Throwable error, GeneratorBody<?> body) {
      if (error != null) {
        Map<String, Object> what =
            Failures.context("an error occurred during closing of asynchronous generator", error);
        what.put("generator", body);
        generators.engine.failures.report(what);
      }
    }
  }
}
