package app;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.Coroutine;

final class Locked {
  private Locked() {}

  @Async
  static Coroutine<Void> underLock() {
    synchronized (Locked.class) {
      await(yieldNow());
    }
    return Coroutine.done();
  }
}
