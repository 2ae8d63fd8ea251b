@file:JvmName("Target")

package targets

import dev.fermata.Async
import dev.fermata.Coroutine
import dev.fermata.Fermata.await
import dev.fermata.transformer.cases.harness.Later.fails
import dev.fermata.transformer.cases.harness.Later.later
import dev.fermata.transformer.cases.harness.Journal.log
import java.io.IOException
import java.util.function.Supplier

data class Point(val x: Int, val y: Long)

interface Shape {
  val name: String

  @Async
  fun describe(): Coroutine<String> {
    val size = await(later(name.length))
    return Coroutine.of("$name/$size")
  }
}

class Circle(private val radius: Double, override val name: String = "circle") : Shape {
  private var asked = 0

  @Async
  fun area(): Coroutine<Double> {
    asked += await(later(1))
    return Coroutine.of(radius * radius * await(later(3.0)) + asked)
  }

  // Kotlin's own kind of coroutine beside ours.
  suspend fun suspending(): Int = asked

  companion object {
    @JvmStatic
    @Async
    fun unit(): Coroutine<Circle> = Coroutine.of(Circle(await(later(1.0))))
  }
}

inline fun <T> measured(what: String, body: () -> T): T {
  log("begin $what")
  try {
    return body()
  } finally {
    log("end $what")
  }
}

@Async
fun String.twice(times: Int = 2): Coroutine<String> = Coroutine.of(repeat(await(later(times))))

@Async
fun `a name with spaces`(a: Int?, vararg rest: Long): Coroutine<Long> {
  var sum = (a ?: await(later(10))).toLong()
  for ((index, value) in rest.withIndex()) {
    sum += await(later(value)) * index
  }
  return Coroutine.of(sum)
}

@Async
fun choose(any: Any?): Coroutine<String> {
  val text =
    when (any) {
      null -> "null"
      is Int -> if (any > await(later(5))) "big" else "small"
      is String -> try {
        if (any.isEmpty()) await(fails<String, IOException>(IOException("empty"))) else await(later(any))
      } catch (e: IOException) {
        e.message + await(later("!"))
      } finally {
        log("finally " + await(later(1)))
      }
      in listOf(1L, 2L) -> "listed"
      else -> any.toString()
    }
  return Coroutine.of(text)
}

@Async
fun run(): Coroutine<Any> {
  val (x, y) = Point(await(later(3)), await(later(4L)))
  log("$x ${y + await(later(1))}")
  val circle = await(Circle.unit())
  log("${await(circle.describe())} ${await(circle.area())}")
  log(await("ab".twice()) + await("c".twice(3)))
  log(await(`a name with spaces`(null, 1, 2, 3)))
  for (any in listOf(null, 1, 9, "", "s", 2L, 'c')) {
    log(await(choose(any)))
  }
  val inlined = measured("inlined") { (1..3).sumOf { await(later(it)) * 2 } }
  val lambda = Supplier<Coroutine<Int>> { Coroutine.of(inlined + await(later(1))) }
  val local = object : Shape { override val name = "anonymous" }
  return Coroutine.of("${await(lambda.get())} ${await(local.describe())}")
}
