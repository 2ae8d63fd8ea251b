package dev.fermata;

import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Trace.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Futures that are gathered or waited for: what asyncio's cases do not show. */
class GatherTest {
  private final Trace trace = new Trace();

  @Test
  void aGatherOfDoneFuturesIsDoneAtOnce() {
    Future<String> done = trace.loop.createFuture();
    done.setResult(null);
    Future<List<String>> gathered = gather(done, done);
    assertEquals(Arrays.asList(null, null), gathered.result());
    trace.loop.close();
  }

  @Test
  void aFailureThatIsThereAlreadyFailsTheGatherAtOnce() {
    Future<String> pending = trace.loop.createFuture();
    Future<String> failed = trace.loop.createFuture();
    Throwable error = new IllegalArgumentException("early");
    failed.setException(error);
    assertSame(error, gather(pending, failed).exception());
    assertFalse(pending.isDone());
    trace.loop.close();
  }

  @Test
  void aCoroutineGivenTwiceIsRunOnceAndOneThatWasUsedIsRefused() {
    Coroutine<String> twice = ending("twice", 1);
    trace.run(
        s -> s.await(gather(twice, twice)),
        s -> {
          trace.log(s.result());
          assertThrows(IllegalStateException.class, () -> gather(twice));
          return null;
        });
    trace.prints(
        """
        4@1 twice done
        6@1 [twice, twice]
        """);
  }

  @Test
  void anotherAwaitableGivenTwiceIsAskedForOneCoroutine() {
    List<String> asked = new ArrayList<>();
    Awaitable<String> users =
        () -> {
          asked.add("asked");
          return ending("u", 1);
        };
    trace.run(s -> s.await(gather(users, users)), s -> s.result());
    assertEquals(List.of("asked"), asked);
  }

  @Test
  void waitingForAFutureOfAnotherLoopIsRefused() {
    VirtualEventLoop other = EventLoop.createVirtual();
    Future<String> foreign = other.createFuture();
    trace.run(trace.outcome("wait", waitAll(List.of(foreign))));
    trace.prints(
        """
        1 wait raised IllegalArgumentException(Future belongs to another event loop: await its toCompletableFuture(), or have that loop run a coroutine by submit)
        """);
    other.close();
  }

  @Test
  void futuresOfDifferentLoopsAreRefused() {
    VirtualEventLoop other = EventLoop.createVirtual();
    Future<String> here = trace.loop.createFuture();
    Future<String> there = other.createFuture();
    assertThrows(IllegalArgumentException.class, () -> gather(here, there));
    assertTrue(gather(there).cancel());
    other.close();
  }

  private Coroutine<String> ending(String name, double seconds) {
    return Script.of(
        s -> s.await(sleep(seconds)),
        s -> {
          trace.log(name, "done");
          return name;
        });
  }
}
