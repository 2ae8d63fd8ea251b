package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** In which pass a loop runs what is queued: what asyncio's cases do not show. */
class LoopOrderTest {
  private final Trace trace = new Trace();
  private final VirtualEventLoop loop = trace.loop;

  private Runnable logs(Object... words) {
    return () -> trace.log(words);
  }

  private Coroutine<Void> job(Object... words) {
    return Script.of(
        s -> {
          trace.log(words);
          return null;
        });
  }

  @Test
  void aTaskThatIsAloneTakesOneTurnInEachPassAndGivesWayToAllElse() {
    Task<?>[] alone = new Task<?>[1];
    alone[0] =
        loop.createTask(
            Script.of(
                s -> turn(s, "first", () -> {}),
                s -> turn(s, "second", () -> {}),
                s -> turn(s, "third", () -> loop.callSoonThreadsafe(logs("from outside"))),
                s -> turn(s, "fourth", () -> loop.callSoon(logs("soon"))),
                s -> turn(s, "fifth", () -> loop.callLater(Duration.ZERO, logs("timer"))),
                s -> turn(s, "sixth", () -> createTask(job("other task"))),
                s -> turn(s, "seventh", () -> alone[0].setName("named")),
                s -> turn(s, "eighth", () -> alone[0].cancel("stop")),
                s -> {
                  trace.log("thrown", s.error());
                  return null;
                }));
    trace.run(s -> s.await(alone[0]), s -> null);
    trace.prints(
        """
        1 first
        2 second
        3 third
        4 from outside
        4 fourth
        5 soon
        5 fifth
        6 sixth
        6 timer
        7 other task
        7 seventh
        8 eighth
        9 thrown CancelledError(stop)
        """);
  }

  private Object turn(Script script, String name, Runnable does) {
    trace.log(name);
    does.run();
    return script.tryAwait(yieldNow());
  }

  @Test
  void stopEndsTheRunBetweenTwoTurnsOfATaskThatIsAlone() {
    loop.createTask(
        Script.of(
            s -> turn(s, "first", () -> {}),
            s -> turn(s, "second", loop::stop),
            s -> turn(s, "third", () -> {}),
            s -> turn(s, "fourth", loop::stop),
            s -> null));
    loop.runForever();
    trace.log("stopped");
    loop.runForever();
    trace.prints(
        """
        1 first
        2 second
        2 stopped
        3 third
        4 fourth
        """);
  }

  @Test
  void aFutureThatFailsWithAVirtualMachineErrorEndsTheRun() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    Future<String> future = loop.createFuture();
    Error error = new OutOfMemoryError("pretended");
    loop.callSoon(() -> future.setException(error));
    assertSame(error, assertThrows(Error.class, () -> loop.runUntilComplete(future)));
    loop.close();
  }

  @Test
  void aRunThatAnErrorHasEndedAtItsLastPassDoesNotStopTheNext() {
    VirtualEventLoop loop = EventLoop.createVirtual();
    Future<String> future = loop.createFuture();
    loop.callSoon(() -> future.setResult("v"));
    loop.callSoon(
        () -> {
          throw new OutOfMemoryError("pretended");
        });
    assertThrows(OutOfMemoryError.class, () -> loop.runUntilComplete(future));
    assertEquals("w", loop.runUntilComplete(Fermata.sleep(Duration.ofSeconds(1), "w")));
    loop.close();
  }

  /** As in asyncio, where no wait is longer than 24 hours. */
  @Test
  void aLongerSleepThanADayTakesAPassPerDay() {
    loop.runUntilComplete(Fermata.sleep(Duration.ofDays(3)));
    assertEquals(6, loop.iteration());
  }

  @Test
  void theLongestDurationDoesNotOverflow() {
    TimerHandle timer = loop.callLater(Duration.ofSeconds(Long.MAX_VALUE), logs("never"));
    assertEquals(Long.MAX_VALUE - 1, timer.when());
  }
}
