package dev.fermata.junit;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.junit.AsyncTests.runTest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.VirtualEventLoop;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** What {@code @FermataTest} does for the tests of a class. */
class FermataTestTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** The outcomes of the tests of a class: name, status, and the message of what was thrown. */
  private static List<String> outcomes(Class<?> type) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(type))
        .execute()
        .allEvents()
        .finished()
        .filter(event -> event.getTestDescriptor().getParent().isPresent())
        .map(FermataTestTest::outcome)
        .filter(line -> !line.endsWith("Case: SUCCESSFUL"))
        .toList();
  }

  private static String outcome(Event event) {
    TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
    String thrown = result.getThrowable().map(error -> ": " + error.getMessage()).orElse("");
    return event.getTestDescriptor().getDisplayName() + ": " + result.getStatus() + thrown;
  }

  private static void assertOutcomes(Class<?> type, String... expected) {
    assertEquals(List.of(expected), outcomes(type).stream().sorted().toList());
  }

  @FermataTest(timeout = 10, seed = 3)
  static class OneLoopCase {
    private VirtualEventLoop before;
    private Task<Void> server;

    @BeforeEach
    void begin(VirtualEventLoop loop) {
      before = loop;
      server = loop.createTask(sleep(Duration.ofSeconds(9)));
    }

    @Test
    void same(VirtualEventLoop loop, EventLoop other) {
      assertSame(before, loop);
      assertSame(before, other);
      loop.advanceBy(SECOND);
      runTest(
          () -> {
            assertSame(before, EventLoop.running());
            return sleep(SECOND);
          });
      assertEquals(2 * SECOND.toNanos(), loop.time());
    }

    @AfterEach
    void end(VirtualEventLoop loop) {
      assertSame(before, loop);
      server.cancel();
    }
  }

  @Test
  void theMethodsOfATestShareItsLoop() {
    assertOutcomes(OneLoopCase.class, "same(VirtualEventLoop, EventLoop): SUCCESSFUL");
  }

  @FermataTest(timeout = 1)
  static class RulesCase {
    @Test
    void limited() {
      runTest(() -> sleep(Duration.ofSeconds(2)));
    }

    @Test
    void limitedByHand(VirtualEventLoop loop) {
      loop.advanceBy(Duration.ofSeconds(2));
    }

    @Test
    void leaks(VirtualEventLoop loop) {
      loop.createTask(sleep(SECOND), "left");
    }

    @Test
    void otherRules() {
      runTest(TestRules.standard(), () -> sleep(Duration.ofSeconds(2)));
    }

    @Nested
    class InnerCase {
      @Test
      void limitedInside() {
        runTest(() -> sleep(Duration.ofSeconds(2)));
      }
    }

    @TestFactory
    Stream<DynamicTest> dynamic() {
      return Stream.of(
          DynamicTest.dynamicTest(
              "limitedDynamically", () -> runTest(() -> sleep(Duration.ofSeconds(2)))));
    }
  }

  @Test
  void theRulesOfTheClassHoldForItsTests() {
    String limit =
        "FAILED: the test has not ended: the clock's limit of PT1S is reached; a test that needs"
            + " longer says so by @FermataTest(timeout) or TestRules.withTimeout. Who waits for"
            + " what:\n- Task-1: waiting for sleep, 0.0 s old";
    assertOutcomes(
        RulesCase.class,
        "dynamic(): SUCCESSFUL",
        "leaks(VirtualEventLoop): FAILED: tasks are left at the end of the test; await or cancel"
            + " them there, or ask for Leaks.CANCEL. Who waits for what:\n"
            + "- left: waiting for sleep, 0.0 s old",
        "limited(): " + limit,
        "limitedByHand(VirtualEventLoop): FAILED: the clock's limit of PT1S is reached. Unfinished"
            + " tasks: ",
        "limitedDynamically: " + limit,
        "limitedInside(): " + limit,
        "otherRules(): SUCCESSFUL");
  }

  @FermataTest(leaks = Leaks.CANCEL)
  static class LenientCase {
    @Test
    void left(VirtualEventLoop loop) {
      loop.createTask(sleep(SECOND));
    }

    @Test
    void leftInside() {
      runTest(
          () -> {
            createTask(sleep(SECOND));
            return Coroutine.done();
          });
    }
  }

  @Test
  void tasksThatAreLeftAreCancelledWhereTheClassAsksForThat() {
    assertOutcomes(
        LenientCase.class, "left(VirtualEventLoop): SUCCESSFUL", "leftInside(): SUCCESSFUL");
  }

  @FermataTest
  static class FailingCase {
    @Test
    void fails(VirtualEventLoop loop) {
      loop.createTask(sleep(SECOND));
      throw new IllegalStateException("its own");
    }
  }

  @Test
  void aTestThatFailsByItselfIsNotBlamedForWhatItLeaves() {
    assertOutcomes(FailingCase.class, "fails(VirtualEventLoop): FAILED: its own");
  }

  @FermataTest
  static class TwoTestsCase {
    private static VirtualEventLoop first;

    private static void assertNew(VirtualEventLoop loop) {
      assertNotSame(first, loop);
      first = loop;
    }

    @Test
    void one(VirtualEventLoop loop) {
      assertNew(loop);
    }

    @Test
    void two(VirtualEventLoop loop) {
      assertNew(loop);
    }
  }

  @Test
  void eachTestHasALoopOfItsOwn() {
    assertOutcomes(
        TwoTestsCase.class,
        "one(VirtualEventLoop): SUCCESSFUL",
        "two(VirtualEventLoop): SUCCESSFUL");
  }

  @FermataTest
  static class WrongPlace {
    @BeforeAll
    static void begin(VirtualEventLoop loop) {}

    @Test
    void test() {}
  }

  @Test
  void aLoopForAllTestsOfAClassIsRefused() {
    assertOutcomes(
        WrongPlace.class,
        "FermataTestTest$WrongPlace: FAILED: A loop belongs to one test: take it as a parameter of"
            + " the test's method, or of a @BeforeEach or @AfterEach method, not of static void"
            + " dev.fermata.junit.FermataTestTest$WrongPlace.begin(dev.fermata.VirtualEventLoop)");
  }
}
