package dev.fermata.internal.core;

import dev.fermata.Awaitable;
import dev.fermata.ContextElement;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Handle;
import dev.fermata.Task;
import dev.fermata.TimerHandle;
import dev.fermata.internal.loop.Clock;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The core of an {@link EventLoop}: it defines the handles and how each is run, makes the tasks,
 * and holds the state of the loop. The rest of the library refers to a loop by its engine.
 */
public final class LoopEngine extends ThreadBoundEngine {
  /**
   * Whether there was ever more than one engine. If not, no future belongs to another loop. Not
   * volatile: a thread that receives a future of a second loop also sees that this was set.
   */
  static boolean several;

  private static final AtomicBoolean MADE = new AtomicBoolean();

  /** The context variables of a thread that runs no loop. */
  private static final ThreadLocal<Variables> OUTSIDE = new ThreadLocal<>();

  /** For objects that must not keep a forgotten loop alive. */
  public final WeakReference<LoopEngine> weakly = new WeakReference<>(this);

  /** The public object of this loop. */
  public final EventLoop loop;

  /** The context in which all tasks of the loop run. */
  public final TaskContext context;

  /** Leads from futures that are not tasks to this engine. */
  public final CreationStamp origin;

  /** The permit to make handles of this loop. */
  public final HandleState.Permit handlePermit = new HandleState.Permit(this);

  public final TaskList tasks = new TaskList();
  public final Failures failures = new Failures(this);

  /** Awaits stages of other libraries. */
  public final StageBridge stages;

  /** Records of coroutines that nobody has used. Any thread may remove one. */
  public final Set<CloseListener> unawaited = ConcurrentHashMap.newKeySet();

  /**
   * Views of pending futures that are not tasks. Weak, because a pending future may be forgotten.
   */
  public final Set<CloseListener> views =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** Whether somebody waits for the loop to end, so that being stuck is an error. */
  public boolean resultAwaited;

  /** Whether this run has been reported as stuck. */
  public boolean deadlockTold;

  /** Runs when the loop's thread is interrupted; null for nothing. */
  public Callback onInterrupt;

  /** The context elements of tasks and callbacks; null when there are none. */
  private ContextElements elements = ContextElements.installed(LoopEngine::contextFailedOutside);

  final CreationStamps stamps = new CreationStamps(this);
  public final LoopObserver observer;
  private final Map<Object, Object> locals = new HashMap<>();

  /** Whether threads that this loop does not know have called it. They may do so again. */
  private volatile boolean calledByStrangers;

  private volatile boolean closed;
  boolean debug;
  private boolean eager;
  private long tasksMade;

  /** Whether each step is timed or recorded. */
  private boolean observed;

  /** The waiters for the moment when nothing is ready. */
  private List<SignalFuture> quietWaiters = List.of();

  /**
   * Makes the core of a loop that does not run.
   *
   * @param order draws the order within each pass; null for the order in which things became ready
   */
  public LoopEngine(
      EventLoop loop, Clock clock, Random order, StageBridge stages, LoopObserver observer) {
    super(clock, order);
    this.loop = loop;
    this.stages = stages;
    this.observer = observer;
    this.context = new TaskContext(this);
    this.origin = new CreationStamp(this, 0, 0);
    countLoop();
    look();
  }

  private static void countLoop() {
    if (MADE.getAndSet(true)) {
      several = true;
    }
  }

  /**
   * The engine that runs the calling code.
   *
   * @throws IllegalStateException when the calling thread does not run one
   */
  public static LoopEngine running() {
    LoopEngine engine = runningOrNull();
    if (engine == null) {
      throw Untransformed.noneRunning();
    }
    return engine;
  }

  // ---------------------------------------------------------------- context variables

  /** The context variables that the calling code sees. */
  public static Variables currentVariables() {
    LoopEngine engine = runningOrNull();
    return engine == null ? OUTSIDE.get() : engine.context.variables;
  }

  /**
   * The variables that a new task or callback inherits from the calling code, which usually runs in
   * this loop.
   */
  public Variables inheritedVariables() {
    return Variables.inherited(isInside() ? context.variables : currentVariables());
  }

  /** As {@link #inheritedVariables}, with the states of the calling thread's context elements. */
  public Variables capturedVariables() {
    return captured(inheritedVariables());
  }

  public void addContextElement(ContextElement<?> element) {
    checkUsable();
    elements = ContextElements.with(elements, element);
  }

  /** The same variables with the states of the calling thread, when the loop has elements. */
  private Variables captured(Variables inherited) {
    return elements == null
        ? inherited
        : ContextElements.capture(elements, inherited, this::contextFailed);
  }

  private void contextFailed(String message, Throwable error) {
    if (isCurrent() || !isRunning()) {
      failures.report(Failures.context(message, error));
    } else {
      contextFailedOutside(message, error);
    }
  }

  private static void contextFailedOutside(String message, Throwable error) {
    Failures.log(Failures.context(message, error));
  }

