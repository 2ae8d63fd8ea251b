package dev.fermata.samples.tour;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.AsyncGenerator;
import dev.fermata.Coroutine;
import java.time.Duration;
import java.util.List;

/** A generator: it fetches the next page when somebody asks for what stands on it. */
public final class S13Generator {
  private S13Generator() {}

  @Async
  static Coroutine<List<String>> page(int number) {
    System.out.println("Fetching page " + number + ".");
    await(sleep(Duration.ofSeconds(1)));
    return Coroutine.of(List.of("line " + (2 * number - 1), "line " + 2 * number));
  }

  static AsyncGenerator<String> lines() {
    return AsyncGenerator.of(
        out -> {
          try {
            for (int number = 1; ; number++) {
              for (String line : await(page(number))) {
                await(out.emit(line));
              }
            }
          } finally {
            System.out.println("No more pages are needed.");
          }
        });
  }

  @Async
  static Coroutine<Void> main() {
    AsyncGenerator<String> lines = lines();
    for (int i = 0; i < 3 && await(lines.advance()); i++) {
      System.out.println("Got " + lines.current() + ".");
    }
    await(lines.close());
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
