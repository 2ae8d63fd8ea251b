package dev.fermata.samples.benchmarks.sockets;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The streams of asyncio, in a process of their own. */
final class AsyncioServer implements EchoServer {
  private static final String PROGRAM =
      """
      import asyncio, sys
      async def echo(reader, writer):
          while data := await reader.read(65536):
              writer.write(data)
              await writer.drain()
          writer.close()
      async def main():
          server = await asyncio.start_server(echo, '127.0.0.1', 0, backlog=4096)
          print(server.sockets[0].getsockname()[1], flush=True)
          await asyncio.to_thread(sys.stdin.read)
      asyncio.run(main())
      """;

  private final Process process;
  private final int port;

  AsyncioServer(String python) throws IOException {
    process = new ProcessBuilder(python, "-c", PROGRAM).start();
    try (BufferedReader lines = process.inputReader()) {
      port = Integer.parseInt(lines.readLine());
    }
  }

  /** The command of a Python that has asyncio and runs here, if there is one. */
  static Optional<String> python() {
    return Stream.of(System.getenv("FERMATA_PYTHON"), "python3.13", "python3.14", "python3")
        .filter(Objects::nonNull)
        .filter(AsyncioServer::works)
        .findFirst();
  }

  private static boolean works(String command) {
    try {
      return new ProcessBuilder(command, "-c", "import asyncio").start().waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public long cpuNanos() throws IOException {
    Path schedule = Path.of("/proc/" + process.pid() + "/schedstat");
    if (Files.isReadable(schedule)) {
      String times = Files.readString(schedule);
      return Long.parseLong(times.substring(0, times.indexOf(' ')));
    }
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
