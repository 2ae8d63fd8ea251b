package dev.fermata.samples.benchmarks.sockets;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Netty, with one event loop. A write that fails is seen by the client, which gets nothing back.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyServer extends ThreadServer {
  private static final int LONGEST_LINE = 65_536;

  private final EventLoopGroup group;
  private final Channel channel;

  private NettyServer(
      String name,
      IoHandlerFactory io,
      Class<? extends ServerChannel> type,
      Consumer<ChannelPipeline> handlers) {
    super(thread -> thread.startsWith(name + "-"));
    group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), io);
    channel =
        new ServerBootstrap()
            .group(group)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, 4_096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel child) {
                    handlers.accept(child.pipeline());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  static NettyServer nio(String name, Consumer<ChannelPipeline> handlers) {
    return new NettyServer(name, NioIoHandler.newFactory(), NioServerSocketChannel.class, handlers);
  }

  static NettyServer epoll(String name, Consumer<ChannelPipeline> handlers) {
    return new NettyServer(
        name, EpollIoHandler.newFactory(), EpollServerSocketChannel.class, handlers);
  }

  static void bytes(ChannelPipeline pipeline) {
    pipeline.addLast(new Echo(""));
  }

  static void lines(ChannelPipeline pipeline) {
    pipeline.addLast(
        new LineBasedFrameDecoder(LONGEST_LINE),
        new StringDecoder(),
        new StringEncoder(),
        new Echo("\n"));
  }

  static Consumer<ChannelPipeline> tls(SSLContext context) {
    return pipeline -> {
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(false);
      pipeline.addLast(new SslHandler(engine), new Echo(""));
    };
  }

  @Override
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    group.shutdownGracefully();
  }

  /** Writes back what is read, and flushes when there is no more for now. */
  @ChannelHandler.Sharable
  private static final class Echo extends ChannelInboundHandlerAdapter {
    private final String end;

    Echo(String end) {
      this.end = end;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.write(end.isEmpty() ? message : message + end, context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
