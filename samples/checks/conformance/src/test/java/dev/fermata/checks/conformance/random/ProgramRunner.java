package dev.fermata.checks.conformance.random;

import static dev.fermata.Fermata.*;

import dev.fermata.Async;
import dev.fermata.AsyncIterator;
import dev.fermata.Awaitable;
import dev.fermata.CancelledError;
import dev.fermata.ContextVar;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.TimeoutException;
import dev.fermata.TimeoutScope;
import dev.fermata.VirtualEventLoop;
import dev.fermata.WaitResult;
import dev.fermata.sync.AsyncBarrier;
import dev.fermata.sync.AsyncCondition;
import dev.fermata.sync.AsyncEvent;
import dev.fermata.sync.AsyncLock;
import dev.fermata.sync.AsyncQueue;
import dev.fermata.sync.AsyncSemaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Runs a random program, and traces it. The counterpart of programs.py: whoever changes a step here
 * changes it there.
 */
final class ProgramRunner {
  private static final int CALLS = 60;

  private final Program program;
  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final List<String> lines = new ArrayList<>();
  private final List<Task<Object>> tasks = new ArrayList<>();
  private final List<Future<Object>> futures = new ArrayList<>();
  private final List<AsyncLock> locks = List.of(new AsyncLock(), new AsyncLock());
  private final List<AsyncSemaphore> semaphores =
      List.of(new AsyncSemaphore(1), new AsyncSemaphore(2));
  private final AsyncEvent event = new AsyncEvent();
  private final AsyncCondition condition = new AsyncCondition();
  private final List<AsyncQueue<Object>> queues = List.of(new AsyncQueue<>(1), new AsyncQueue<>());
  private final AsyncBarrier barrier = new AsyncBarrier(2);
  private final ContextVar<Integer> variable = new ContextVar<>("variable", 0);
  private int calls;
  private boolean frozen;

  /** What the steps of a body find around them; parts may be null. */
  private record Scope(TaskGroup group, TimeoutScope timeout) {}

  private ProgramRunner(Program program) {
    this.program = program;
    loop.setEagerTasks(program.eager());
    for (int i = 0; i < 3; i++) {
      futures.add(loop.createFuture());
    }
    loop.setExceptionHandler(
        (where, context) -> {
          if (context.get("message").toString().startsWith("Exception in callback")) {
            log("handler", context.get("exception"));
          }
        });
  }

  /** The trace of a program. */
  static List<String> trace(Program program) {
    ProgramRunner runner = new ProgramRunner(program);
    try {
      runner.loop.runUntilComplete(runner.driver());
    } finally {
      runner.frozen = true;
      runner.loop.close();
    }
    return runner.lines;
  }

  private void log(Object... words) {
    if (!frozen) {
      StringBuilder line = new StringBuilder();
      line.append(loop.iteration()).append('@').append(loop.time() / 1_000_000_000);
      for (Object word : words) {
        line.append(' ').append(Values.show(word));
      }
      lines.add(line.toString());
    }
  }

  // ---------------------------------------------------------------- running

  @Async
  private Coroutine<Void> driver() {
    spawn(0, null);
    await(sleep(Duration.ofSeconds(50)));
    for (int i = 0; i < 4; i++) {
      log("round");
      for (Task<?> task : List.copyOf(tasks)) {
        if (!task.isDone()) {
          task.cancel();
        }
      }
      await(sleep(Duration.ofSeconds(50)));
    }
    for (int i = 0; i < tasks.size(); i++) {
      log("final", i, state(tasks.get(i)), tasks.get(i).cancelling());
    }
    frozen = true;
    return Coroutine.done();
  }

  private static String state(Task<?> task) {
    if (!task.isDone()) {
      return "pending";
    }
    if (task.isCancelled()) {
      return "cancelled";
    }
    return Values.show(task.exception() == null ? task.result() : task.exception());
  }

  private String spawn(int function, TaskGroup group) {
    String name = "T" + tasks.size();
    Coroutine<Object> coroutine = function(function);
    tasks.add(group == null ? createTask(coroutine, name) : group.createTask(coroutine, name));
    return name;
  }

  private Coroutine<Object> function(int number) {
    return async(() -> run(number));
  }

  @Async
  private Coroutine<Object> run(int number) throws Exception {
    calls++;
    if (calls > CALLS) {
      log("too many calls");
      return Coroutine.of("unused");
    }
    log("begin", number);
    try {
      await(block(program.functions().get(number), new Scope(null, null)));
    } catch (CancelledError | Exception error) {
      log("end", number, error);
      throw error;
    }
    log("end", number);
    return Coroutine.of("r" + number);
  }

  @Async
  private Coroutine<Void> block(List<Step> steps, Scope scope) throws Exception {
    for (Step step : steps) {
      await(step(step, scope));
    }
    return Coroutine.done();
  }

