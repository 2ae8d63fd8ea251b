package dev.fermata.samples.benchmarks;

import dev.fermata.EventLoop;

/** The work in Fermata's coroutines. */
final class FermataPeer implements Peer {
  private final EventLoop loop = EventLoop.create();
  private final Completer completer = new Completer();
  private final Numbers numbers = new Fibonacci();

  @Override
  public long yields(int times) {
    return loop.runUntilComplete(Switches.yields(times));
  }

  @Override
  public long yieldsInTurn(int tasks, int depth, int times) {
    return loop.runUntilComplete(Switches.yieldsInTurn(tasks, depth, times));
  }

  @Override
  public long pingPong(int rounds) {
    return loop.runUntilComplete(new PingPong(loop, rounds).play());
  }

  @Override
  public long fibonacci(int n) {
    return loop.runUntilComplete(Fibonacci.here(n));
  }

  @Override
  public long fibonacciAcross(int n) {
    return loop.runUntilComplete(Across.fibonacci(n));
  }

  @Override
  public long fibonacciVirtual(int n) {
    return loop.runUntilComplete(numbers.virtual(numbers, n));
  }

  @Override
  public long sum(int[] values) {
    return loop.runUntilComplete(Switches.sum(values));
  }

  @Override
  public long enterAndLeave(int depth, int times) {
    return loop.runUntilComplete(Switches.enterAndLeave(depth, times));
  }

  @Override
  public long spawnAndJoin(int tasks) {
    return loop.runUntilComplete(Crowds.spawnAndJoin(tasks));
  }

  @Override
  public long gather(int children, int times) {
    return loop.runUntilComplete(Crowds.gatherAll(children, times));
  }

  @Override
  public long waitFor(int tasks) {
    return loop.runUntilComplete(Crowds.waitForAll(tasks));
  }

  @Override
  public long timersCancelled(int timers) {
    return loop.runUntilComplete(Crowds.timersCancelled(loop, timers));
  }

  @Override
  public long timersFired(int timers) {
    return loop.runUntilComplete(Crowds.timersFired(loop, timers));
  }

  @Override
  public long completedByThread(int tasks) {
    return loop.runUntilComplete(Crowds.completedByThread(tasks, completer));
  }

  @Override
  public long cancelled(int depth, int times) {
    return loop.runUntilComplete(Ends.cancelled(loop, depth, times));
  }

  @Override
  public long failed(int depth, int times) {
    return loop.runUntilComplete(Ends.failed(depth, times));
  }

  @Override
  public long suspended(int tasks, int depth, Runnable whileSuspended) {
    return loop.runUntilComplete(Held.run(loop, tasks, depth, whileSuspended));
  }

  @Override
  public void close() {
    completer.close();
    loop.close();
  }
}
