package dev.fermata.samples.benchmarks

import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.nanoseconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.yield

/** The work in Kotlin's coroutines, in the event loop of `runBlocking`. */
class KotlinPeer : Peer {
  private val completer = Completer()
  private val numbers: KotlinNumbers = PlainKotlinNumbers()

  override fun yields(times: Int): Long = runBlocking { yieldTimes(times).toLong() }

  private suspend fun yieldTimes(times: Int): Int {
    var done = 0
    while (done < times) {
      yield()
      done++
    }
    return done
  }

  override fun yieldsInTurn(tasks: Int, depth: Int, times: Int): Long = runBlocking {
    List(tasks) { async { deep(depth, times) } }.awaitAll().sum().toLong()
  }

  /** The addition keeps the compiler from leaving this method out of the chain. */
  private suspend fun deep(depth: Int, times: Int): Int =
      if (depth == 1) yieldTimes(times) else deep(depth - 1, times) + 0

  override fun pingPong(rounds: Int): Long = runBlocking {
    var ping = CompletableDeferred<Int>()
    var pong = CompletableDeferred<Int>()
    val other = async {
      var sum = 0
      repeat(rounds) {
        sum += ping.await()
        ping = CompletableDeferred()
        pong.complete(1)
      }
      sum
    }
    var sum = 0
    repeat(rounds) {
      pong = CompletableDeferred()
      ping.complete(it)
      sum += pong.await()
    }
    (sum + other.await()).toLong()
  }

  override fun fibonacci(n: Int): Long = runBlocking { here(n).toLong() }

  private suspend fun here(n: Int): Int = if (n < 2) n else here(n - 1) + here(n - 2)

  override fun fibonacciAcross(n: Int): Long = runBlocking { KotlinHere.fibonacci(n).toLong() }

  override fun fibonacciVirtual(n: Int): Long = runBlocking {
    numbers.fibonacci(numbers, n).toLong()
  }

  override fun sum(values: IntArray): Long = runBlocking {
    var sum = 0L
    for (i in values.indices) {
      sum += element(values, i)
    }
    sum
  }

  private suspend fun element(values: IntArray, index: Int): Int {
    val value = values[index]
    if (value < 0) {
      yield()
    }
    return value
  }

  override fun enterAndLeave(depth: Int, times: Int): Long = runBlocking {
    var sum = 0L
    repeat(times) { sum += nested(depth) }
    sum
  }

  private suspend fun nested(depth: Int): Int {
    if (depth == 1) {
      yield()
      return 1
    }
    return nested(depth - 1) + 1
  }

  override fun spawnAndJoin(tasks: Int): Long = runBlocking {
    val all = List(tasks) { launch {} }
    all.joinAll()
    all.size.toLong()
  }

  override fun gather(children: Int, times: Int): Long = runBlocking {
    var sum = 0L
    repeat(times) {
      val all =
          List(children) {
            async {
              yield()
              it
            }
          }
      for (number in all.awaitAll()) {
        sum += number
      }
    }
    sum
  }

  override fun waitFor(tasks: Int): Long = runBlocking {
    val all =
        List(tasks) {
          launch {
            withTimeout(1.hours) { yield() }
          }
        }
    all.joinAll()
    all.size.toLong()
  }

  override fun timersCancelled(timers: Int): Long = runBlocking {
    val all = List(timers) { launch { delay(1.hours) } }
    yield()
    all.forEach(Job::cancel)
    all.size.toLong()
  }

  override fun timersFired(timers: Int): Long = runBlocking {
    val all = List(timers) { launch { delay((it * 7919L % 1_000_000).nanoseconds) } }
    all.joinAll()
    all.size.toLong()
  }

  override fun completedByThread(tasks: Int): Long = runBlocking {
    val futures = List(tasks) { CompletableDeferred<Int>() }
    completer.run { futures.forEach { it.complete(1) } }
    val all = futures.map { async { it.await() } }
    all.awaitAll().sum().toLong()
  }

  override fun cancelled(depth: Int, times: Int): Long = runBlocking {
    var done = 0L
    repeat(times) {
      val never = CompletableDeferred<Int>()
      val task = async { waitDeep(depth, never) }
      yield()
      task.cancel()
      try {
        task.await()
      } catch (expected: CancellationException) {
        done++
      }
    }
    done
  }

  private suspend fun waitDeep(depth: Int, never: CompletableDeferred<Int>): Int =
      if (depth == 1) never.await() + 0 else waitDeep(depth - 1, never) + 0

  override fun failed(depth: Int, times: Int): Long = runBlocking {
    var done = 0L
    repeat(times) {
      try {
        fail(depth)
      } catch (expected: IllegalStateException) {
        done++
      }
    }
    done
  }

  private suspend fun fail(depth: Int): Int {
    if (depth == 1) {
      yield()
      throw IllegalStateException("failed")
    }
    return fail(depth - 1) + 0
  }

  override fun suspended(tasks: Int, depth: Int, whileSuspended: Runnable): Long {
    val sum = IntArray(1)
    runBlocking {
      val gate = CompletableDeferred<Int>()
      repeat(tasks) { launch { hold(depth, sum, gate) } }
      yield()
      yield()
      whileSuspended.run()
      gate.complete(1)
    }
    return sum[0].toLong()
  }

  private suspend fun hold(depth: Int, sum: IntArray, gate: CompletableDeferred<Int>) {
    if (depth == 1) {
      val one = gate.await()
      sum[0] += one
    } else {
      hold(depth - 1, sum, gate)
      sum[0] += depth
    }
  }

  override fun close() = completer.close()
}

private object KotlinHere {
  suspend fun fibonacci(n: Int): Int =
      if (n < 2) n else KotlinThere.fibonacci(n - 1) + KotlinThere.fibonacci(n - 2)
}

private object KotlinThere {
  suspend fun fibonacci(n: Int): Int =
      if (n < 2) n else KotlinHere.fibonacci(n - 1) + KotlinHere.fibonacci(n - 2)
}

private interface KotlinNumbers {
  suspend fun fibonacci(numbers: KotlinNumbers, n: Int): Int
}

private class PlainKotlinNumbers : KotlinNumbers {
  override suspend fun fibonacci(numbers: KotlinNumbers, n: Int): Int =
      if (n < 2) n else numbers.fibonacci(numbers, n - 1) + numbers.fibonacci(numbers, n - 2)
}
