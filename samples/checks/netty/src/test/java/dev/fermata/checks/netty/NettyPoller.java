package dev.fermata.checks.netty;

import dev.fermata.EventLoop;
import dev.fermata.Future;
import dev.fermata.Poller;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;

/**
 * Netty behind a loop: its channels and timers run in the loop's thread, between the loop's tasks.
 * There is no other thread, and so a handler of Netty calls the loop directly.
 */
final class NettyPoller implements Poller {
  private final ManualIoEventLoop netty = new ManualIoEventLoop(null, NioIoHandler.newFactory());

  private boolean owned;

  /** The loop of Netty, for its bootstraps. */
  io.netty.channel.EventLoop netty() {
    return netty;
  }

  @Override
  public void poll(long nanos) {
    own();
    if (nanos <= 0) {
      netty.runNow();
    } else {
      netty.run(nanos);
    }
  }

  @Override
  public void wakeUp() {
    netty.wakeup();
  }

  /** The thread is known when the loop runs. */
  private void own() {
    if (!owned) {
      owned = true;
      netty.setOwningThread(Thread.currentThread());
    }
  }

  /** A future of the running loop that follows one of Netty. */
  static <T> Future<T> future(io.netty.util.concurrent.Future<T> followed) {
    Future<T> future = EventLoop.running().createFuture();
    followed.addListener(
        done -> {
          if (future.isDone()) {
            return;
          }
          if (done.isSuccess()) {
            future.setResult(followed.getNow());
          } else {
            future.setException(done.cause());
          }
        });
    return future;
  }

  /** Ends Netty when the loop is over. */
  void close() {
    var unused = netty.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    while (!netty.isTerminated()) {
      netty.run(1_000_000);
    }
  }
}
