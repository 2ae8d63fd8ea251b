package dev.fermata.samples.benchmarks;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Task;

/** Two tasks that wake each other in turn. */
final class PingPong {
  private final EventLoop loop;
  private final int rounds;
  private Future<Integer> ping;
  private Future<Integer> pong;

  PingPong(EventLoop loop, int rounds) {
    this.loop = loop;
    this.rounds = rounds;
  }

  @Async
  Coroutine<Integer> play() {
    ping = loop.createFuture();
    Task<Integer> other = createTask(answer());
    int sum = 0;
    for (int i = 0; i < rounds; i++) {
      pong = loop.createFuture();
      ping.setResult(i);
      sum += await(pong);
    }
    return Coroutine.of(sum + await(other));
  }

  @Async
  private Coroutine<Integer> answer() {
    int sum = 0;
    for (int i = 0; i < rounds; i++) {
      sum += await(ping);
      ping = loop.createFuture();
      pong.setResult(1);
    }
    return Coroutine.of(sum);
  }
}
