package dev.fermata.internal.generate;

import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.Settled;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;
import dev.fermata.internal.combine.GatherFuture;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.CloseListener;
import dev.fermata.internal.core.Failures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.LoopLocal;
import dev.fermata.internal.core.StateMachineCoroutine;
import java.lang.ref.Cleaner;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The generators of a loop whose bodies have begun and not ended. It closes those that nobody else
 * closes.
 *
 * <p>Internal design. To close a forgotten generator, its body is needed. But the body may refer to
 * the generator, for example through the object that holds the generator. Therefore no long-lived
 * object may hold the body: the loop and the cleaner refer to it only weakly. Only the generator
 * holds a {@link Guard}, which is finalised when nobody can reach the generator any more.
 * Finalisation is the only means of Java to get such a circle of objects back.
 *
 * <p>If the JVM finalises nothing (option {@code --finalization=disabled}), the cleaner finds that
 * the guard was collected without being finalised, and the generator is reported.
 */
public final class Generators implements CloseListener {
  /** The generators of a loop. */
  static final LoopLocal<Generators> OF = new LoopLocal<>(Generators::new);

  /**
   * How long to wait for a body that the collector has found unreachable and not given back yet.
   */
  private static final long LONGEST_RETURN_MILLIS = 5_000;

  /** The name of the bodies of a class in reports, which is determined once for each class. */
  private static final ClassValue<String[]> NAMES =
      new ClassValue<>() {
        @Override
        protected String[] computeValue(Class<?> type) {
          return new String[1];
        }
      };

  /** How many forgotten generators are closed in one pass. */
  private static final int BATCH = 64;

  private final LoopEngine engine;
  private final WeakReference<Generators> weakly = new WeakReference<>(this);
  private final Set<Watch> watches = new LinkedHashSet<>();

  /** Receives the watches of bodies that the collector has found unreachable. */
  private final ReferenceQueue<GeneratorBody<?>> taken = new ReferenceQueue<>();

  /** The watches of bodies that were given back and must be closed. */
  private final Queue<Watch> returned = new ConcurrentLinkedQueue<>();

  /** Whether {@link #closeSome} is queued. */
  private final AtomicBoolean closing = new AtomicBoolean();

  /** Whether the last body that was waited for was given back in time. */
  private boolean givenBackInTime = true;

  private Generators(LoopEngine engine) {
    this.engine = engine;
  }

  /** Called when the body of a generator begins. */
  Watch add(GeneratorState<?> generator, GeneratorBody<?> body) {
    keepPace();
    Watch watch = new Watch(this, body);
    Guard guard = new Guard(watch, body);
    generator.guard = guard;
    watch.registration = Failures.CLEANER.register(guard, watch);
    watches.add(watch);
    return watch;
  }

  /**
   * Waits until all bodies are given back that the collector has found unreachable. Otherwise a
   * loop that makes and forgets generators could fill the heap faster than another thread finalises
   * them.
   */
  private void keepPace() {
    for (Object watch = taken.poll(); watch != null; watch = taken.poll()) {
      awaitReturn((Watch) watch);
    }
  }

  /** If another finaliser keeps the JVM's finaliser thread busy, only the first call waits. */
  private boolean awaitReturn(Watch watch) {
    givenBackInTime = watch.awaitReturn(givenBackInTime ? LONGEST_RETURN_MILLIS : 0);
    return givenBackInTime;
  }

  /** Queues a body to be closed by a task. Called by any thread. */
  private void closeSoon(Watch watch) {
    returned.add(watch);
    if (closing.compareAndSet(false, true)) {
      try {
        engine.addFromStranger(Callback.of(this::closeSome));
      } catch (IllegalStateException closed) {
        // A closed loop runs nothing any more, including the clean-up of generators.
      }
    }
  }

  /** Closes a limited number at a time to save memory: the generators may fill the heap. */
  private void closeSome() {
    for (int i = 0; i < BATCH && !returned.isEmpty(); i++) {
      returned.remove().close(engine);
    }
    closing.set(false);
    if (!returned.isEmpty() && closing.compareAndSet(false, true)) {
      engine.add(Callback.of(this::closeSome));
    }
  }

  /** Called when the body has ended. */
  void remove(Watch watch) {
    watches.remove(watch);
    watch.settle();
  }

  /** Closes all generators, at the end of a run; errors go to the exception handler. */
  public static Coroutine<Void> closeAll(LoopEngine engine) {
    return new CloseAll(OF.of(engine));
  }

