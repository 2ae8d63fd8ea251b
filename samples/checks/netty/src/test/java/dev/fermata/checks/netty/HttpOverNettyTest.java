package dev.fermata.checks.netty;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.toThread;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.sync.AsyncQueue;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Netty's HTTP codec, and tasks that serve and ask, in one thread. */
@Timeout(60)
class HttpOverNettyTest {
  private static final int LARGEST = 1 << 16;

  private final NettyPoller poller = new NettyPoller();
  private final EventLoop loop = EventLoop.create(poller);
  private final Set<Thread> threads = new HashSet<>();

  // ---------------------------------------------------------------- a server

  private Channel listen() {
    return new ServerBootstrap()
        .group(poller.netty())
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpServerCodec(), new HttpObjectAggregator(LARGEST))
                    .addLast(new Requests());
              }
            })
        .bind(InetAddress.getLoopbackAddress(), 0)
        .channel();
  }

  /** Has each request answered by a task. */
  private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      loop.createTask(answer(context.channel(), request.uri()));
    }
  }

  @Async
  private Coroutine<Void> answer(Channel channel, String uri) {
    threads.add(Thread.currentThread());
    String name = await(toThread(() -> uri.substring(1)));
    await(sleep(Duration.ofMillis(1)));
    byte[] body = ("hello " + name).getBytes(StandardCharsets.UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(body));
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    await(NettyPoller.future(channel.writeAndFlush(response)));
    threads.add(Thread.currentThread());
    return Coroutine.done();
  }

  // ---------------------------------------------------------------- a client

  @Async
  private Coroutine<List<String>> ask(SocketAddress address, List<String> names) {
    AsyncQueue<String> answers = new AsyncQueue<>();
    ChannelFuture connecting =
        new Bootstrap()
            .group(poller.netty())
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpClientCodec(), new HttpObjectAggregator(LARGEST))
                        .addLast(new Answers(answers));
                  }
                })
            .connect(address);
    await(NettyPoller.future(connecting));
    Channel channel = connecting.channel();
    List<String> received = new ArrayList<>();
    for (String name : names) {
      var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/" + name);
      await(NettyPoller.future(channel.writeAndFlush(request)));
      received.add(await(answers.get()));
    }
    await(NettyPoller.future(channel.close()));
    threads.add(Thread.currentThread());
    return Coroutine.of(received);
  }

  private static final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final AsyncQueue<String> answers;

    Answers(AsyncQueue<String> answers) {
      this.answers = answers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      answers.putNowait(response.content().toString(StandardCharsets.UTF_8));
    }
  }

  // ---------------------------------------------------------------- tests

  @Async
  private Coroutine<List<List<String>>> talk(int clients) {
    Channel server = listen();
    await(NettyPoller.future(server.newSucceededFuture()));
    while (server.localAddress() == null) {
      await(sleep(Duration.ofMillis(1)));
    }
    List<Coroutine<List<String>>> asking = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      asking.add(ask(server.localAddress(), List.of("a" + i, "b" + i, "c" + i)));
    }
    List<List<String>> answers = await(gather(asking));
    await(NettyPoller.future(server.close()));
    return Coroutine.of(answers);
  }

  @Test
  void tasksServeAndAskInTheThreadOfNettysChannels() {
    List<List<String>> answers = Fermata.run(talk(20), loop);
    poller.close();
    assertEquals(20, answers.size());
    for (int i = 0; i < answers.size(); i++) {
      assertEquals(List.of("hello a" + i, "hello b" + i, "hello c" + i), answers.get(i));
    }
    assertEquals(Set.of(Thread.currentThread()), threads);
  }

  @Async
  private Coroutine<String> refused() {
    Channel server = listen();
    while (server.localAddress() == null) {
      await(sleep(Duration.ofMillis(1)));
    }
    InetSocketAddress address = (InetSocketAddress) server.localAddress();
    await(NettyPoller.future(server.close()));
    try {
      await(ask(address, List.of("nobody")));
      return Coroutine.of("answered");
    } catch (Exception e) {
      return Coroutine.of(e.getClass().getName());
    }
  }

  @Test
  void aFailureOfNettyArrivesWhereItIsAwaited() {
    String error = Fermata.run(refused(), loop);
    poller.close();
    assertTrue(error.contains("ConnectException"), error);
  }

  @Async
  private Coroutine<Void> sleepLong() {
    await(sleep(Duration.ofHours(1)));
    return Coroutine.done();
  }

  @Async
  private Coroutine<Boolean> cancelled() {
    var task = createTask(sleepLong());
    await(sleep(Duration.ofMillis(1)));
    task.cancel();
    await(toThread(() -> null));
    return Coroutine.of(task.isCancelled());
  }

  @Test
  void theLoopItselfWorksAsEverBesideIt() {
    assertTrue(Fermata.run(cancelled(), loop));
    poller.close();
    assertThrows(IllegalStateException.class, () -> loop.callSoon(() -> {}));
  }
}
