package app;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.junit.AsyncTests.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.EventLoop;
import dev.fermata.Task;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OtherTest {
  @Test
  void takesAnHour() {
    runTest(
        () -> {
          Task<String> greeting = createTask(Hello.greet("test"));
          greeting.addDoneCallback(
              done ->
                  assertEquals(Duration.ofHours(1).toNanos(), EventLoop.running().time()));
          return greeting.toCoroutine();
        });
  }
}
