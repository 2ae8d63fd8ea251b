package targets

import static dev.fermata.transformer.cases.harness.Later.later
import static dev.fermata.transformer.cases.harness.Journal.log

import dev.fermata.Async
import dev.fermata.Coroutine
import dev.fermata.Fermata
import groovy.transform.CompileStatic

@CompileStatic
class Target {
  @Async
  static Coroutine<Object> run() {
    [1, 2].each { log(Fermata.await(later((int) it))) }
    return Coroutine.of(null)
  }
}