  /** Whether code outside of loops has context elements. */
  public static boolean hasElementsOutside() {
    return outsideElements() != null;
  }

  private static ContextElements outsideElements() {
    return ContextElements.installed(LoopEngine::contextFailedOutside);
  }

  /** The variables that code outside of any loop inherits from the calling code. */
  public static Variables capturedOutside() {
    Variables inherited = Variables.inherited(currentVariables());
    ContextElements outside = outsideElements();
    return outside == null
        ? inherited
        : ContextElements.capture(outside, inherited, LoopEngine::contextFailedOutside);
  }

  /** Replaces the context variables that the calling code sees. */
  public static void setCurrentVariables(Variables variables) {
    LoopEngine engine = runningOrNull();
    if (engine != null) {
      engine.context.variables = variables;
    } else if (variables == null) {
      OUTSIDE.remove();
    } else {
      OUTSIDE.set(variables);
    }
  }

  // ---------------------------------------------------------------- scheduling

  /** Queues a handle from any thread. {@link #execute} must be able to run it. */
  public void addFromAnywhere(Object handle) {
    if (isCurrent()) {
      add(handle);
    } else {
      addFromOutside(handle);
    }
  }

  /**
   * As {@link #addFromAnywhere}, for a call from a thread that the loop may not know.
   *
   * @throws IllegalStateException when the loop is closed
   */
  public void addFromStranger(Object handle) {
    checkOpen();
    noteCaller();
    addFromAnywhere(handle);
  }

  /** Notes that a thread has called that the loop may not know. This is never reset. */
  public void noteCaller() {
    if (isRunning() && !isCurrent()) {
      calledByStrangers = true;
    }
  }

  public Handle callSoon(Runnable callback) {
    checkUsable();
    Handle handle = new Handle(handlePermit, callback);
    add(handle);
    return handle;
  }

  public TimerHandle callAt(long nanos, Runnable callback) {
    checkUsable();
    TimerHandle timer = new TimerHandle(handlePermit, callback, nanos);
    addTimer(nanos, timer);
    return timer;
  }

  public TimerHandle callLater(long nanos, Runnable callback) {
    return callAt(deadline(nanos), callback);
  }

