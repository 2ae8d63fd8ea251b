package dev.fermata.checks.company;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.toThread;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.AsyncGenerator;
import dev.fermata.ContextVar;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Handles requests, and logs each step with what three libraries say whose request it is. */
final class Requests {
  static final Logger LOG = LoggerFactory.getLogger(Requests.class);
  static final ContextKey<String> TRACE = ContextKey.named("trace");
  static final ContextVar<String> VARIABLE = new ContextVar<>("request");

  private Requests() {}

  /** Logs whose request a step is meant to be of; the contexts say whose it is. */
  static void log(String step, String request) {
    LOG.info("{} {} {} {}", step, request, Context.current().get(TRACE), VARIABLE.get());
  }

  @Async
  @SuppressWarnings("try")
  static Coroutine<Void> handle(String request) throws Exception {
    MDC.put("request", request);
    VARIABLE.set(request);
    try (Scope scope = Context.current().with(TRACE, request).makeCurrent()) {
      log("start", request);
      await(work(request));
      log("end", request);
    }
    return Coroutine.done();
  }

  @Async
  private static Coroutine<Void> work(String request) throws Exception {
    await(sleep(Duration.ofMillis(request.hashCode() & 63)));
    log("awaited", request);
    await(nested(request));
    Task<Void> child = createTask(nested(request));
    child.addDoneCallback(done -> log("listener", request));
    EventLoop.running().callSoon(() -> log("callback", request));
    EventLoop.running().callLater(Duration.ofMillis(5), () -> log("timer", request));
    await(child);
    await(
        toThread(
            () -> {
              log("thread", request);
              return null;
            }));
    AsyncGenerator<Integer> numbers =
        AsyncGenerator.of(
            out -> {
              await(out.emit(1));
              log("generator", request);
              return Coroutine.done();
            });
    while (await(numbers.advance())) {
      await(yieldNow());
    }
    await(future(request));
    await(sleep(Duration.ofMillis(10)));
    return Coroutine.done();
  }

  @Async
  static Coroutine<Void> nested(String request) {
    await(yieldNow());
    log("nested", request);
    return Coroutine.done();
  }

  @Async
  static CompletableFuture<Void> future(String request) {
    await(CompletableFuture.runAsync(() -> {}));
    log("future", request);
    return CompletableFuture.completedFuture(null);
  }

  @Async
  static Coroutine<Void> handleAll(int count) throws Exception {
    List<Coroutine<Void>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(handle("r" + i));
    }
    await(gather(all));
    return Coroutine.done();
  }

  /** Leaves a value behind, and what makes the next look at its context fail. */
  @Async
  static Coroutine<Void> changes(ThreadLocal<String> local, AtomicBoolean broken) {
    await(yieldNow());
    local.set("task's");
    broken.set(true);
    return Coroutine.done();
  }

  /** As a server without a loop would call it. */
  @Async
  @SuppressWarnings("try")
  static CompletableFuture<Void> outside(String request, CompletableFuture<Void> gate) {
    MDC.put("request", request);
    VARIABLE.set(request);
    try (Scope scope = Context.current().with(TRACE, request).makeCurrent()) {
      log("begin", request);
      await(gate);
      log("end", request);
    }
    return CompletableFuture.completedFuture(null);
  }
}
