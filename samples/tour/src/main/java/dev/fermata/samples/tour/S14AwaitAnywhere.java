package dev.fermata.samples.tour;

import static dev.fermata.Fermata.async;
import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import java.time.Duration;
import java.util.stream.IntStream;

/** An await stands wherever an expression does. */
public final class S14AwaitAnywhere {
  private S14AwaitAnywhere() {}

  /** A resource; its {@code close} tells when a {@code try} statement leaves it. */
  private record Door(String name) implements AutoCloseable {
    @Override
    public void close() {
      System.out.println("closed the " + name + " door");
    }
  }

  @Async
  static <T> Coroutine<T> later(T value) {
    return sleep(Duration.ofSeconds(1), value);
  }

  @Async
  static Coroutine<Void> main() {
    int[] numbers = {await(later(1)), await(later(2)), await(later(3))};
    numbers[await(later(0))] += await(later(10)) * 4;
    System.out.println("sum: " + IntStream.of(numbers).sum());

    try (Door door = new Door(await(later("front")))) {
      System.out.println("opened the " + await(later(door.name())) + " door");
    }

    String size =
        switch (await(later(7)) % 5) {
          case 0 -> "none";
          case 1 -> "one";
          default -> await(later(true)) && !await(later(false)) ? "many" : "unknown";
        };
    System.out.println("size: " + size);

    Coroutine<String> lambda = async(() -> Coroutine.of("a lambda " + await(later("awaits too"))));
    System.out.println(await(lambda));
    return Coroutine.done();
  }

  public static void main(String[] args) {
    run(main());
  }
}
