package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.internal.core.Throwables;
import dev.fermata.sync.AsyncBarrier;
import dev.fermata.sync.AsyncBoundedSemaphore;
import dev.fermata.sync.AsyncCondition;
import dev.fermata.sync.AsyncEvent;
import dev.fermata.sync.AsyncLifoQueue;
import dev.fermata.sync.AsyncLock;
import dev.fermata.sync.AsyncPriorityQueue;
import dev.fermata.sync.AsyncQueue;
import dev.fermata.sync.AsyncSemaphore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public method of what belongs to a loop, called while that runs in another thread: it is
 * refused, unless it is one of those that say that any thread may call them. Of a method that gives
 * a coroutine, it is the coroutine that is refused, when another loop runs it.
 */
@Timeout(60)
class ThreadCheckTest {
  private static final List<Class<?>> TYPES =
      List.of(
          Future.class,
          Task.class,
          EventLoop.class,
          Handle.class,
          TimerHandle.class,
          TaskGroup.class,
          TimeoutScope.class,
          AsyncLock.class,
          AsyncEvent.class,
          AsyncCondition.class,
          AsyncSemaphore.class,
          AsyncBoundedSemaphore.class,
          AsyncBarrier.class,
          AsyncQueue.class,
          AsyncPriorityQueue.class,
          AsyncLifoQueue.class);

  /** They look at one field, make an object, or hand something over to the loop. */
  private static final Set<String> ANYWHERE =
      Set.of(
          "Future.loop",
          "Future.isDone",
          "Future.isCancelled",
          "Future.state",
          "Future.toCoroutine",
          "Future.toCompletableFuture",
          "Task.getName",
          "Task.coroutine",
          "Task.cancelling",
          "Task.creationStack",
          "EventLoop.callSoonThreadsafe",
          "EventLoop.submit",
          "EventLoop.dump",
          "EventLoop.time",
          "EventLoop.clock",
          "EventLoop.iteration",
          "EventLoop.createFuture",
          "EventLoop.isRunning",
          "EventLoop.isClosed",
          "EventLoop.isDebug",
          "EventLoop.defaultExceptionHandler",
          "Handle.isCancelled",
          "TimerHandle.when",
          "TimeoutScope.when",
          "TimeoutScope.expired",
          "AsyncLock.locked",
          "AsyncEvent.isSet",
          "AsyncCondition.locked",
          "AsyncSemaphore.locked",
          "AsyncBarrier.parties",
          "AsyncBarrier.waiting",
          "AsyncBarrier.isBroken",
          "AsyncQueue.size",
          "AsyncQueue.isEmpty",
          "AsyncQueue.isFull",
          "AsyncQueue.maxSize");

  private static final Map<Class<?>, Object> ARGUMENTS = new HashMap<>();

  static {
    ARGUMENTS.put(Object.class, "x");
    ARGUMENTS.put(String.class, "x");
    ARGUMENTS.put(boolean.class, true);
    ARGUMENTS.put(int.class, 1);
    ARGUMENTS.put(long.class, 1L);
    ARGUMENTS.put(Long.class, 1L);
    ARGUMENTS.put(Throwable.class, new Exception("x"));
    ARGUMENTS.put(Duration.class, Duration.ofSeconds(1));
    ARGUMENTS.put(Runnable.class, (Runnable) () -> {});
    ARGUMENTS.put(Consumer.class, (Consumer<Object>) any -> {});
    ARGUMENTS.put(BooleanSupplier.class, (BooleanSupplier) () -> true);
    ARGUMENTS.put(Callable.class, (Callable<Object>) () -> null);
    ARGUMENTS.put(Executor.class, (Executor) Runnable::run);
    ARGUMENTS.put(AsyncBody.class, (AsyncBody<Void>) Coroutine::done);
    ARGUMENTS.put(Map.class, Map.of("message", "from any thread"));
  }

  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final Map<Class<?>, Object> objects = new LinkedHashMap<>();

