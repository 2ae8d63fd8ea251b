package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.ExceptionGroup;
import dev.fermata.TaskGroup;
import java.io.IOException;
import java.time.Duration;

/** A group of tasks, none of which outlives it: where one fails, the others are cancelled. */
public final class S09TaskGroup {
  private S09TaskGroup() {}

  @Async
  static Coroutine<Void> download(String file, Duration duration) throws IOException {
    try {
      await(sleep(duration));
    } catch (CancelledError e) {
      System.out.println(file + ": cancelled.");
      throw e;
    }
    if (file.endsWith(".broken")) {
      throw new IOException(file + " can't be read");
    }
    System.out.println(file + ": complete.");
    return Coroutine.done();
  }

  @Async
  static Coroutine<Void> main() {
    try {
      await(
          TaskGroup.open(
              group -> {
                group.createTask(download("first.txt", Duration.ofSeconds(1)));
                group.createTask(download("second.broken", Duration.ofSeconds(2)));
                group.createTask(download("third.txt", Duration.ofSeconds(3)));
                System.out.println("Three downloads are on their way.");
                return Coroutine.done();
              }));
    } catch (ExceptionGroup e) {
      e.exceptions().forEach(failure -> System.out.println("Failed: " + failure.getMessage()));
    }
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