  @Async
  private Coroutine<Void> step(Step step, Scope scope) throws Exception {
    try {
      log(step.number(), step.operation(), await(perform(step, scope)));
    } catch (CancelledError error) {
      log(step.number(), step.operation(), error);
      if (step.mode() < 2) {
        throw error;
      }
    } catch (Exception error) {
      log(step.number(), step.operation(), error);
      if (step.mode() < 1) {
        throw error;
      }
    }
    return Coroutine.done();
  }

  // ---------------------------------------------------------------- steps that await nothing

  private Object plain(Step step, Scope scope) {
    return switch (step.operation()) {
      case "cancel" -> tasks.get(step.number(0) % tasks.size()).cancel();
      case "uncancel" -> currentTask().uncancel();
      case "count" -> currentTask().cancelling();
      case "takenow" -> queues.get(step.number(0)).getNowait();
      case "drop" -> futures.get(step.number(0)).cancel();
      case "spawn" -> spawn(step.number(0), null);
      // What a group does with an eager task that fails depends on CPython's patch release.
      case "gspawn" -> spawn(step.number(0), program.eager() ? null : scope.group());
      case "getvar" -> variable.get();
      case "done" -> tasks.stream().map(Future::isDone).toList();
      case "raise" -> throw new IllegalArgumentException("v" + step.number(0));
      default -> {
        effect(step, scope);
        yield null;
      }
    };
  }

  private void effect(Step step, Scope scope) {
    Object first = step.arguments().isEmpty() ? null : step.arguments().get(0);
    switch (step.operation()) {
      case "set" -> futures.get((Integer) first).setResult("f" + first);
      case "fail" ->
          futures.get((Integer) first).setException(new IllegalArgumentException("f" + first));
      case "fresh" -> futures.set((Integer) first, loop.createFuture());
      case "evset" -> event.set();
      case "evclear" -> event.clear();
      case "putnow" -> queues.get((Integer) first).putNowait(step.number(1));
      case "taskdone" -> queues.get((Integer) first).taskDone();
      case "setvar" -> variable.set((Integer) first);
      case "notify" -> condition.signal((Integer) first);
      case "shutdown" -> queues.get((Integer) first).shutdown(step.truth(1));
      case "resched" -> reschedule(scope.timeout(), step.limit(0));
      case "soon" -> loop.callSoon(() -> called(step.step(0), scope));
      case "later" -> loop.callLater(seconds(step.limit(0)), () -> called(step.step(1), scope));
      case "callback" ->
          futures
              .get((Integer) first)
              .addDoneCallback(future -> log("callback", step.number(1), future.isCancelled()));
      default -> throw new AssertionError(step.operation());
    }
  }

  private void reschedule(TimeoutScope timeout, Integer limit) {
    if (timeout != null) {
      timeout.reschedule(limit == null ? null : (Long) (loop.time() + seconds(limit).toNanos()));
    }
  }

  private void called(Step step, Scope scope) {
    try {
      log(step.number(), step.operation(), plain(step, scope));
    } catch (RuntimeException error) {
      log(step.number(), step.operation(), error);
      throw error;
    }
  }

  // ---------------------------------------------------------------- steps that await

  @Async
  private Coroutine<Object> perform(Step step, Scope scope) throws Exception {
    return switch (step.operation()) {
      case "sleep" -> sleep(seconds(step.limit(0)), null);
      case "call" -> function(step.number(0));
      case "await" -> awaits(step.list(0));
      case "gather" -> gathers(step.truth(0), step.list(1));
      case "wait" -> waits(step);
      case "completed" -> completed(step.limit(0), step.list(1));
      case "waitfor" -> waitFor(awaitable(step.list(0)), seconds(step.limit(1)));
      case "shield" -> shield(awaitable(step.list(0))).toCoroutine();
      case "timeout" ->
          withTimeout(
              seconds(step.limit(0)),
              s -> Coroutine.of(await(block(step.list(1), new Scope(scope.group(), s)))));
      case "group" ->
          TaskGroup.open(
              g -> Coroutine.of(await(block(step.list(0), new Scope(g, scope.timeout())))));
      case "try" -> tries(step, scope);
      case "repeat" -> repeats(step.number(0), step.list(1), scope);
      case "lock" -> locked(locks.get(step.number(0)), step.list(1), scope);
      case "sem" -> permitted(semaphores.get(step.number(0)), step.list(1), scope);
      case "cond" -> conditioned(step.list(0), scope);
      default -> Coroutine.of(await(waitsAt(step, scope)));
    };
  }