  static Stream<Method> methods() {
    return TYPES.stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isBridge())
        .sorted(Comparator.comparing(Method::toString));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void isRefusedInOtherThreadsUnlessItSaysOtherwise(Method method) {
    Fermata.run(
        Script.of(
            s -> {
              begin();
              return s.await(loop.whenAllBlocked());
            },
            s -> {
              CompletableFuture.runAsync(() -> check(method)).join();
              return null;
            }),
        loop);
  }

  /** Makes one of each, and has a task wait at what tasks can wait at. */
  private void begin() {
    Future<Object> never = put(Future.class, loop.createFuture());
    put(Task.class, createTask(never.toCoroutine()));
    put(EventLoop.class, loop);
    put(Handle.class, loop.callSoon(() -> {}));
    put(TimerHandle.class, loop.callLater(Duration.ofHours(1), () -> {}));
    createTask(
        TaskGroup.open(
            group -> {
              put(TaskGroup.class, group);
              return never.toCoroutine();
            }));
    createTask(
        Fermata.withTimeout(
            Duration.ofHours(1),
            scope -> {
              put(TimeoutScope.class, scope);
              return never.toCoroutine();
            }));
    AsyncLock lock = put(AsyncLock.class, new AsyncLock());
    createTask(lock.acquire());
    createTask(lock.acquire());
    createTask(put(AsyncEvent.class, new AsyncEvent()).waitUntilSet());
    AsyncCondition condition = put(AsyncCondition.class, new AsyncCondition());
    createTask(Script.of(s -> s.await(condition.acquire()), s -> s.await(condition.waitOn())));
    createTask(put(AsyncSemaphore.class, new AsyncSemaphore(0)).acquire());
    createTask(put(AsyncBoundedSemaphore.class, new AsyncBoundedSemaphore(0)).acquire());
    createTask(put(AsyncBarrier.class, new AsyncBarrier(2)).arrive());
    createTask(put(AsyncQueue.class, new AsyncQueue<Object>()).get());
    createTask(put(AsyncPriorityQueue.class, new AsyncPriorityQueue<String>()).get());
    createTask(put(AsyncLifoQueue.class, new AsyncLifoQueue<Object>()).get());
  }

  private <T> T put(Class<?> type, T object) {
    objects.put(type, object);
    return object;
  }

  private void check(Method method) {
    String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
    if (ANYWHERE.contains(name) || method.getName().equals("toString")) {
      assertDoesNotThrow(() -> call(method));
    } else if (method.getReturnType() == Coroutine.class) {
      Coroutine<?> coroutine = (Coroutine<?>) assertDoesNotThrow(() -> call(method));
      refused(() -> Fermata.run(coroutine, EventLoop.createVirtual()));
    } else {
      refused(
          () -> {
            try {
              call(method);
            } catch (InvocationTargetException e) {
              throw Throwables.rethrow(e.getCause());
            } catch (IllegalAccessException e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  private Object call(Method method) throws IllegalAccessException, InvocationTargetException {
    Object[] arguments =
        Arrays.stream(method.getParameterTypes()).map(ThreadCheckTest::argument).toArray();
    return method.invoke(objects.get(method.getDeclaringClass()), arguments);
  }

  /** A new coroutine each time, for one can be used once. */
  private static Object argument(Class<?> type) {
    return type.isAssignableFrom(Coroutine.class) && type != Object.class
        ? Coroutine.done()
        : ARGUMENTS.get(type);
  }

  private static void refused(Runnable call) {
    String message = assertThrows(IllegalStateException.class, call::run).getMessage();
    boolean expected =
        Stream.of(
                "belongs to the thread that runs the event loop",
                "bound to a different event loop",
                "by its coroutine only",
                "runs already",
                "cannot close a running event loop")
            .anyMatch(message::contains);
    assertTrue(expected, message);
  }
}
