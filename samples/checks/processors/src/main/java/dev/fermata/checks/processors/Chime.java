package dev.fermata.checks.processors;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.yieldNow;

import com.google.auto.service.AutoService;
import dev.fermata.Async;
import dev.fermata.Coroutine;

/** A provider, whose entry AutoService writes. */
@AutoService(Bell.class)
public final class Chime implements Bell {
  @Async
  @Override
  public Coroutine<Integer> ring() {
    await(yieldNow());
    return Coroutine.of(1);
  }
}
