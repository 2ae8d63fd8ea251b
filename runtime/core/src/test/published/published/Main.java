package published;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.yieldNow;

import dev.fermata.Async;
import dev.fermata.AsyncBody;
import dev.fermata.AsyncGenerator;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Uses all of the runtime interface that javac's code of asynchronous methods leads to. */
public final class Main {
  private final List<String> lines = new ArrayList<>();

  private Main() {}

  /** What the program tells; the same with every release that accepts it. */
  public static Coroutine<List<String>> main() throws Exception {
    return new Main().run();
  }

  @Async
  private Coroutine<List<String>> run() throws Exception {
    log("calls " + await(Library.price("pen")) + " " + await(sum(1, 2L, 3f, 4d, 'a')));
    log("operands " + (await(number(1)) + 10 * await(number(2)) + "" + await(number(3))));
    log("instance " + await(new Library().describe("pen")));
    await(failures());
    await(cancellation());
    await(lambdas());
    await(generator());
    log("large " + await(large(1)));
    CompletableFuture<Long> first = new CompletableFuture<>();
    CompletableFuture<Long> product = Library.later(first, 3);
    first.complete(14L);
    log("future " + await(product));
    log("gather " + await(gather(number(4), number(5))));
    log("monitors " + await(afterMonitor()));
    return Coroutine.of(lines);
  }

  private void log(String line) {
    lines.add(line);
  }

  @Async
  private static Coroutine<Integer> number(int value) {
    await(yieldNow());
    return Coroutine.of(value);
  }

  @Async
  private static Coroutine<Double> sum(int a, long b, float c, double d, char e) {
    boolean added = false;
    byte small = 5;
    short more = 6;
    await(yieldNow());
    added = await(number(1)) == 1;
    return Coroutine.of(a + b + c + d + e + small + more + (added ? 1 : 0));
  }

  @Async
  private Coroutine<Void> failures() {
    try {
      await(new Library().describe(null));
    } catch (IOException e) {
      log("caught " + e.getMessage());
    } catch (Exception e) {
      log("other " + e);
    } finally {
      log("finally " + await(number(6)));
    }
    return Coroutine.done();
  }

  @Async
  private Coroutine<Void> cancellation() {
    Task<Void> sleeper = createTask(sleepLong());
    await(yieldNow());
    sleeper.cancel("enough");
    try {
      await(sleeper);
    } catch (CancelledError e) {
      log("cancelled " + e.message());
    }
    return Coroutine.done();
  }

  @Async
  private Coroutine<Void> sleepLong() {
    try {
      await(sleep(Duration.ofDays(365)));
    } finally {
      await(yieldNow());
      log("cleaned up");
    }
    return Coroutine.done();
  }

  @Async
  private Coroutine<Void> lambdas() throws Exception {
    String captured = "captured";
    Function<Integer, Coroutine<String>> function =
        n -> Coroutine.of(captured + await(number(n)) + lines.size());
    AsyncBody<String> body = () -> Coroutine.of(await(function.apply(7)));
    log("lambda " + await(body.start()));
    return Coroutine.done();
  }

  @Async
  private Coroutine<Void> generator() {
    AsyncGenerator<Integer> numbers =
        AsyncGenerator.of(
            out -> {
              for (int i = 0; i < 3; i++) {
                await(out.emit(await(number(i))));
              }
              return Coroutine.done();
            });
    StringBuilder text = new StringBuilder();
    while (await(numbers.advance())) {
      text.append(numbers.current());
    }
    log("generator " + text);
    return Coroutine.done();
  }

  @Async
  private static Coroutine<Long> large(int seed) {
    int a = seed + 1;
    int b = a + 1;
    long c = b + 1;
    long d = c + 1;
    double e = d + 1;
    float f = (float) e + 1;
    String g = "" + f;
    Integer h = a + b;
    int[] i = {a, b};
    List<Integer> j = new ArrayList<>(List.of(a, b));
    Object k = g;
    for (int turn = 0; turn < 3; turn++) {
      await(yieldNow());
      j.add(turn);
    }
    return Coroutine.of(
        a + b + c + d + (long) e + (long) f + g.length() + h + i[1] + j.size() + k.hashCode() % 7);
  }

  @Async
  private Coroutine<Integer> afterMonitor() {
    int sum = 0;
    for (int i = 0; i < 2; i++) {
      synchronized (lines) {
        sum += lines.size() > 0 ? i : -1;
      }
      sum += await(number(i));
    }
    return Coroutine.of(sum);
  }
}