  /** Called when no body runs any more. */
  @Override
  public void loopClosed() {
    watches.forEach(Watch::settle);
    watches.clear();
    returned.clear();
  }

  /**
   * The name for reports of a body that is suspended for the first time: that of its method, or of
   * its class when it is written by hand.
   */
  static String nameOf(Class<?> type, Frame innermost) {
    String[] name = NAMES.get(type);
    if (name[0] == null) {
      name[0] = type.getName().replaceAll("\\$\\$Lambda.*", "");
      for (Frame frame = innermost; frame != null; frame = frame.caller()) {
        StackTraceElement place = frame.location();
        if (place != null) {
          name[0] = place.getClassName() + "." + place.getMethodName();
        }
      }
    }
    return name[0];
  }

  /** Is finalised when nobody can reach its generator any more. Only the generator holds it. */
  private static final class Guard {
    private final Watch watch;
    private final GeneratorBody<?> body;

    Guard(Watch watch, GeneratorBody<?> body) {
      this.watch = watch;
      this.body = body;
    }

    // Nothing else in Java gives back objects that only refer to each other.
    @Override
    @SuppressWarnings({"deprecation", "removal", "Finalize"})
    protected void finalize() {
      watch.forgotten(body);
    }
  }

  /** The record of one generator, which does not hold the generator. */
  static final class Watch extends WeakReference<GeneratorBody<?>> implements Runnable {
    private final WeakReference<Generators> owner;
    private Cleaner.Cleanable registration;

    /** The name for reports. Read by the cleaner's thread. */
    volatile String name = "";

    /** The body, once it has been given back; guarded by this. */
    private GeneratorBody<?> returned;

    /**
     * Whether the body will not be given back, because it has ended or is gone; guarded by this.
     */
    private boolean over;

    /** Whether the end of the run closes the body. For the loop's thread. */
    private boolean closing;

    Watch(Generators owner, GeneratorBody<?> body) {
      super(body, owner.taken);
      this.owner = owner.weakly;
    }

    private void settle() {
      synchronized (this) {
        over = true;
        returned = null;
      }
      registration.clean();
    }

    /** Called by the finaliser thread when nobody can reach the generator any more. */
    private void forgotten(GeneratorBody<?> given) {
      synchronized (this) {
        if (over) {
          return;
        }
        returned = given;
        notifyAll();
      }
      // Otherwise the cleaner would hold the body through this record.
      registration.clean();
      Generators generators = owner.get();
      if (generators != null) {
        generators.closeSoon(this);
      }
    }

    /** Makes a task close the body. */
    private void close(LoopEngine engine) {
      GeneratorBody<?> given = takeBack();
      if (!closing && given != null && !given.isFinished()) {
        engine.createTask(new GeneratorRun.Close<>(null, given), null);
      }
    }

    private synchronized GeneratorBody<?> takeBack() {
      return returned;
    }

    /** Called by the cleaner's thread when the guard is gone. */
    @Override
    public void run() {
      synchronized (this) {
        if (over || returned != null) {
          return;
        }
        over = true;
        notifyAll();
      }
      Generators generators = owner.get();
      Failures.reportFrom(
          generators == null ? null : generators.engine,
          "the asynchronous generator "
              + name
              + " was forgotten before its end and cannot be closed, for the JVM finalises nothing:"
              + " use it by forEach or up to its end, or close() it");
    }

    /** Takes the body for the end of the run; null when it cannot be closed. */
    private GeneratorBody<?> take(Generators generators) {
      closing = true;
      GeneratorBody<?> held = get();
      return held == null && generators.awaitReturn(this) ? takeBack() : held;
    }

    /** Waits until the body is given back or known to be gone; false when that takes too long. */
    private synchronized boolean awaitReturn(long millis) {
      long end = System.nanoTime() + millis * 1_000_000;
      boolean interrupted = false;
      while (returned == null && !over && end - System.nanoTime() > 0) {
        try {
          wait(1 + (end - System.nanoTime()) / 1_000_000);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return returned != null || over;
    }
  }

  private static final class CloseAll extends StateMachineCoroutine<Void> {
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
      List<Coroutine<Void>> closings = new ArrayList<>();
      for (Watch watch : generators.watches) {
        GeneratorBody<?> body = watch.take(generators);
        if (body != null) {
          bodies.add(body);
          closings.add(new GeneratorRun.Close<>(null, body));
        }
      }
      return GatherFuture.of(closings, true);
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
