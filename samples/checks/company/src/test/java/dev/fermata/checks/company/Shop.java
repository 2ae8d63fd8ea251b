package dev.fermata.checks.company;

import static dev.fermata.Fermata.asCompleted;
import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gatherSettled;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.toThread;
import static dev.fermata.Fermata.waitFor;
import static dev.fermata.Fermata.withTimeout;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.AsyncGenerator;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Code that fails in many ways; the tests name the lines of this file. */
final class Shop {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Shop() {}

  static IOException broken() {
    return new IOException("no route");
  }

  @Async
  static Coroutine<String> charge() throws IOException {
    await(yieldNow());
    throw broken();
  }

  @Async
  static Coroutine<String> order() throws IOException {
    return Coroutine.of(await(charge()));
  }

  @Async
  static Coroutine<String> ofAStage(CompletableFuture<String> stage) {
    return Coroutine.of(await(stage));
  }

  @Async
  static Coroutine<String> ofAFuture() {
    Future<String> future = EventLoop.running().createFuture();
    EventLoop.running().callSoon(() -> future.setException(broken()));
    return Coroutine.of(await(future));
  }

  @Async
  static Coroutine<String> ofAFutureThatHasFailed() {
    Future<String> future = EventLoop.running().createFuture();
    future.setException(broken());
    return Coroutine.of(await(future));
  }

  @Async
  static Coroutine<String> ofAThread() throws Exception {
    return Coroutine.of(
        await(
            toThread(
                () -> {
                  throw broken();
                })));
  }

  @Async
  static Coroutine<String> slow() {
    await(sleep(Duration.ofDays(1)));
    return Coroutine.of("done");
  }

  @Async
  static Coroutine<String> slowOrder() {
    return Coroutine.of(await(slow()));
  }

  @Async
  static Coroutine<String> limited() {
    return Coroutine.of(await(waitFor(slowOrder(), SECOND)));
  }

  @Async
  static Coroutine<String> limitedByScope() {
    return Coroutine.of(await(withTimeout(Duration.ofMillis(1500), limit -> slowOrder())));
  }

  @Async
  static Coroutine<String> limitedOnesAsCompleted() {
    var each = asCompleted(List.of(slowOrder()), SECOND);
    await(each.advance());
    return Coroutine.of("done");
  }

  @Async
  static Coroutine<String> cancelled() {
    Task<String> task = createTask(slowOrder(), "order");
    await(yieldNow());
    task.cancel("enough");
    return Coroutine.of(await(task));
  }

  @Async
  static Coroutine<String> taskOfTask() throws IOException {
    return Coroutine.of(await(createTask(order(), "order")));
  }

  @Async
  static Coroutine<String> asks(Task<String> order) {
    return Coroutine.of(await(order));
  }

  @Async
  static Coroutine<String> shared() throws IOException {
    Task<String> order = createTask(order(), "order");
    await(
        gatherSettled(List.of(createTask(asks(order), "left"), createTask(asks(order), "right"))));
    return Coroutine.of(await(order));
  }

  @Async
  static Coroutine<String> generated() {
    AsyncGenerator<String> orders =
        AsyncGenerator.of(
            out -> {
              await(out.emit(await(order())));
              return Coroutine.done();
            });
    await(orders.advance());
    return Coroutine.of("done");
  }

  @Async
  static CompletableFuture<String> first(CompletableFuture<String> stage) {
    return CompletableFuture.completedFuture(await(stage));
  }

  @Async
  static CompletableFuture<String> second(CompletableFuture<String> stage) {
    return CompletableFuture.completedFuture(await(first(stage)));
  }

  @Async
  static CompletableFuture<String> third(CompletableFuture<String> stage) {
    return CompletableFuture.completedFuture(await(second(stage)));
  }

  @Async
  static Coroutine<String> deep(int depth) throws IOException {
    return depth == 0 ? charge() : Coroutine.of(await(deep(depth - 1)));
  }

  @Async
  static Coroutine<String> crowd(int size) throws IOException {
    Task<String> order = createTask(order());
    List<Coroutine<String>> crowd = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      crowd.add(asks(order));
    }
    await(gatherSettled(crowd));
    return Coroutine.of(await(order));
  }

  /** An exception as some libraries make them, for speed. */
  static final class Bare extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Bare() {
      super("bare", null, false, false);
    }
  }

  @Async
  static Coroutine<String> bare() {
    await(yieldNow());
    throw new Bare();
  }

  @Async
  static Coroutine<String> withoutSuppression() {
    return Coroutine.of(await(bare()));
  }
}
