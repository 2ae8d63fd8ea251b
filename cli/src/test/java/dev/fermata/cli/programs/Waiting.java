package dev.fermata.cli.programs;

import dev.fermata.EventLoop;

/** A program in which one task waits for another one, until its standard input ends. */
public final class Waiting {
  private Waiting() {}

  /** With the argument "without" it waits without a loop. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      EventLoop loop = EventLoop.create();
      var ann = loop.createTask(loop.createFuture().toCoroutine(), "ann");
      loop.createTask(ann.toCoroutine(), "bob");
      loop.callSoon(() -> System.out.println("running"));
      Thread thread = new Thread(loop::runForever, "looper");
      thread.setDaemon(true);
      thread.start();
    } else {
      System.out.println("running");
    }
    System.in.readAllBytes();
  }
}
