package targets

import dev.fermata.{Async, Coroutine}
import dev.fermata.Fermata.await
import dev.fermata.transformer.cases.harness.Later.{fails, later}
import dev.fermata.transformer.cases.harness.Journal.log
import java.io.IOException
import java.util.function.Supplier

case class Point(x: Int, y: Long)

trait Shape {
  def name: String

  @Async
  def describe(): Coroutine[String] = {
    val size: Int = await(later(name.length)).intValue
    Coroutine.of(s"$name/$size")
  }
}

class Circle(radius: Double) extends Shape {
  private var asked = 0
  def name = "circle"

  @Async
  def area(): Coroutine[Any] = {
    asked += await(later(1)).intValue
    Coroutine.of(radius * radius * await(later(3.0)).doubleValue + asked)
  }

  @Async
  def ++>(more: Int*): Coroutine[Any] = {
    var sum = 0
    var i = 0
    while (i < more.length) {
      sum += more(i) * await(later(i)).intValue
      i += 1
    }
    Coroutine.of(sum)
  }
}

object Target {
  @Async
  def choose(any: Any): Coroutine[String] = {
    val text = any match {
      case null => "null"
      case n: Int if n > await(later(5)).intValue => "big"
      case n: Int => "small"
      case s: String =>
        try {
          if (s.isEmpty) await(fails[String, IOException](new IOException("empty"))) else await(later(s))
        } catch {
          case e: IOException => e.getMessage + await(later("!"))
        } finally {
          log("finally " + await(later(1)))
        }
      case Point(x, _) => "point " + x
      case other => other.toString
    }
    Coroutine.of(text)
  }

  @Async
  def run(): Coroutine[Any] = {
    val Point(x, y) = Point(await(later(3)).intValue, await(later(4L)).longValue): @unchecked
    log(s"$x ${y + await(later(1)).intValue}")
    val circle = new Circle(await(later(1.0)).doubleValue)
    log(await(circle.describe()) + " " + await(circle.area()))
    log(await(circle ++> (1, 2, 3)))
    val all = Array[Any](null, 1, 9, "", "s", Point(7, 8), 'c')
    var i = 0
    while (i < all.length) {
      log(await(choose(all(i))))
      i += 1
    }
    lazy val late = { log("late"); 5 }
    val lambda: Supplier[Coroutine[Any]] = () => Coroutine.of(late + await(later(1)).intValue)
    val local = new Shape { def name = "anonymous" }
    Coroutine.of(s"${await(lambda.get())} ${await(local.describe())}")
  }
}
