package dev.fermata;

import static dev.fermata.Fermata.asCompleted;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.gatherSettled;
import static dev.fermata.Fermata.mapConcurrent;
import static dev.fermata.Fermata.toThread;
import static dev.fermata.Fermata.toThreadInterruptibly;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.yieldNow;
import static dev.fermata.Trace.sleep;
import static dev.fermata.net.Net.readable;
import static dev.fermata.net.Net.startTls;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.fermata.Hostile.Completable;
import dev.fermata.Hostile.Hostility;
import dev.fermata.continuation.Launcher;
import dev.fermata.internal.code.LinkPolicy;
import dev.fermata.internal.core.Throwables;
import dev.fermata.internal.observe.Watching;
import dev.fermata.net.ConnectOptions;
import dev.fermata.net.Connection;
import dev.fermata.net.Datagram;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import dev.fermata.net.StreamPair;
import dev.fermata.net.StreamReader;
import dev.fermata.net.StreamWriter;
import dev.fermata.net.TlsOptions;
import dev.fermata.process.ProcessResult;
import dev.fermata.process.Subprocess;
import dev.fermata.sync.AsyncCondition;
import dev.fermata.sync.AsyncPriorityQueue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SelectableChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** How a body meets a hostile object. */
@SuppressWarnings({
  "FutureReturnValueIgnored", // what the code of a meeting gives is awaited, of whatever type
  "ImmutableEnumChecker" // the code is a lambda that holds nothing
})
enum Meeting {
  CALLBACK(Fate.REPORTED, loop -> ignore(loop.callSoon(new Hostile.Callback("run")))),
  POLLER_ASKED(Fate.LOGGED, loop -> inPolledLoop("poll")),
  POLLER_WOKEN(Fate.LOGGED, loop -> inPolledLoop("wakeUp")),
  HOST_ASKED(Fate.ARRIVES, loop -> inHost("execute")),
  HOST_ASKED_FOR_LATER(Fate.ARRIVES, loop -> inHost("schedule")),
  HANDLER_CALLED(Fate.LOGGED, loop -> served()),
  OPTION_HASHED(Fate.ARRIVES, loop -> ConnectOptions.defaults().set(new Hostile.Option(), "value")),
  ADDRESS_TOLD(Fate.ARRIVES, loop -> new Datagram(new Hostile.Address(), new byte[0]).toString()),
  COMMAND_STARTED(
      Fate.ARRIVES, loop -> Subprocess.start(new ProcessBuilder(Hostile.<String>list()))),
  COMMAND_RUN(Fate.ARRIVES, loop -> Subprocess.run(new ProcessBuilder(Hostile.<String>list()))),
  COMMAND_KEPT(
      Fate.ARRIVES, loop -> new ProcessResult(Hostile.list(), 0, new byte[0], new byte[0])),
  SOURCE_READ(Fate.ARRIVES, loop -> new StreamReader(new Hostile.Stream(true)).read(1)),
  SOURCE_READ_BY_BUFFER(Fate.ARRIVES, loop -> new StreamReader(new Hostile.Stream(false)).read(1)),
  SINK_WRITES(Fate.ARRIVES, loop -> new Hostile.Stream(false).write(new byte[1])),
  BELOW_TLS_READ(Fate.ARRIVES, loop -> startTls(new Hostile.Below("read"), Keys.client())),
  BELOW_TLS_WRITTEN(Fate.ARRIVES, loop -> startTls(new Hostile.Below("write"), Keys.client())),
  BELOW_TLS_CLOSED(
      Fate.REPORTED,
      loop ->
          Script.of(
              s -> s.tryAwait(startTls(new Hostile.Below("close"), Keys.client())),
              s -> s.await(sleep(3)),
              s -> null)),
  BELOW_TLS_ABORTED(
      Fate.ARRIVES,
      loop -> {
        Task<?> starting = createTask(startTls(new Hostile.Below("abort"), Keys.client()));
        return Script.of(
            s -> s.await(sleep(1)),
            s -> {
              starting.cancel();
              return s.await(starting);
            });
      }),
  TRUST_ASKED(
      Fate.ARRIVES,
      loop -> {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Hostile.Trust()}, null);
        TlsOptions client = TlsOptions.client("localhost").context(context);
        StreamPair pair = Net.streamPair(10_000);
        return Script.of(
            s ->
                s.await(
                    gatherSettled(
                        startTls(pair.first(), client),
                        startTls(pair.second(), Keys.server("ec")))),
            s -> {
              Throwable error = ((Settled<?>) ((List<?>) s.result()).get(0)).exception();
              while (error.getCause() != null) {
                error = error.getCause();
              }
              throw error;
            });
      }),
  CHARSET_DECODES(Fate.ARRIVES, loop -> reader(new Hostile.Letters()).readLine()),
  CHARSET_ENCODES(
      Fate.ARRIVES,
      loop -> new StreamWriter(Net.streamPair(1).first(), 1, new Hostile.Letters()).write("x")),
  CHANNEL_ASKED_FOR_MODE(Fate.ARRIVES, loop -> inRealLoop(new Hostile.Channel("isBlocking"))),
  CHANNEL_ASKED_FOR_OPERATIONS(Fate.ARRIVES, loop -> inRealLoop(new Hostile.Channel("validOps"))),
  CHANNEL_LOOKED_UP(Fate.ARRIVES, loop -> inRealLoop(new Hostile.Channel("keyFor"))),
  CHANNEL_REGISTERED(Fate.ARRIVES, loop -> inRealLoop(new Hostile.Channel("register"))),
  LISTENER(Fate.REPORTED, loop -> listen(loop, new Hostile.Callback("accept"), true)),
  LISTENER_COMPARED(
      Fate.ARRIVES,
      loop -> {
        Future<Object> future = listen(loop, new Hostile.Callback("equals"), false);
        future.removeDoneCallback(done -> {});
        return null;
      }),
  NAME_OF_CALLBACK(
      Fate.REPORTED,
      loop ->
          ignore(
              loop.callSoon(
                  new Hostile.Callback("toString", new IllegalArgumentException("odd"))))),
  NAME_IN_DEBUG_MODE(
      Fate.HARMLESS,
      loop -> {
        loop.setDebug(true);
        loop.setSlowCallbackDuration(Duration.ofHours(1));
        return ignore(loop.callSoon(new Hostile.Callback("toString")));
      }),
  NAME_OF_VALUE(
      Fate.HARMLESS,
      loop -> {
        Future<Object> future = loop.createFuture();
        future.setResult(new Hostile.Callback("toString"));
        return ignore(future.toString());
      }),
  REASON(
      Fate.HARMLESS,
      loop -> {
        Future<Object> future = loop.createFuture();
        future.setResult(
            new Object() {
              @Override
              public String toString() {
                throw new Hostile.Mute();
              }
            });
        return ignore(future.toString());
      }),
  ELEMENT_CAPTURES(Fate.REPORTED, loop -> accompanied(loop, "capture")),
  ELEMENT_ENTERS(Fate.REPORTED, loop -> accompanied(loop, "enter")),
  ELEMENT_LEAVES(Fate.REPORTED, loop -> accompanied(loop, "leave")),
  VALUES_RUN(Fate.ARRIVES, loop -> ContextValues.copy().call(Meeting::fail)),
  SUBMITTED_BODY(Fate.ARRIVES, loop -> loop.submit(Meeting::fail)),
  GROUP_BODY(Fate.ARRIVES, loop -> TaskGroup.open(group -> fail())),
  TIMEOUT_BODY(Fate.ARRIVES, loop -> withTimeout(Duration.ofSeconds(1), scope -> fail())),
  GENERATOR_BODY(Fate.ARRIVES, loop -> AsyncGenerator.of(out -> fail()).advance()),
  AWAITABLE(Fate.ARRIVES, loop -> (Awaitable<Object>) Meeting::fail),
  AWAITABLE_GATHERED(Fate.ARRIVES, loop -> gather((Awaitable<Object>) Meeting::fail, sleep(1))),
  AWAITABLE_OUTSIDE(Fate.ARRIVES, loop -> outside((Awaitable<Object>) Meeting::fail)),
  STAGE_OUTSIDE(
      Fate.ARRIVES, loop -> outside(Hostile.stage(new CompletableFuture<>(), "whenComplete"))),
  STAGE_CANCELLED_OUTSIDE(
      Fate.HARMLESS, loop -> toThread(() -> started(new Completable("cancel")).cancel(true))),
  DEPENDANT_OUTSIDE(
      Fate.LOGGED,
      loop ->
          toThread(
              () -> {
                CompletableFuture<Object> gate = new CompletableFuture<>();
                CompletableFuture<?> outcome = started(gate);
                dependant(outcome);
                gate.complete(null);
                return outcome.isDone();
              })),
  FAILURE_OUTSIDE(
      Fate.ARRIVES,
      loop ->
          toThread(
              () -> {
                CompletableFuture<Object> gate = new CompletableFuture<>();
                CompletableFuture<?> outcome = started(gate, new Hostile.Mute());
                CompletableFuture<Object> dependant = outcome.thenApply(value -> value);
                gate.complete(null);
                return dependant.get();
              })),
  CANCELLATION_OUTSIDE(
      Fate.HARMLESS,
      loop ->
          toThread(
              () ->
                  started(CompletableFuture.completedFuture(null), new Hostile.Cancellation())
                      .isCancelled())),
  STAGE_LISTENED_TO(Fate.ARRIVES, loop -> Hostile.stage(new CompletableFuture<>(), "whenComplete")),
  STAGE_CANCELLED(
      Fate.REPORTED,
      loop -> cancelled(Hostile.stage(new CompletableFuture<>(), "toCompletableFuture"))),
  FUTURE_ASKED(Fate.ARRIVES, loop -> new Completable("isDone")),
  FUTURE_JOINED(Fate.ARRIVES, loop -> done(new Completable("join"))),
  FUTURE_CONVERTED(Fate.ARRIVES, loop -> done(new Completable("toCompletableFuture"))),
  FUTURE_CANCELLED(Fate.REPORTED, loop -> cancelled(new Completable("cancel"))),
  CAUSE(Fate.ARRIVES, loop -> CompletableFuture.failedFuture(new Hostile.Failure("getCause"))),
  MESSAGE(Fate.ARRIVES, loop -> CompletableFuture.failedFuture(new Hostile.Cancelled())),
  ERROR_PRINTED(
      Fate.TOLD,
      loop -> {
        loop.setExceptionHandler(null);
        return ignore(createTask(Coroutine.failed(new Hostile.Failure("getMessage"))));
      }),
  ERROR_NAMED(
      Fate.REPORTED,
      loop -> {
        Future<Object> future = loop.createFuture();
        future.setException(new Hostile.Mute());
        return null;
      }),
  MESSAGE_COPIED(Fate.REPORTED, loop -> unheard(loop, "getMessage")),
  CAUSE_COPIED(Fate.REPORTED, loop -> unheard(loop, "getCause")),
  TRACE_COPIED(Fate.REPORTED, loop -> unheard(loop, "getStackTrace")),
  CANCELLATION_SETTLED(
      Fate.HARMLESS, loop -> gatherSettled(Coroutine.failed(new Hostile.Cancellation()))),
  ERROR_WRAPPED_FOR_DEPENDANTS(
      Fate.ARRIVES,
      loop -> loop.submit(() -> failing(new Hostile.Mute())).thenApply(value -> value)),
  DEPENDANT_OF_VALUE(Fate.REPORTED, loop -> dependant(loop.submit(() -> Coroutine.of(1)))),
  DEPENDANT_OF_CANCELLED(
      Fate.REPORTED,
      loop -> {
        CompletableFuture<Object> view =
            loop.submit(() -> Script.of(s -> s.await(sleep(9)), s -> null));
        dependant(view);
        return ignore(view.cancel(true));
      }),
  DEPENDANT_AT_CLOSE(Fate.REPORTED, loop -> dependant(loop.createFuture().toCompletableFuture())),
  HANDLER(
      Fate.LOGGED,
      loop -> {
        loop.setExceptionHandler(
            (where, context) -> {
              throw new Hostility("handle");
            });
        return ignore(createTask(Coroutine.failed(new IllegalArgumentException("odd"))));
      }),
  LOG(
      Fate.TOLD,
      loop -> {
        loop.setExceptionHandler(null);
        Logger.getLogger("dev.fermata").addHandler(new RefusingLog());
        return ignore(createTask(Coroutine.failed(new IllegalArgumentException("odd"))));
      }),
  CONTEXT(Fate.LOGGED, loop -> report(loop, Hostile.map())),
  DETAIL(Fate.TOLD, loop -> report(loop, new HashMap<>(Map.of("detail", Hostile.map())))),
  EXECUTOR(Fate.ARRIVES, loop -> loop.runInExecutor(new Hostile.Executor("execute"), () -> null)),
  EXECUTOR_SHUT_DOWN(Fate.REPORTED, loop -> useExecutor(loop, "shutdown")),
  EXECUTOR_WAITED_FOR(Fate.REPORTED, loop -> useExecutor(loop, "awaitTermination")),
  JOB(Fate.ARRIVES, loop -> toThread(Meeting::fail)),
  JOB_INTERRUPTIBLE(Fate.ARRIVES, loop -> toThreadInterruptibly(Meeting::fail)),
  THREAD_ASKED(Fate.HARMLESS, loop -> toThread(() -> null)),
  THREAD_INTERRUPTED(
      Fate.HARMLESS,
      loop -> {
        Hostile.Worker runner = (Hostile.Worker) Thread.currentThread();
        CountDownLatch noticed = new CountDownLatch(1);
        return Script.of(
            s ->
                s.tryAwait(
                    toThread(
                        () -> {
                          runner.interruptIndeed();
                          // Its end would else wake the loop before that looks at its thread.
                          noticed.await();
                          return null;
                        })),
            s -> {
              noticed.countDown();
              return null;
            });
      }),
  THREAD_LOOKED_AT(
      Fate.HARMLESS,
      loop -> {
        loop.setDebug(true);
        loop.setExceptionHandler((where, context) -> {});
        loop.setSlowCallbackDuration(Duration.ofMillis(1));
        loop.callSoon(
            () -> {
              while (!Watching.hasSeenStep(loop)) {
                Thread.onSpinWait();
              }
            });
        return null;
      }),
  WORKER_INTERRUPTED(
      Fate.REPORTED,
      loop -> {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        loop.setDefaultExecutor(
            Executors.newSingleThreadExecutor(job -> Hostile.Worker.daemon(job, "interrupt")));
        Task<Object> task = createTask(toThreadInterruptibly(() -> meet(begun, end)));
        return Script.of(
            s -> s.await(yieldNow()),
            s -> {
              begun.await();
              task.cancel();
              end.countDown();
              return s.tryAwait(task);
            },
            s -> null);
      }),
  LOADER_ASKED(Fate.HARMLESS, loop -> link(new Hostile.Loader("getResource"))),
  LOADER_HASHED(Fate.HARMLESS, loop -> link(new Hostile.Loader("hashCode"))),
  ORDER(
      Fate.ARRIVES,
      loop -> {
        AsyncPriorityQueue<Object> queue = new AsyncPriorityQueue<>(Hostile.order());
        queue.putNowait(1);
        return queue.put(2);
      }),
  NATURAL_ORDER(
      Fate.ARRIVES,
      loop -> {
        AsyncPriorityQueue<Comparable<Object>> queue = new AsyncPriorityQueue<>();
        queue.putNowait(other -> 0);
        return queue.put(
            other -> {
              throw new Hostility("compareTo");
            });
      }),
  CONDITION(
      Fate.ARRIVES,
      loop ->
          new AsyncCondition()
              .waitUntil(
                  () -> {
                    throw new Hostility("getAsBoolean");
                  })),
  GATHERED(Fate.ARRIVES, loop -> gather(Hostile.<Awaitable<Object>>list())),
  WAITED_FOR(Fate.ARRIVES, loop -> waitAll(Hostile.<Future<Object>>list())),
  AS_COMPLETED(Fate.ARRIVES, loop -> asCompleted(Hostile.<Awaitable<Object>>list()).advance()),
  ERRORS_OF_GROUP(
      Fate.ARRIVES, loop -> new ExceptionGroup("group", Hostile.<Throwable>list()).exceptions()),
  MAPPED(
      Fate.ARRIVES,
      loop -> mapConcurrent(Hostile.<String>list(), 1, element -> Coroutine.of(element))),
  MAPPED_BY(Fate.ARRIVES, loop -> mapConcurrent(List.of("x"), 1, element -> fail())),
  FIRST_OF_GROUP(
      Fate.HARMLESS,
      loop -> ignore(new ExceptionGroup("group", List.of(new Hostile.Mute())).getMessage())),
  TRACE_OF_GROUP(
      Fate.ARRIVES,
      loop ->
          new ExceptionGroup("group", List.of(new IllegalStateException(), new AssertionError())) {
            private static final long serialVersionUID = 1L;

            @Override
            public StackTraceElement[] getStackTrace() {
              throw new Hostile.Mute();
            }
          }.split(AssertionError.class)),
  RESULTS_OF_WAIT(Fate.ARRIVES, loop -> new WaitResult<>(Hostile.list(), List.of()).pending());

  /** Futures that are not to be collected before their failures are reported. */
  private static final List<Future<?>> KEPT = new ArrayList<>();

  private final Fate fate;
  private final Code code;

  Meeting(Fate fate, Code code) {
    this.fate = fate;
    this.code = code;
  }

  /** The method that fails in the thread that runs the loop; "" where that is an ordinary one. */
  String failsInThread() {
    return switch (this) {
      case THREAD_ASKED -> "isInterrupted";
      case THREAD_INTERRUPTED -> "interrupt";
      case THREAD_LOOKED_AT -> "getStackTrace";
      default -> "";
    };
  }

  /** A loop that waits by a hostile poller while another thread calls it, and comes to its end. */
  private static CompletableFuture<Object> inPolledLoop(String failing) {
    return CompletableFuture.supplyAsync(
        () -> {
          Hostile.Polling poller = new Hostile.Polling(failing);
          return Fermata.run(
              Script.of(s -> s.await(toThread(poller::awaitWait)), s -> null),
              EventLoop.create(poller));
        });
  }

  /** A loop in a hostile host, whose failure is the cause of the loop's. */
  private static CompletableFuture<Object> inHost(String failing) {
    CompletableFuture<Object> outcome = new CompletableFuture<>();
    EventLoop.runHosted(new Hostile.Host(failing), () -> sleep(3600))
        .whenComplete((value, error) -> outcome.completeExceptionally(error.getCause()));
    return outcome;
  }

  /** A reader that has a line. */
  private static StreamReader reader(Charset charset) throws IOException {
    StreamPair pair = Net.streamPair(10);
    createTask(pair.first().write("line\n".getBytes(StandardCharsets.UTF_8)));
    return new StreamReader(pair.second(), 10, charset);
  }

  /** A server whose handler throws, and a client that sees the end of its connection. */
  private static CompletableFuture<Object> served() {
    Coroutine<Object> main =
        Script.of(
            s -> s.await(Net.listen(Connected.anyPort())),
            s -> {
              Listener listener = (Listener) s.result();
              createTask(
                  listener.serve(
                      connection -> {
                        throw new Hostility("handle");
                      }));
              return s.await(Net.connect(listener.localAddress()));
            },
            s -> s.await(new StreamReader((Connection) s.result()).readAll(1)),
            s -> s.result());
    return CompletableFuture.supplyAsync(() -> Fermata.run(main));
  }

  private static CompletableFuture<Void> inRealLoop(SelectableChannel channel) {
    return CompletableFuture.supplyAsync(
        () -> Fermata.run(Script.of(s -> s.await(readable(channel)), s -> null)));
  }

  /** What becomes of the error. */
  enum Fate {
    /** It is thrown by the call, or by the await. */
    ARRIVES,
    /** The loop's exception handler gets it. */
    REPORTED,
    /** It stands in the log. */
    LOGGED,
    /** One line on standard error says what the log does not. */
    TOLD,
    /** What the method was to give is done without. */
    HARMLESS
  }

  @FunctionalInterface
  private interface Code {
    /** Meets the object; gives what the body then awaits, or null. */
    Object run(VirtualEventLoop loop) throws Throwable;
  }

  /** Meets the object in the running loop; gives what the body then awaits. */
  Object meet(VirtualEventLoop loop) throws Throwable {
    Object awaitable = code.run(loop);
    return awaitable == null ? yieldNow() : awaitable;
  }

  Fate fate() {
    return fate;
  }

  // ---------------------------------------------------------------- parts of meetings

  private static Object ignore(Object unused) {
    return null;
  }

  private static <T> Coroutine<T> fail() {
    throw new Hostility("start");
  }

  private static Coroutine<Object> failing(RuntimeException error) {
    return Script.of(
        s -> s.await(Script.of(t -> t.await(yieldNow()), t -> raise(error))), s -> s.result());
  }

  /** The outcome of a method that awaits something where no loop runs. */
  private static Coroutine<Object> outside(Object awaited) {
    return toThread(
        () -> {
          try {
            return started(awaited).get();
          } catch (ExecutionException failed) {
            throw Throwables.rethrow(failed.getCause());
          }
        });
  }

  /** The future of a method that awaits something where no loop runs. */
  private static CompletableFuture<?> started(Object awaited) {
    return (CompletableFuture<?>)
        Launcher.future(Script.frame(s -> s.await(awaited), s -> s.result()));
  }

  /** The same, of a method that then fails. */
  private static CompletableFuture<?> started(Object awaited, Throwable error) {
    return (CompletableFuture<?>)
        Launcher.future(
            Script.frame(
                s -> s.await(awaited),
                s -> {
                  throw error;
                }));
  }

  private static Object raise(RuntimeException error) {
    throw error;
  }

  private static Future<Object> listen(
      VirtualEventLoop loop, Hostile.Callback callback, boolean ends) {
    Future<Object> future = loop.createFuture();
    future.addDoneCallback(callback);
    if (ends) {
      future.setResult(null);
    }
    return future;
  }

  /** Fails a future whose listener does not ask for the failure. */
  private static Object unheard(VirtualEventLoop loop, String failing) {
    Future<Object> future = listen(loop, new Hostile.Callback(""), false);
    future.setException(new Hostile.Failure(failing));
    KEPT.add(future);
    return null;
  }

  /** A task in a loop with a context element. */
  private static Task<Object> accompanied(VirtualEventLoop loop, String failing) {
    loop.addContextElement(new Hostile.Element(failing));
    return createTask(Script.of(s -> s.await(yieldNow()), s -> null));
  }

  private static Object done(CompletableFuture<Object> future) {
    future.complete(null);
    return future;
  }

  /** A task that awaits a stage and is cancelled. */
  private static Coroutine<Object> cancelled(Object stage) {
    Task<Object> task = createTask(Script.of(s -> s.await(stage), s -> null));
    return Script.of(
        s -> s.await(yieldNow()),
        s -> {
          task.cancel();
          return s.tryAwait(task);
        },
        s -> null);
  }

  private static Object dependant(CompletableFuture<?> view) {
    return ignore(
        view.handle(
            (value, error) -> {
              throw new Hostile.Mute();
            }));
  }

  private static Object report(VirtualEventLoop loop, Map<String, Object> context) {
    loop.setExceptionHandler(null);
    loop.callExceptionHandler(context);
    return null;
  }

  private static Object useExecutor(VirtualEventLoop loop, String failing) {
    loop.setDefaultExecutor(new Hostile.Executor(failing));
    return toThread(() -> null);
  }

  private static Object meet(CountDownLatch begun, CountDownLatch end) throws InterruptedException {
    begun.countDown();
    end.await();
    return null;
  }

  private static Object link(Hostile.Loader loader) throws IOException {
    String name = "/" + Trace.class.getName().replace('.', '/') + ".class";
    try (InputStream file = Trace.class.getResourceAsStream(name)) {
      assertFalse(LinkPolicy.isAllowedIn(loader.define(file.readAllBytes())));
    }
    return null;
  }

  private static final class RefusingLog extends Handler {
    @Override
    public void publish(LogRecord logged) {
      throw new Hostility("publish");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
