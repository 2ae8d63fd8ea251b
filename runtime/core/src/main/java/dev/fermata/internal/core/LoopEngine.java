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
import java.util.stream.Collectors;

/**
 * The core of an {@link EventLoop}: says what its handles are and how each is run, makes its tasks,
 * and has its state. The rest of the library knows a loop by this.
 */
public final class LoopEngine extends ThreadBoundEngine {
  /**
   * Whether there was ever more than one: where that is not so, no future is another loop's. Not
   * volatile, for whoever is handed a future of a second loop has seen that made.
   */
  static boolean several;

  private static final AtomicBoolean MADE = new AtomicBoolean();

  /** The context variables of a thread that runs no loop. */
  private static final ThreadLocal<Variables> OUTSIDE = new ThreadLocal<>();

  /** For what must not keep a forgotten loop alive. */
  public final WeakReference<LoopEngine> weakly = new WeakReference<>(this);

  /** What programs know this as. */
  public final EventLoop loop;

  /** What all tasks of the loop run in. */
  public final TaskContext context;

  /** What futures that are no tasks know this by. */
  public final CreationStamp origin;

  /** What makes handles of this. */
  public final HandleState.Permit handlePermit = new HandleState.Permit(this);

  public final TaskList tasks = new TaskList();
  public final Failures failures = new Failures(this);

  /** How stages of other libraries are awaited. */
  public final StageBridge stages;

  /** Records of coroutines that nobody has used; any thread removes from it. */
  public final Set<CloseListener> unawaited = ConcurrentHashMap.newKeySet();

  /** Views of pending futures that are no tasks; weak, for a pending future may be forgotten. */
  public final Set<CloseListener> views =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** Whether somebody waits for the loop to come to an end, so that being stuck is an error. */
  public boolean resultAwaited;

  /** Whether this run has been reported as stuck. */
  public boolean deadlockTold;

  /** What an interrupt of the loop's thread runs; null for nothing. */
  public Callback onInterrupt;

  /** What follows tasks and callbacks into thread locals; null for nothing. */
  private ContextElements elements = ContextElements.installed(LoopEngine::contextFailedOutside);

  final CreationStamps stamps = new CreationStamps(this);
  public final LoopObserver observer;
  private final Map<Object, Object> locals = new HashMap<>();

  /** Whether threads call that this loop knows nothing of: they may do so again. */
  private volatile boolean calledByStrangers;

  private volatile boolean closed;
  boolean debug;
  private boolean eager;
  private long tasksMade;

  /** Whether each step is timed, or recorded. */
  private boolean observed;

  /** What waits for the moment in which nothing is ready. */
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
   * What a new task or callback inherits from the calling code, which probably runs in this loop.
   */
  public Variables inheritedVariables() {
    return Variables.inherited(isCurrent() ? context.variables : currentVariables());
  }

  /** As {@link #inheritedVariables}, with the states of the calling thread's context elements. */
  public Variables capturedVariables() {
    return captured(inheritedVariables());
  }

  public void addContextElement(ContextElement<?> element) {
    checkUsable();
    elements = ContextElements.with(elements, element);
  }

  /** The same variables with the states of the calling thread, where this has elements. */
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

  /** What code that begins outside of any loop inherits from the calling code. */
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

  /** Queues what {@link #execute} can run, from any thread. */
  public void addFromAnywhere(Object handle) {
    if (isCurrent()) {
      add(handle);
    } else {
      addFromOutside(handle);
    }
  }

  /**
   * As {@link #addFromAnywhere}, of a call that nobody expects.
   *
   * @throws IllegalStateException when the loop is closed
   */
  public void addFromStranger(Object handle) {
    checkOpen();
    noteCaller();
    addFromAnywhere(handle);
  }

  /**
   * Takes note that the calling thread, which may be any, calls by itself. What one of them has
   * noted no other takes back.
   */
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

