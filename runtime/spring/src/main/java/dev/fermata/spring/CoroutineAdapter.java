package dev.fermata.spring;

import dev.fermata.Coroutine;
import dev.fermata.Fermata;
import dev.fermata.LoopThread;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ReactiveTypeDescriptor;
import reactor.core.publisher.Mono;

/** What Spring has to know of coroutines: a value that comes later, or none. */
final class CoroutineAdapter {
  private final LoopThread thread;

  CoroutineAdapter(LoopThread thread) {
    this.thread = thread;
  }

  void registerWith(ReactiveAdapterRegistry registry) {
    registry.registerReactiveType(
        ReactiveTypeDescriptor.singleOptionalValue(Coroutine.class, Coroutine::done),
        coroutine -> publisher((Coroutine<?>) coroutine),
        CoroutineAdapter::coroutine);
  }

  /** Runs a coroutine in the loop when somebody subscribes; a cancelled subscription cancels it. */
  private Publisher<?> publisher(Coroutine<?> coroutine) {
    return Mono.fromFuture(() -> thread.submit(() -> coroutine));
  }

  /** Subscribes when the coroutine runs. */
  private static Coroutine<?> coroutine(Publisher<?> publisher) {
    return Fermata.async(() -> Fermata.wrap(Mono.from(publisher).toFuture()).toCoroutine());
  }
}
