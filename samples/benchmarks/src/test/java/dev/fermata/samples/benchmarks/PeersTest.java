package dev.fermata.samples.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each peer does the whole work that it is measured by. */
@ParameterizedClass
@MethodSource("names")
@Timeout(30)
class PeersTest {
  @Parameter String name;
  private Peer peer;

  static List<String> names() {
    return Peers.names();
  }

  @BeforeEach
  void open() {
    peer = Peers.open(name);
  }

  @AfterEach
  void close() {
    peer.close();
  }

  @Test
  void yields_are_counted() {
    assertEquals(100, peer.yields(100));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 1000})
  void yields_at_a_depth_are_counted(int depth) {
    assertEquals(300, peer.yieldsInTurn(3, depth, 100));
  }

  @Test
  void every_method_that_is_entered_is_left() {
    assertEquals(500, peer.enterAndLeave(10, 50));
  }

  @Test
  void players_exchange_each_number_and_each_answer() {
    assertEquals(45 + 10, peer.pingPong(10));
  }

  @Test
  void all_fibonacci_methods_give_the_number() {
    assertEquals(610, peer.fibonacci(15));
    assertEquals(610, peer.fibonacciAcross(15));
    assertEquals(610, peer.fibonacciVirtual(15));
  }

  @Test
  void elements_are_added_up() {
    assertEquals(4950, peer.sum(IntStream.range(0, 100).toArray()));
  }

  @Test
  void all_tasks_are_joined() {
    assertEquals(1000, peer.spawnAndJoin(1000));
  }

  @Test
  void results_of_all_children_are_gathered() {
    assertEquals(3 * 4950, peer.gather(100, 3));
  }

  @Test
  void nothing_takes_longer_than_its_limit() {
    assertEquals(100, peer.waitFor(100));
  }

  @Test
  void timers_are_cancelled_and_fired() {
    assertEquals(200, peer.timersCancelled(200));
    assertEquals(200, peer.timersFired(200));
  }

  @Test
  void what_another_thread_completes_is_received() {
    assertEquals(1000, peer.completedByThread(1000));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void all_cancellations_and_errors_arrive(int depth) {
    assertEquals(20, peer.cancelled(depth, 20));
    assertEquals(20, peer.failed(depth, 20));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void suspended_tasks_go_on_after_they_were_looked_at(int depth) {
    AtomicInteger looks = new AtomicInteger();
    assertEquals(
        50L * IntStream.rangeClosed(1, depth).sum(),
        peer.suspended(50, depth, looks::incrementAndGet));
    assertEquals(1, looks.get());
  }
}
