package dev.fermata.checks.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.checks.junit.Console.Outcome;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each way in which a test fails though its body does not, with its message. */
class FailuresIT {
  private static final String CASE = "dev.fermata.checks.junit.failing.FailingCase";

  private static final Map<String, String> EXPECTED =
      Map.of(
          "leaves_a_task()",
          "tasks are left at the end of the test; await or cancel them there, or ask for"
              + " Leaks.CANCEL. Who waits for what: - waiter: waiting for sleep, 60.0 s old"
              + " at Kitchen.cook(Kitchen.java) at FailingCase.serve(FailingCase.java)",
          "loses_an_error()",
          "Task exception was never retrieved: java.lang.IllegalStateException: spoilt"
              + " made at FailingCase.lambda(FailingCase.java)",
          "forgets_to_await()",
          "coroutine FailingCase.serve was never awaited"
              + " made at FailingCase.lambda(FailingCase.java)",
          "takes_too_long()",
          "the test has not ended: the clock's limit of PT10M is reached; a test that needs longer"
              + " says so by @FermataTest(timeout) or TestRules.withTimeout. Who waits for what:"
              + " - Task-1: waiting for sleep, 0.0 s old at Kitchen.cook(Kitchen.java)"
              + " at FailingCase.serve(FailingCase.java)"
              + " at FailingCase.lambda(FailingCase.java)",
          "waits_for_ever()",
          "the test has not ended: deadlock: nothing is ready, no timer runs, and nothing outside"
              + " is being waited for. Who waits for what: - Task-1: waiting for future, 0.0 s old"
              + " at FailingCase.lambda(FailingCase.java)",
          "returns_a_coroutine()",
          "Jupiter never runs FailingCase.returns_a_coroutine, for it returns a Coroutine; let it"
              + " return void, and run its body by runTest(() -> { … })");

  @TempDir private Path directory;

  @ParameterizedTest
  @FieldSource("dev.fermata.checks.junit.Console#RELEASES")
  void each_of_them_says_what_is_wrong(String release) throws Exception {
    Outcome outcome = new Console(directory, release).run(CASE);
    Map<String, String> messages = new TreeMap<>();
    outcome.tests().forEach((test, message) -> messages.put(test, inWords(message)));
    assertEquals(new TreeMap<>(EXPECTED), messages);
    assertEquals(1, outcome.exitCode());
  }

  /** A message in one line without packages, numbers of lines, and compilers' names of lambdas. */
  private static String inWords(String message) {
    return message
        .replaceAll("\\s+", " ")
        .replaceAll("dev\\.fermata\\.checks\\.junit\\.(failing\\.)?", "")
        .replaceAll("\\.java:\\d+", ".java")
        .replaceAll("lambda\\$[\\w$]+", "lambda");
  }
}
