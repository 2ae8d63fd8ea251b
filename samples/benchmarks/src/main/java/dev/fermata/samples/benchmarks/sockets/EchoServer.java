package dev.fermata.samples.benchmarks.sockets;

import java.io.IOException;

/** A server that sends back what it gets, in threads whose CPU time is known. */
interface EchoServer extends AutoCloseable {
  /** Where it listens, at the loopback address. */
  int port();

  /** The CPU time that its threads have taken so far, in nanoseconds. */
  long cpuNanos() throws IOException;

  @Override
  void close() throws IOException;
}
