package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.toThread;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import java.nio.file.Files;
import java.nio.file.Path;

/** Code that blocks its thread belongs into another thread than the event loop's. */
public final class S12Threads {
  private S12Threads() {}

  @Async
  static Coroutine<Void> main() throws Exception {
    Thread loop = Thread.currentThread();
    Path file = await(toThread(() -> Files.createTempFile("tour", ".txt")));
    try {
      await(toThread(() -> Files.writeString(file, "written elsewhere")));
      System.out.println("The file was " + await(toThread(() -> Files.readString(file))) + ".");
      boolean elsewhere = await(toThread(() -> Thread.currentThread() != loop));
      System.out.println("In another thread: " + elsewhere + ".");
      System.out.println("Back in the loop's: " + (Thread.currentThread() == loop) + ".");
    } finally {
      await(toThread(() -> Files.deleteIfExists(file)));
    }
    return Coroutine.done();
  }

  public static void main(String[] args) throws Exception {
    run(main());
  }
}
