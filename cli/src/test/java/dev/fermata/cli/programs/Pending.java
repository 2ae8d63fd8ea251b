package dev.fermata.cli.programs;

import dev.fermata.EventLoop;
import dev.fermata.net.Listener;
import dev.fermata.net.Net;
import dev.fermata.process.Signals;
import dev.fermata.process.Subprocess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A program whose tasks wait for a socket, a process and a signal, until its input ends. */
public final class Pending {
  private Pending() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    EventLoop loop = EventLoop.create();
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    loop.createTask(Net.listen(anyPort))
        .addDoneCallback(listening -> accept(loop, listening.result()));
    loop.createTask(Subprocess.start(new ProcessBuilder("cat")))
        .addDoneCallback(started -> await(loop, started.result()));
    Thread thread = new Thread(loop::runForever, "looper");
    thread.setDaemon(true);
    thread.start();
    System.in.readAllBytes();
  }

  private static void accept(EventLoop loop, Listener listener) {
    try {
      loop.createTask(listener.accept(), "server");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(EventLoop loop, Subprocess process) {
    loop.createTask(process.waitFor(), "parent");
    loop.createTask(Signals.of("HUP").advance(), "keeper");
    loop.callSoon(() -> System.out.println("running"));
  }
}
