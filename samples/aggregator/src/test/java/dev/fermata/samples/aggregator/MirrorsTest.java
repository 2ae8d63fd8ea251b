package dev.fermata.samples.aggregator;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which mirror is taken, on a virtual clock that an extension of Jupiter hands to each test. */
@ExtendWith(VirtualLoop.Extension.class)
class MirrorsTest {
  /** A mirror that answers after so many seconds; the one called 2 has no page. */
  @Async
  private static Coroutine<Page> fetch(String seconds, VirtualLoop loop) throws IOException {
    loop.log("ask " + seconds);
    try {
      await(sleep(Duration.ofSeconds(Integer.parseInt(seconds))));
    } catch (CancelledError e) {
      loop.log("cancel " + seconds);
      throw e;
    }
    if (seconds.equals("2")) {
      throw new IOException("no page");
    }
    return Coroutine.of(new Page("page " + seconds, List.of()));
  }

  @Test
  void fastest_mirror_wins_and_the_requests_to_the_others_are_cancelled(VirtualLoop loop) {
    Mirrors mirrors = new Mirrors(seconds -> fetch(seconds, loop));
    loop.runs(
        () -> {
          loop.log(await(mirrors.fastest(List.of("5", "1", "9"))).title());
          return Coroutine.done();
        });
    assertEquals(
        List.of("0 ask 5", "0 ask 1", "0 ask 9", "1 cancel 5", "1 cancel 9", "1 page 1"),
        loop.events());
  }

  @Test
  void failure_of_the_fastest_mirror_is_the_failure_of_all(VirtualLoop loop) {
    Mirrors mirrors = new Mirrors(seconds -> fetch(seconds, loop));
    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                loop.runs(
                    () -> {
                      await(mirrors.fastest(List.of("5", "2")));
                      return Coroutine.done();
                    }));
    assertEquals("no page", failure.getMessage());
    assertEquals(List.of("0 ask 5", "0 ask 2", "2 cancel 5"), loop.events());
  }
}
