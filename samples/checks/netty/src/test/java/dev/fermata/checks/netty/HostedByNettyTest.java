package dev.fermata.checks.netty;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.LoopHost;
import dev.fermata.Task;
import dev.fermata.net.Connection;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop in a thread of Netty. */
@Timeout(60)
class HostedByNettyTest {
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  private final io.netty.channel.EventLoop netty = group.next();
  private final NettyHost host = new NettyHost(netty);
  private final Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());

  /** A thread of Netty, with its timers. */
  record NettyHost(io.netty.channel.EventLoop loop) implements LoopHost {
    @Override
    public void execute(Runnable turn) {
      loop.execute(turn);
    }

    @Override
    public void schedule(Runnable alarm, long nanos) {
      var unused = loop.schedule(alarm, nanos, TimeUnit.NANOSECONDS);
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    var unused = group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    assertTrue(group.awaitTermination(30, TimeUnit.SECONDS));
  }

  @Async
  private Coroutine<Integer> awaitMany(int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += await(CompletableFuture.supplyAsync(() -> 1));
      threads.add(Thread.currentThread());
    }
    await(sleep(Duration.ofMillis(2)));
    threads.add(Thread.currentThread());
    return Coroutine.of(sum);
  }

  @Test
  void futuresOfOtherThreadsAndTimersAreAwaitedInNettysThread() {
    assertEquals(2_000, EventLoop.runHosted(host, () -> awaitMany(2_000)).join());
    assertEquals(1, threads.size());
    assertTrue(netty.inEventLoop(threads.iterator().next()));
  }

  @Async
  private Coroutine<Integer> echo(int messages) throws IOException {
    Listener listener =
        await(Net.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    Task<Void> serving = createTask(listener.serve(this::serve));
    Connection client = await(Net.connect(listener.localAddress()));
    int received = 0;
    for (int i = 0; i < messages; i++) {
      await(client.write(new byte[] {1, 2, 3}));
      received += await(client.read(3)).length;
      threads.add(Thread.currentThread());
    }
    client.close();
    listener.close();
    await(serving);
    return Coroutine.of(received);
  }

  @Async
  private Coroutine<Void> serve(Connection connection) throws IOException {
    byte[] bytes = await(connection.read(100));
    while (bytes.length > 0) {
      await(connection.write(bytes));
      threads.add(Thread.currentThread());
      bytes = await(connection.read(100));
    }
    return Coroutine.done();
  }

  @Test
  void socketsOfTheLoopTalkInNettysThread() {
    assertTrue(EventLoop.runHosted(host, () -> echo(200)).join() >= 600 - 2);
    assertEquals(1, threads.size());
    assertTrue(netty.inEventLoop(threads.iterator().next()));
  }

  @Async
  private Coroutine<String> follow(io.netty.util.concurrent.Promise<String> promise) {
    return Coroutine.of(await(NettyPoller.future(promise)));
  }

  @Test
  @DisplayName("io 26: Netty's own code between two turns completes a future of the loop")
  void callsBetweenTurns() throws Exception {
    io.netty.util.concurrent.Promise<String> promise = netty.newPromise();
    CompletableFuture<String> result = EventLoop.runHosted(host, () -> follow(promise));
    netty.submit(() -> assertThrows(IllegalStateException.class, EventLoop::running)).get();
    promise.setSuccess("done by Netty");
    assertEquals("done by Netty", result.get());
  }

  @Async
  private Coroutine<String> hang(CompletableFuture<String> stage, List<String> lines) {
    try {
      return Coroutine.of(await(stage));
    } finally {
      lines.add("cleaned up");
    }
  }

  @Test
  @DisplayName("io 25: Netty ends first: the tasks are cancelled, and the future tells why")
  void nettyEnds() throws Exception {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<String> stage = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> result =
        EventLoop.runHosted(
            host,
            () -> {
              begun.countDown();
              return hang(stage, lines);
            });
    begun.await();
    end();
    stage.complete("too late");
    Throwable error = assertThrows(CompletionException.class, result::join).getCause();
    assertTrue(error.getMessage().contains("has ended before it"), error::toString);
    assertInstanceOf(RejectedExecutionException.class, error.getCause());
    assertEquals(List.of("cleaned up"), lines);
  }

  @Test
  void otherThreadsAreRefusedAndACancelEndsIt() throws Exception {
    List<EventLoop> loops = Collections.synchronizedList(new ArrayList<>());
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> result =
        EventLoop.runHosted(
            host,
            () -> {
              loops.add(EventLoop.running());
              begun.countDown();
              return hang(new CompletableFuture<>(), lines);
            });
    begun.await();
    assertThrows(IllegalStateException.class, () -> loops.get(0).callSoon(() -> {}));
    assertThrows(IllegalStateException.class, loops.get(0)::close);
    result.cancel(false);
    while (!loops.get(0).isClosed()) {
      Thread.onSpinWait();
    }
    assertEquals(List.of("cleaned up"), lines);
  }
}
