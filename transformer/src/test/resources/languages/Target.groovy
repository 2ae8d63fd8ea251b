package targets

import static dev.fermata.transformer.cases.harness.Later.fails
import static dev.fermata.transformer.cases.harness.Later.later
import static dev.fermata.transformer.cases.harness.Journal.log

import dev.fermata.Async
import dev.fermata.Coroutine
import dev.fermata.Fermata
import groovy.transform.CompileStatic

@CompileStatic
class Circle {
  double radius
  private int asked = 0

  @Async
  Coroutine<Object> area() {
    asked += (int) Fermata.await(later(1))
    return Coroutine.of((Object) (radius * radius * (double) Fermata.await(later(3.0d)) + asked))
  }
}

@CompileStatic
class Target {
  @Async
  static Coroutine<String> choose(Object any) {
    String text
    switch (any) {
      case null:
        text = 'null'
        break
      case Integer:
        text = (int) any > (int) Fermata.await(later(5)) ? 'big' : 'small'
        break
      case String:
        try {
          text = ((String) any).isEmpty() ? (String) Fermata.await(fails(new IOException('empty'))) : Fermata.await(later((String) any))
        } catch (IOException e) {
          text = e.message + Fermata.await(later('!'))
        } finally {
          log('finally ' + Fermata.await(later(1)))
        }
        break
      default:
        text = any.toString()
    }
    return Coroutine.of(text)
  }

  @Async
  static Coroutine<Object> run() {
    def circle = new Circle(radius: Fermata.await(later(2.0d)))
    log("area ${Fermata.await(circle.area())}".toString())
    for (any in [null, 1, 9, '', 's', 2L]) {
      log(Fermata.await(choose(any)))
    }
    int sum = 0
    for (int i = 0; i < 4; i++) {
      sum += i * (int) Fermata.await(later(i))
    }
    List list = [Fermata.await(later(1)), 2, Fermata.await(later(3))]
    def (a, b) = [Fermata.await(later('a')), Fermata.await(later('b'))]
    String nothing = null
    return Coroutine.of((Object) "$sum $list $a$b ${nothing ?: Fermata.await(later('elvis'))}".toString())
  }
}