  /** A duration in nanoseconds, limited to the range of a long, about 292 years. */
  public static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException tooLong) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** The time {@code nanos} from now, at most {@code Long.MAX_VALUE - 1}. */
  public long deadline(long nanos) {
    long now = now();
    return nanos > Long.MAX_VALUE - 1 - now ? Long.MAX_VALUE - 1 : now + nanos;
  }

  <T> SleepFuture<T> startTimer(long nanos, T value) {
    SleepFuture<T> sleep = new SleepFuture<>(origin, value);
    addTimer(deadline(nanos), sleep);
    return sleep;
  }

  // ---------------------------------------------------------------- futures and tasks

  public <T> Future<T> createFuture() {
    return new Future<>(origin);
  }

  /** Makes a task and queues its first step, or runs it when tasks are eager. */
  public <T> Task<T> createTask(Coroutine<T> coroutine, String name) {
    return launch(makeTask(coroutine, name, capturedVariables()));
  }

  /** As {@link #createTask}, for a task that has been given these variables before. */
  public <T> Task<T> createTaskIn(Variables captured, Coroutine<T> coroutine) {
    return launch(makeTask(coroutine, null, captured));
  }

  /**
   * As {@link #createTask}, for a task that shares its variables with everything else that runs in
   * these values.
   */
  <T> Task<T> createTaskIn(SharedVariables values, Coroutine<T> coroutine) {
    Variables captured = captured(values.variables);
    Task<T> task = makeTask(coroutine, null, captured);
    ((TaskState<T>) task).shareValues(values);
    if (values.isEntered()) {
      // Queued even when tasks are eager: its step would enter the values a second time.
      add(task);
      return task;
    }
    return launch(task);
  }

  private <T> Task<T> launch(Task<T> task) {
    if (eager && isInside()) {
      task.stepInside();
    } else {
      add(task);
    }
    return task;
  }

  public void setEager(boolean on) {
    checkThread();
    eager = on;
  }

  /** Makes a task without queueing it. */
  public <T> Task<T> newTask(Coroutine<T> coroutine, String name, Variables inherited) {
    return makeTask(coroutine, name, captured(inherited));
  }

  private <T> Task<T> makeTask(Coroutine<T> coroutine, String name, Variables captured) {
    checkUsable();
    Task<T> task = new Task<>(stamps.now(tasksMade + 1), coroutine);
    TaskState<T> state = task;
    state.begin(name, tasksMade + 1, captured);
    if (name == null) {
      tasksMade++;
    }
    tasks.add(task);
    if (observer.recordsTasks()) {
      state.startRecord(observer);
    }
    return task;
  }

  /** Returns a future as it is, and a new task for everything else. */
  public <T> Future<T> ensureFuture(Awaitable<T> awaitable) {
    if (awaitable instanceof Future<T> future) {
      if (future.engine() != this) {
        throw new IllegalArgumentException(future.foreign());
      }
      return future;
    }
    return createTask(
        awaitable instanceof Coroutine<T> coroutine
            ? coroutine
            : new AwaitingCoroutine<>(awaitable),
        null);
  }

  // ---------------------------------------------------------------- steps

  @Override
  protected void execute(Object handle) {
    if (observed) {
      observer.step(handle, this);
    } else {
      dispatch(handle);
    }
  }

  /** Runs a handle. */
  public void dispatch(Object handle) {
    if (handle instanceof Task<?> task) {
      task.step(this);
    } else if (handle instanceof Callback ready) {
      try {
        ready.run();
      } catch (Throwable error) {
        failures.callbackFailed(ready, error);
      } finally {
        context.endCallback();
      }
    } else {
      ((Timer) handle).fire();
    }
  }

  /**
   * Whether the running handle may go on in the next pass at once: nothing else is ready in this
   * pass or the next, and steps are not observed.
   */
  boolean passIsOver() {
    return isAllDone() && !observed;
  }

  /** Checks whether steps are to be observed. Called now and then, and when debug mode changes. */
  void look() {
    observed = observer.observesSteps(debug);
  }

  @Override
  protected void pausing() {
    look();
  }

  @Override
  protected void dropped(Object handle) {
    if (handle instanceof Callback ready) {
      ready.drop();
    }
  }

  @Override
  void pollFailed(Throwable error) {
    if (Throwables.isFatal(error)) {
      throw Throwables.rethrow(error);
    }
    failures.report(Failures.context("the poller has failed, and is asked again later", error));
  }

  @Override
  protected boolean isCancelled(Object timer) {
    return timer instanceof Callback ready ? ready.isOver() : ((Timer) timer).isOver();
  }

  // ---------------------------------------------------------------- quiet

  /** Returns a future that is done as soon as nothing is ready and no timer is due. */
  public SignalFuture whenQuiet() {
    SignalFuture quiet = new SignalFuture(origin);
    if (quietWaiters.isEmpty()) {
      quietWaiters = new ArrayList<>();
    }
    quietWaiters.add(quiet);
    return quiet;
  }

  @Override
  protected boolean awaitsQuiet() {
    return !quietWaiters.isEmpty();
  }

  @Override
  protected void quiet() {
    List<SignalFuture> waiters = quietWaiters;
    quietWaiters = List.of();
    waiters.forEach(SignalFuture::fire);
  }

  // ---------------------------------------------------------------- open and closed

  public boolean isClosed() {
    return closed;
  }

  public void checkOpen() {
    if (closed) {
      throw closed();
    }
  }

  public static IllegalStateException closed() {
    return new IllegalStateException("the event loop is closed");
  }

  /** Throws when the calling thread cannot schedule anything here. */
  public void checkUsable() {
    checkOpen();
    checkThread();
  }

  /** Called when the run is over. */
  public void endRun() {
    stamps.expire();
    leave();
  }

  /** The value of a {@code LoopLocal} in this loop; null when nobody has asked for it. */
  Object local(Object key) {
    return locals.get(key);
  }

  void setLocal(Object key, Object value) {
    locals.put(key, value);
  }

  /** Drops everything that is queued, and notifies all who would wait in vain. */
  public void close() {
    closed = true;
    try {
      List.copyOf(locals.values()).forEach(LoopEngine::closeLocal);
      failures.close();
      unawaited.forEach(CloseListener::loopClosed);
    } finally {
      // These reports may end in a fatal error of the user's handler. The others must be notified
      // all the same.
      observer.loopClosed();
      tasks.each(Task::abandon);
      Set.copyOf(views).forEach(CloseListener::loopClosed);
      clear();
    }
  }

  private static void closeLocal(Object local) {
    if (local instanceof CloseListener listener) {
      listener.loopClosed();
    }
  }

  // ---------------------------------------------------------------- looking inside

  public boolean isDebug() {
    return debug;
  }

  public void setDebug(boolean on) {
    checkThread();
    debug = on;
    look();
  }

  @Override
  protected void stuck(long limit) {
    boolean suspicious = debug && !deadlockTold && !calledByStrangers;
    boolean isError = isVirtual() ? resultAwaited || holds() > 0 : resultAwaited && suspicious;
    if (limit < 0 && !isError) {
      return;
    }
    deadlockTold = true;
    String report = Deadlock.report(tasks.snapshot(), limit, holds() > 0);
    if (isVirtual()) {
      throw new IllegalStateException(report);
    }
    // In real time, an unknown thread may still call.
    failures.report(Failures.context(report, null));
  }

  /** Sets the interrupt flag of the calling thread again. The thread's class may be a user's. */
  public static void interruptAgain() {
    try {
      Thread.currentThread().interrupt();
    } catch (Throwable refused) {
      // The thread does not want to be interrupted.
    }
  }

  @Override
  protected void interrupted() {
    if (onInterrupt != null) {
      dispatch(onInterrupt);
    }
  }
}