  /** Steps that wait at one of the meeting points, and those that wait for nothing. */
  private Coroutine<?> waitsAt(Step step, Scope scope) {
    return switch (step.operation()) {
      case "cwait" -> condition.waitOn();
      case "evwait" -> event.waitUntilSet();
      case "put" -> queues.get(step.number(0)).put(step.number(1));
      case "take" -> queues.get(step.number(0)).get();
      case "join" -> queues.get(step.number(0)).join();
      case "barrier" -> barrier.arrive();
      case "abort" -> step.truth(0) ? barrier.reset() : barrier.abort();
      default -> Coroutine.of(plain(step, scope));
    };
  }

  @Async
  private Coroutine<Object> awaits(List<Object> reference) throws Exception {
    return Coroutine.of(await(awaitable(reference)));
  }

  @Async
  private Coroutine<Object> gathers(boolean settled, List<List<Object>> references)
      throws Exception {
    List<Awaitable<Object>> awaitables = new ArrayList<>();
    references.forEach(reference -> awaitables.add(awaitable(reference)));
    return Coroutine.of(settled ? await(gatherSettled(awaitables)) : await(gather(awaitables)));
  }

  @Async
  private Coroutine<Object> waits(Step step) {
    List<Task<Object>> some = laterTasks(step.list(2));
    if (some.isEmpty()) {
      return Coroutine.of("nothing");
    }
    Duration limit = seconds(step.limit(1));
    WaitResult<Object> waited =
        switch ((String) step.arguments().get(0)) {
          case "ALL_COMPLETED" -> await(waitAll(some, limit));
          case "FIRST_COMPLETED" -> await(waitAny(some, limit));
          default -> await(waitFirstException(some, limit));
        };
    return Coroutine.of(List.of(names(some, waited.done()), names(some, waited.pending())));
  }

  @Async
  private Coroutine<Object> completed(Integer limit, List<Integer> references) {
    List<String> names = new ArrayList<>();
    List<Task<Object>> running = new ArrayList<>(laterTasks(references));
    running.removeIf(Future::isDone);
    AsyncIterator<Future<Object>> all = asCompleted(running, seconds(limit));
    while (await(all.advance())) {
      String name = ((Task<Object>) all.current()).getName();
      log("completed", name);
      names.add(name);
    }
    return Coroutine.of(names);
  }

  private static List<String> names(List<Task<Object>> all, List<Future<Object>> part) {
    return all.stream().filter(part::contains).map(Task::getName).toList();
  }

  @Async
  private Coroutine<Object> tries(Step step, Scope scope) throws Exception {
    try {
      await(block(step.list(0), scope));
    } catch (CancelledError | IllegalArgumentException | TimeoutException e) {
      await(block(step.list(1), scope));
      throw e;
    } finally {
      await(block(step.list(2), scope));
    }
    return Coroutine.of(null);
  }

  @Async
  private Coroutine<Object> repeats(int times, List<Step> body, Scope scope) throws Exception {
    for (int i = 0; i < times; i++) {
      await(block(body, scope));
    }
    return Coroutine.of(null);
  }

  @Async
  private Coroutine<Object> locked(AsyncLock lock, List<Step> body, Scope scope) throws Exception {
    await(lock.acquire());
    try {
      await(block(body, scope));
    } finally {
      lock.release();
    }
    return Coroutine.of(null);
  }

  @Async
  private Coroutine<Object> permitted(AsyncSemaphore semaphore, List<Step> body, Scope scope)
      throws Exception {
    await(semaphore.acquire());
    try {
      await(block(body, scope));
    } finally {
      semaphore.release();
    }
    return Coroutine.of(null);
  }

  @Async
  private Coroutine<Object> conditioned(List<Step> body, Scope scope) throws Exception {
    await(condition.acquire());
    try {
      await(block(body, scope));
    } finally {
      condition.release();
    }
    return Coroutine.of(null);
  }

  // ---------------------------------------------------------------- what steps refer to

  /** The tasks that the running one may await: so no two await each other. */
  private List<Task<Object>> laterTasks(List<Integer> references) {
    int own = tasks.indexOf(currentTask());
    List<Task<Object>> found = new ArrayList<>();
    for (int i : new LinkedHashSet<>(references)) {
      if (own >= 0 && own < i && i < tasks.size()) {
        found.add(tasks.get(i));
      }
    }
    return found;
  }

  private Awaitable<Object> awaitable(List<Object> reference) {
    int number = (Integer) reference.get(1);
    if (reference.get(0).equals("call")) {
      return function(number);
    }
    if (reference.get(0).equals("future")) {
      return futures.get(number);
    }
    List<Task<Object>> found = laterTasks(List.of(number));
    return found.isEmpty() ? sleep(Duration.ofSeconds(1), "slept") : found.get(0);
  }

  private static Duration seconds(Integer limit) {
    return limit == null ? null : Duration.ofSeconds(limit);
  }
}
