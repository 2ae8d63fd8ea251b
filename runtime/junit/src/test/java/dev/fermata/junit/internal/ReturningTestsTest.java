package dev.fermata.junit.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import dev.fermata.Coroutine;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Tests that Jupiter leaves out fail, and nothing else does. */
class ReturningTestsTest {
  private static List<String> failures(DiscoverySelector... selectors) {
    return EngineTestKit.engine("fermata")
        .selectors(selectors)
        .execute()
        .testEvents()
        .failed()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable())
        .map(error -> error.orElseThrow().getMessage())
        .sorted()
        .toList();
  }

  private static String failure(Class<?> type, String method, String result) {
    return "Jupiter never runs %s.%s, for it returns a %s; let it return void, and run its body by"
            .formatted(type.getName(), method, result)
        + " runTest(() -> { … })";
  }

  static class Base {
    @Test
    CompletableFuture<Void> inherited() {
      return new CompletableFuture<>();
    }
  }

  static class Mixed extends Base {
    @BeforeEach
    void begin() {}

    @Test
    void right() {}

    @Test
    int number() {
      return 1;
    }

    Coroutine<Void> noTest() {
      return Coroutine.done();
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    Coroutine<Void> repeated(int number) {
      return Coroutine.done();
    }

    @Nested
    class Inner {
      @Test
      Coroutine<Void> inside() {
        return Coroutine.done();
      }
    }
  }

  static class Right {
    @Test
    void right() {}
  }

  @Test
  void testsOfAClassItsBaseAndItsNestedClassesFail() {
    assertEquals(
        List.of(
            failure(Mixed.Inner.class, "inside", "Coroutine"),
            failure(Mixed.class, "inherited", "CompletableFuture"),
            failure(Mixed.class, "repeated", "Coroutine")),
        failures(selectClass(Mixed.class)).stream().sorted().toList());
  }

  @Test
  void oneOfThemMayBeSelected() {
    assertEquals(
        List.of(failure(Mixed.class, "repeated", "Coroutine")),
        failures(selectMethod(Mixed.class, "repeated", "int")));
    assertEquals(List.of(), failures(selectMethod(Mixed.class, "right")));
    assertEquals(List.of(), failures(selectMethod(Mixed.class, "a name of another engine")));
    assertEquals(
        3,
        failures(selectUniqueId("[engine:fermata]/[class:" + Mixed.class.getName() + "]")).size());
  }

  @Test
  void classesAreFoundInPackages() {
    assertEquals(4, failures(selectPackage(getClass().getPackageName())).size());
  }

  @Test
  void whatJupiterRunsDoesNotFail() {
    assertEquals(List.of(), failures(selectClass(Right.class), selectClass("no.such.Class")));
  }
}
