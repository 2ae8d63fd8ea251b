package dev.fermata.samples.benchmarks.sockets;

import dev.fermata.net.TlsOptions;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;

/** The servers that take a kind of traffic on this machine, by their names. */
final class Servers {
  static final String FERMATA = "fermata";
  static final String ARRAYS = "fermata-arrays";

  private Servers() {}

  static Map<String, EchoServer> start(Traffic traffic) throws Exception {
    Map<String, EchoServer> servers = new LinkedHashMap<>();
    switch (traffic.kind()) {
      case BYTES -> bytes(servers, traffic == Traffic.MANY);
      case LINES -> {
        servers.put(FERMATA, new FermataServer(FERMATA, FermataServer::lines));
        servers.put("netty", NettyServer.nio("netty", NettyServer::lines));
      }
      case TLS -> {
        SSLContext context = Keys.context();
        servers.put(
            FERMATA, new FermataServer(FERMATA, FermataServer.tls(TlsOptions.server(context))));
        servers.put("netty", NettyServer.nio("netty", NettyServer.tls(context)));
      }
    }
    return servers;
  }

  private static void bytes(Map<String, EchoServer> servers, boolean isCrowd) throws IOException {
    servers.put(FERMATA, new FermataServer(FERMATA, FermataServer::buffers));
    servers.put("netty", NettyServer.nio("netty", NettyServer::bytes));
    servers.put("nio", new NioServer("nio"));
    if (isCrowd) {
      // With both ends in one process, more would ask for too many descriptors.
      return;
    }
    servers.put(ARRAYS, new FermataServer(ARRAYS, FermataServer::arrays));
    if (Epoll.isAvailable()) {
      servers.put("netty-epoll", NettyServer.epoll("netty-epoll", NettyServer::bytes));
    }
    Optional<ThreadFactory> virtual = virtualThreads();
    if (virtual.isPresent()) {
      servers.put("virtual", new VirtualServer(virtual.get()));
    }
    Optional<String> python = AsyncioServer.python();
    if (python.isPresent()) {
      servers.put("asyncio", new AsyncioServer(python.get()));
    }
  }

  /** What makes virtual threads, in JDK 21 and later. */
  private static Optional<ThreadFactory> virtualThreads() {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      return Optional.of(
          (ThreadFactory)
              Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }
}
