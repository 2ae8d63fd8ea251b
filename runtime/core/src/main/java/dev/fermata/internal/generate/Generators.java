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
 * The generators of a loop whose bodies have begun and not ended: it closes those that nobody else
 * will.
 *
 * <p>Internal design. To close a generator that was forgotten, its body is needed; but the body may
 * itself refer to the generator, through the object that holds it for example, and then nothing
 * that is always there may hold the body. So the loop and the cleaner know a body only weakly, and
 * a {@link Guard} that only the generator holds is finalised when nobody can reach that any more:
 * finalisation is the one means of Java by which such a circle comes back to life.
 *
 * <p>Where the JVM finalises nothing (its option {@code --finalization=disabled}), the cleaner
 * finds the guard gone without a word, and the generator is reported.
 */
public final class Generators implements CloseListener {
  /** Those of a loop. */
  static final LoopLocal<Generators> OF = new LoopLocal<>(Generators::new);

  /** How long is waited for a body that the collector has taken and not given back yet. */
  private static final long LONGEST_RETURN_MILLIS = 5_000;

  /** What the bodies of a class are called in reports, found out once for each class. */
  private static final ClassValue<String[]> NAMES =
      new ClassValue<>() {
        @Override
        protected String[] computeValue(Class<?> type) {
          return new String[1];
        }
      };

  /** How many forgotten generators begin to be closed in one pass. */
  private static final int BATCH = 64;

  private final LoopEngine engine;
  private final WeakReference<Generators> weakly = new WeakReference<>(this);
  private final Set<Watch> watches = new LinkedHashSet<>();

  /** Gets the watches of bodies that the collector has taken. */
  private final ReferenceQueue<GeneratorBody<?>> taken = new ReferenceQueue<>();

  /** The watches of bodies that were given back and are to be closed. */
  private final Queue<Watch> returned = new ConcurrentLinkedQueue<>();

  /** Whether {@link #closeSome} is queued. */
  private final AtomicBoolean closing = new AtomicBoolean();

  /** Whether the last of those that was waited for was given back in time. */
  private boolean givenBackInTime = true;

  private Generators(LoopEngine engine) {
    this.engine = engine;
  }

  /** The body of a generator begins. */
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
   * Waits until all is given back that the collector has taken: a loop that makes generators and
   * forgets them could otherwise fill the heap faster than another thread finalises them.
   */
  private void keepPace() {
    for (Object watch = taken.poll(); watch != null; watch = taken.poll()) {
      awaitReturn((Watch) watch);
    }
  }

  /** Where another finaliser keeps the JVM's thread for that busy, only the first one waits. */
  private boolean awaitReturn(Watch watch) {
    givenBackInTime = watch.awaitReturn(givenBackInTime ? LONGEST_RETURN_MILLIS : 0);
    return givenBackInTime;
  }

  /** A body is to be closed by a task; called by any thread. */
  private void closeSoon(Watch watch) {
    returned.add(watch);
    if (closing.compareAndSet(false, true)) {
      try {
        engine.addFromStranger(Callback.of(this::closeSome));
      } catch (IllegalStateException closed) {
        // A closed loop runs nothing any more, the generator's cleanup included.
      }
    }
  }

  /** Closes as many as take little memory at a time: there may be as many as fill the heap. */
  private void closeSome() {
    for (int i = 0; i < BATCH && !returned.isEmpty(); i++) {
      returned.remove().close(engine);
    }
    closing.set(false);
    if (!returned.isEmpty() && closing.compareAndSet(false, true)) {
      engine.add(Callback.of(this::closeSome));
    }
  }

  /** The body has ended. */
  void remove(Watch watch) {
    watches.remove(watch);
    watch.settle();
  }

  /** Closes all generators, at the end of a run; errors go to the exception handler. */
  public static Coroutine<Void> closeAll(LoopEngine engine) {
    return new CloseAll(OF.of(engine));
  }

  /** No body runs any more. */
  @Override
  public void loopClosed() {
    watches.forEach(Watch::settle);
    watches.clear();
    returned.clear();
  }

  /**
   * The name for reports of a body that stands still for the first time: that of its method, or its
   * class where it is written by hand.
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

  /** Is finalised when nobody can reach its generator any more, which alone holds it. */
  private static final class Guard {
    private final Watch watch;
    private final GeneratorBody<?> body;

    Guard(Watch watch, GeneratorBody<?> body) {
      this.watch = watch;
      this.body = body;
    }

    // Nothing else in Java gives back what can only be reached from itself.
    @Override
    @SuppressWarnings({"deprecation", "removal", "Finalize"})
    protected void finalize() {
      watch.forgotten(body);
    }
  }

  /** What is known of one generator without holding it. */
  static final class Watch extends WeakReference<GeneratorBody<?>> implements Runnable {
    private final WeakReference<Generators> owner;
    private Cleaner.Cleanable registration;

    /** For reports; read by the cleaner's thread. */
    volatile String name = "";

    /** The body, from when it was given back; guarded by this. */
    private GeneratorBody<?> returned;

    /** The body will not be given back, for it has ended or is gone; guarded by this. */
    private boolean over;

    /** The end of the run closes the body; for the loop's thread. */
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

    /** Nobody can reach the generator any more: called by the thread of the finalisers. */
    private void forgotten(GeneratorBody<?> given) {
      synchronized (this) {
        if (over) {
          return;
        }
        returned = given;
        notifyAll();
      }
      // Otherwise the cleaner, by this, would hold the body.
      registration.clean();
      Generators generators = owner.get();
      if (generators != null) {
        generators.closeSoon(this);
      }
    }

    /** Has a task close the body. */
    private void close(LoopEngine engine) {
      GeneratorBody<?> given = takeBack();
      if (!closing && given != null && !given.isFinished()) {
        engine.createTask(new GeneratorRun.Close<>(null, given), null);
      }
    }

    private synchronized GeneratorBody<?> takeBack() {
      return returned;
    }

    /** The guard is gone: called by the cleaner's thread. */
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

    /** Takes the body for the end of the run; null where it cannot be closed. */
    private GeneratorBody<?> take(Generators generators) {
      closing = true;
      GeneratorBody<?> held = get();
      return held == null && generators.awaitReturn(this) ? takeBack() : held;
    }

    /** Waits until the body is given back or known to be gone; false where that takes too long. */
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
