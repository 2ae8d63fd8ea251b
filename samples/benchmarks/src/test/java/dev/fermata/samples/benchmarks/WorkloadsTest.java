package dev.fermata.samples.benchmarks;

import static dev.fermata.Fermata.run;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.EventLoop;
import org.junit.jupiter.api.Test;

/** What is measured does what it says. */
class WorkloadsTest {
  @Test
  void yields_take_a_pass_of_the_loop_each() {
    EventLoop loop = EventLoop.create();
    assertEquals(0, loop.runUntilComplete(Workloads.yields(0)));
    long passesAround = loop.iteration();
    assertEquals(100, loop.runUntilComplete(Workloads.yields(100)));
    assertEquals(100, loop.iteration() - 2 * passesAround);
    loop.close();
  }

  @Test
  void yields_at_depth_1000_count_the_same() {
    assertEquals(100, run(Workloads.yieldsAtDepth(1000, 100)));
  }

  @Test
  void both_fibonacci_methods_give_the_number() {
    assertEquals(75_025, run(Workloads.fibonacci(25)));
    assertEquals(75_025, Workloads.plainFibonacci(25));
  }

  @Test
  void players_exchange_each_number_and_each_answer() {
    EventLoop loop = EventLoop.create();
    assertEquals(10 + 45, run(new Workloads.PingPong(loop, 10).play(), loop));
  }

  @Test
  void all_tasks_are_joined() {
    assertEquals(1000, run(Workloads.spawnAndJoin(1000)));
  }
}
