package dev.fermata.checks.server;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.ContextVar;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import java.time.Duration;

/** The business of the servers: asynchronous methods that know nothing of the one they run in. */
final class Orders {
  /** Whose request it is; set once, and read at the far end. */
  private static final ContextVar<String> REQUEST = new ContextVar<>("request");

  private Orders() {}

  @Async
  static Coroutine<String> order(String id) {
    REQUEST.set(id);
    Task<String> price = createTask(price());
    await(sleep(Duration.ofMillis(5)));
    String name = await(name());
    return Coroutine.of(id + " " + name + " " + await(price));
  }

  @Async
  private static Coroutine<String> price() {
    await(sleep(Duration.ofMillis(10)));
    return Coroutine.of("price of " + REQUEST.get());
  }

  @Async
  private static Coroutine<String> name() {
    await(sleep(Duration.ofMillis(1)));
    return Coroutine.of("name of " + REQUEST.get());
  }

  /** What a request with that id is answered. */
  static String answer(String id) {
    return id + " name of " + id + " price of " + id;
  }
}
