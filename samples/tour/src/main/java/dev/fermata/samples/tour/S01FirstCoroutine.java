package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import java.time.Duration;

/** A first coroutine, which waits without blocking its thread. */
public final class S01FirstCoroutine {
  private S01FirstCoroutine() {}

  @Async
  static Coroutine<Void> work(String name) {
    System.out.println(clock() + " Coroutine '" + name + "' started.");
    await(sleep(Duration.ofSeconds(2)));
    System.out.println(clock() + " Coroutine '" + name + "' resumed and finished.");
    return Coroutine.done();
  }

  @Async
  static Coroutine<Void> main() {
    System.out.println("Program starting...");
    await(work("First Task"));
    System.out.println("Program finished.");
    return Coroutine.done();
  }

  /** The seconds since the event loop was made. */
  private static String clock() {
    return String.format("[%02d]", Duration.ofNanos(EventLoop.running().time()).toSeconds());
  }

  public static void main(String[] args) {
    // main() alone runs nothing of its body: it makes the coroutine, which run() runs.
    run(main());
  }
}
