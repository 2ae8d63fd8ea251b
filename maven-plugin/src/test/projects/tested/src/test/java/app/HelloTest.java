package app;

import static dev.fermata.Fermata.await;
import static dev.fermata.junit.AsyncTests.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.Coroutine;
import org.junit.jupiter.api.Test;

class HelloTest {
  @Test
  void greets() {
    runTest(
        () -> {
          assertEquals("hello test", await(Hello.greet("test")));
          return Coroutine.done();
        });
  }
}
