package dev.fermata.internal.generate;

import dev.fermata.AsyncGenerator;
import dev.fermata.Coroutine;
import dev.fermata.continuation.Awaited;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Frame;
import dev.fermata.internal.core.LeafCoroutine;
import dev.fermata.internal.core.TaskContext;

/**
 * The body of an {@link AsyncGenerator}: its frames while it is suspended, and the element that it
 * has emitted.
 *
 * <p>Internal design. The body runs in a context of its own, inside the step of the task that
 * advances it. {@link GeneratorRun} handles each suspension in that context. An {@code emit} ends
 * the advance, and the frames stay here. Anything else is awaited by the task in the body's place,
 * and the outcome is passed on to the body. So the frames of the body and of the consumer are never
 * mixed.
 *
 * <p>NEW → RUNNING ⇄ SUSPENDED, and from each of them → FINISHED.
 */
final class GeneratorBody<T> implements AsyncGenerator.Emitter<T> {
  /** The result of {@link #proceed} when the body has returned. */
  static final Object RETURNED = new Object();

  private enum State {
    NEW,
    RUNNING,
    SUSPENDED,
    FINISHED
  }

  /** Null when it has ended. */
  private AsyncGenerator.Body<T> body;

  private State state = State.NEW;
  private TaskContext context;

  /** Null while the body has not begun. */
  private Generators.Watch watch;

  /** The body's innermost frame while it is suspended. */
  private Frame innermost;

  private T emitted;
  private boolean hasEmitted;

  GeneratorBody(AsyncGenerator.Body<T> body) {
    this.body = body;
  }

  @Override
  public Coroutine<Void> emit(T element) {
    return new Emission<>(this, element);
  }

  T current() {
    if (!hasEmitted) {
      throw new IllegalStateException("there is no current element");
    }
    return emitted;
  }

  /** The body's innermost frame while it is suspended for any reason. */
  Frame innermost() {
    return innermost;
  }

  boolean isFinished() {
    return state == State.FINISHED;
  }

  /** Whether the body has begun to run. */
  boolean hasBegun() {
    return state != State.NEW;
  }

  /** Notes that a task now runs the body. */
  void enter(GeneratorState<T> generator, TaskContext outer) {
    if (state == State.RUNNING) {
      throw new IllegalStateException("asynchronous generator is already running");
    }
    if (context == null) {
      context = new TaskContext(outer.engine);
      watch = Generators.OF.of(outer.engine).add(generator, this);
    } else if (context.engine != outer.engine) {
      throw new IllegalStateException("the generator belongs to another event loop");
    }
    hasEmitted = false;
    emitted = null;
  }

  /**
   * Continues the body until it suspends for any reason, or ends.
   *
   * @param error the error to throw where the body is suspended; or null
   * @return what the body now waits for, where null means the next turn; this object when it has
   *     emitted; or {@link #RETURNED}
   * @throws Throwable what the body throws
   */
  Object proceed(TaskContext outer, Object value, Throwable error) throws Throwable {
    boolean begin = state == State.NEW;
    state = State.RUNNING;
    context.current = outer.current;
    Frame frame = innermost;
    innermost = null;
    try {
      if (begin) {
        Awaited.await(body.start(this), context);
      } else {
        context.proceed(frame, value, error);
      }
    } catch (Throwable t) {
      finish();
      throw t;
    }
    if (!context.suspended) {
      finish();
      return RETURNED;
    }
    Object what = context.waitsFor();
    innermost = context.takeFrames();
    if (begin) {
      watch.name = Generators.nameOf(body.getClass(), innermost);
    }
    if (what == this) {
      state = State.SUSPENDED;
    }
    return what;
  }

  /** Ends a body that is suspended or has not begun, without running it. */
  void finish() {
    state = State.FINISHED;
    innermost = null;
    body = null;
    if (watch != null) {
      Generators.OF.of(context.engine).remove(watch);
    }
  }

  /** One call of {@link #emit}. */
  private static final class Emission<T> extends LeafCoroutine<Void> {
    private final GeneratorBody<T> generator;
    private final T element;

    Emission(GeneratorBody<T> generator, T element) {
      this.generator = generator;
      this.element = element;
    }

    @Override
    protected Object begin(Context context) {
      if (context != generator.context) {
        throw new IllegalStateException("emit was awaited outside of its generator's body");
      }
      generator.emitted = element;
      generator.hasEmitted = true;
      return context.suspendOn(generator);
    }
  }
}
