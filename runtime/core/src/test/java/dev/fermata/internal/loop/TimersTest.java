package dev.fermata.internal.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The order in which timers come out, and what becomes of cancelled ones. */
class TimersTest {
  private record Timer(long deadline, int number) {}

  private final Set<Object> cancelled = new HashSet<>();
  private final Timers timers = new Timers(cancelled::contains);
  private final List<Timer> added = new ArrayList<>();

  private void add(long deadline) {
    Timer timer = new Timer(deadline, added.size());
    added.add(timer);
    timers.add(deadline, timer);
  }

  private void cancel(Timer timer) {
    cancelled.add(timer);
    timers.noteCancellation();
  }

  private List<Object> drain() {
    List<Object> order = new ArrayList<>();
    for (timers.dropCancelled(); !timers.isEmpty(); timers.dropCancelled()) {
      order.add(timers.take());
    }
    return order;
  }

  private List<Object> expected() {
    return added.stream()
        .filter(timer -> !cancelled.contains(timer))
        .sorted(Comparator.comparingLong(Timer::deadline).thenComparingInt(Timer::number))
        .map(Object.class::cast)
        .toList();
  }

  @Test
  void equalDeadlinesComeOutInTheOrderOfInsertion() {
    for (int i = 0; i < 100; i++) {
      add(5);
    }
    assertEquals(List.copyOf(added), drain());
  }

  @Test
  void timersComeOutSortedWhateverIsCancelledMeanwhile() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      add(random.nextInt(50));
      if (random.nextInt(3) > 0) {
        cancel(added.get(random.nextInt(added.size())));
        timers.dropCancelled();
      }
    }
    assertEquals(expected(), drain());
  }

  @Test
  void theFirstDeadlineIsThatOfATimerThatIsNotCancelled() {
    add(1);
    add(2);
    add(3);
    cancel(added.get(0));
    cancel(added.get(1));
    timers.dropCancelled();
    assertEquals(3, timers.firstDeadline());
  }

  @Test
  void cancelledTimersAreSweptOutWhenTheyAreMoreThanHalf() {
    add(0);
    for (int i = 1; i <= 200; i++) {
      add(1000 - i);
    }
    added.subList(1, 103).forEach(this::cancel);
    timers.dropCancelled();
    cancelled.clear();
    assertEquals(99, drain().size());
  }

  @Test
  void aClearedHeapIsEmpty() {
    add(1);
    timers.clear();
    assertTrue(timers.isEmpty());
    add(2);
    assertEquals(2, timers.firstDeadline());
  }
}
