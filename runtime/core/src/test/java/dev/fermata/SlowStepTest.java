package dev.fermata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.internal.observe.Watching;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What debug mode tells of steps that take too long. */
@Timeout(60)
class SlowStepTest {
  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final List<Map<String, Object>> reports = new ArrayList<>();

  @BeforeEach
  void debug() {
    loop.setDebug(true);
    loop.setExceptionHandler((where, context) -> reports.add(context));
  }

  private void stayUntilSeen() {
    while (!Watching.hasSeenStep(loop)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aSlowStepIsReportedWithTheStackOfTheLoopsThread() {
    loop.setSlowCallbackDuration(Duration.ofMillis(2));
    Task<Void> task =
        loop.createTask(
            Script.of(
                s -> {
                  stayUntilSeen();
                  return null;
                }),
            "slow");
    loop.runCurrent();
    loop.close();
    Map<String, Object> report = reports.get(0);
    String message = (String) report.get("message");
    assertTrue(message.matches("Executing Task\\[slow, pending\\] took \\d+ ms"), message);
    assertSame(task, report.get("task"));
    List<?> stack = (List<?>) report.get("stack");
    assertTrue(
        stack.stream().anyMatch(element -> element.toString().contains("stayUntilSeen")),
        stack::toString);
  }

  @Test
  void aQuickStepIsNotReported() {
    loop.setSlowCallbackDuration(Duration.ofHours(1));
    loop.callSoon(() -> {});
    loop.runCurrent();
    loop.close();
    assertEquals(List.of(), reports);
  }

  @Test
  void aLimitIsPositive() {
    assertThrows(IllegalArgumentException.class, () -> loop.setSlowCallbackDuration(Duration.ZERO));
  }
}
