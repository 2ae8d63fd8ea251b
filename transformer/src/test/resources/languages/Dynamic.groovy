package targets

import static dev.fermata.transformer.cases.harness.Later.later

import dev.fermata.Async
import dev.fermata.Coroutine
import dev.fermata.Fermata

class Target {
  @Async
  static Coroutine<Object> run() {
    return Coroutine.of(Fermata.await(later(1)))
  }
}