  /** A duration in nanoseconds, cut to what a long holds: some 292 years. */
  public static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException tooLong) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** The time {@code nanos} from now, cut to the last but one that a long holds. */
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

  /** Makes a task, and queues its first step, or runs it where tasks are eager. */
  public <T> Task<T> createTask(Coroutine<T> coroutine, String name) {
    return launch(makeTask(coroutine, name, capturedVariables()));
  }

  /** As {@link #createTask}, of a task that has been given these variables before. */
  public <T> Task<T> createTaskIn(Variables captured, Coroutine<T> coroutine) {
    return launch(makeTask(coroutine, null, captured));
  }

  /**
   * As {@link #createTask}, of a task that shares its variables with what else has these values.
   */
  <T> Task<T> createTaskIn(SharedVariables values, Coroutine<T> coroutine) {
    Variables captured = captured(values.variables);
    Task<T> task = makeTask(coroutine, null, captured);
    ((TaskState<T>) task).shareValues(values);
    if (values.isEntered()) {
      // Also where tasks are eager: its step would enter them a second time.
      add(task);
      return task;
    }
    return launch(task);
  }

  private <T> Task<T> launch(Task<T> task) {
    if (eager && isCurrent()) {
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

  /** Makes a task that is not queued. */
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

  /** A future as it is, of everything else a new task. */
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
   * Whether the handle that runs is the last of its pass and the only one of the next, should it
   * want to run in that: nothing else is ready, and nobody looks at the steps.
   */
  boolean passIsOver() {
    return isAllDone() && !observed;
  }

  /** Looks whether steps are to be observed; called now and then, and when debug mode changes. */
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
  protected boolean isCancelled(Object timer) {
    return timer instanceof Callback ready ? ready.isOver() : ((Timer) timer).isOver();
  }

  // ---------------------------------------------------------------- quiet

  /** A future that is done as soon as nothing is ready and no timer is due. */
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

  /** Throws when nothing can be scheduled here by the calling thread. */
  public void checkUsable() {
    checkOpen();
    checkThread();
  }

  /** The run is over. */
  public void endRun() {
    stamps.expire();
    leave();
  }

  /** What a {@code LoopLocal} keeps in this loop; null where nobody has asked for it. */
  Object local(Object key) {
    return locals.get(key);
  }

  void setLocal(Object key, Object value) {
    locals.put(key, value);
  }

  /** Drops all that is queued, and tells everybody who might wait in vain. */
  public void close() {
    closed = true;
    try {
      List.copyOf(locals.values()).forEach(LoopEngine::closeLocal);
      failures.close();
      unawaited.forEach(CloseListener::loopClosed);
    } finally {
      // What these report may end in a fatal error of the user's handler; others wait all the same.
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
  protected void stuck() {
    boolean suspicious = debug && !deadlockTold && !calledByStrangers;
    if (!resultAwaited || !(isVirtual() || suspicious)) {
      return;
    }
    deadlockTold = true;
    String report =
        "deadlock: nothing is ready, no timer runs, and nothing outside is being waited for."
            + " Unfinished tasks: "
            + tasks.snapshot().stream()
                .map(LoopEngine::whereabouts)
                .collect(Collectors.joining("; "));
    if (isVirtual()) {
      throw new IllegalStateException(report);
    }
    // In real time, a thread that we know nothing of may still call.
    failures.report(Failures.context(report, null));
  }

  /** Sets the flag of the calling thread, whose class may be a user's, after it was cleared. */
  public static void interruptAgain() {
    try {
      Thread.currentThread().interrupt();
    } catch (Throwable refused) {
      // It does not want to be interrupted.
    }
  }

  @Override
  protected void interrupted() {
    if (onInterrupt != null) {
      dispatch(onInterrupt);
    }
  }

  private static String whereabouts(Task<?> task) {
    StringBuilder text = new StringBuilder(task.getName());
    if (task.awaiting() != null) {
      text.append(" waits for ").append(Words.of(task.awaiting()));
    }
    for (StackTraceElement element : task.awaitStack()) {
      text.append(" at ").append(element);
    }
    return text.toString();
  }
}
