package dev.fermata.checks.junit;

import static dev.fermata.Fermata.*;
import static dev.fermata.junit.AsyncTests.*;
import static org.junit.jupiter.api.Assertions.*;

import dev.fermata.*;
import dev.fermata.junit.FermataTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@FermataTest
public class KitchenTest {
  @Test
  void cooks_side_by_side() {
    runTest(
        () -> {
          Task<String> potatoes = createTask(Kitchen.cook("potatoes"));
          assertEquals("egg at 1970-01-01T00:05:00Z", await(Kitchen.cook("egg")));
          assertEquals("potatoes at 1970-01-01T00:20:00Z", await(potatoes));
          return Coroutine.done();
        });
  }

  @Test
  void is_not_done_before_its_time(VirtualEventLoop loop) {
    Task<String> egg = loop.createTask(Kitchen.cook("egg"));
    loop.advanceBy(Duration.ofMinutes(4));
    assertFalse(egg.isDone());
    loop.advanceBy(Duration.ofMinutes(1));
    assertEquals("egg at 1970-01-01T00:05:00Z", egg.result());
  }

  @Test
  void waits_for_a_real_thread() {
    runTest(
        () -> {
          assertEquals("recipe of soup", await(inRealTime(Kitchen.recipe("soup"))));
          return Coroutine.done();
        });
  }
}
