package dev.fermata.checks.company;

import static dev.fermata.Fermata.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.fermata.Async;
import dev.fermata.AsyncBody;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/**
 * What a reader sees of a failure, by {@code printStackTrace}, {@code java.util.logging} and
 * Logback: the whole text but for the lines of the JDK, the runtime and the tests.
 */
class TraceTest {
  private static final String NOT_THE_READERS =
      "\\s*(at (java\\.base/|dev\\.fermata\\.(?!checks)|org\\.junit|org\\.apache|.*TraceTest).*"
          + "|\\.\\.\\. \\d+ (more|common frames omitted))";

  private static Throwable failure(AsyncBody<String> body) {
    return Assertions.assertThrows(
        Throwable.class, () -> Fermata.run(Fermata.async(body), EventLoop.createVirtual()));
  }

  private static void assertShown(AsyncBody<String> body, String expected) {
    assertShown(failure(body), expected);
  }

  private static void assertShown(Throwable error, String expected) {
    assertEquals(expected.strip(), readers(printed(error)));
    assertEquals(expected.strip(), readers(logged(error)));
    assertEquals(expected.strip(), readers(loggedByLogback(error)));
  }

  private static String printed(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String logged(Throwable error) {
    LogRecord logged = new LogRecord(Level.WARNING, "MESSAGE");
    logged.setThrown(error);
    String text = new SimpleFormatter().format(logged);
    return text.substring(text.indexOf("MESSAGE") + "MESSAGE".length()).strip();
  }

  private static String loggedByLogback(Throwable error) {
    return ThrowableProxyUtil.asString(new ThrowableProxy(error));
  }

  /** Compilers number lambdas in different ways. */
  private static String readers(String text) {
    return text.lines()
        .filter(line -> !line.matches(NOT_THE_READERS))
        .map(line -> line.replaceAll("(lambda\\$\\w+)\\$\\d+\\(", "$1("))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void aFailureOfAMethodNamesThoseThatAwaitIt() {
    assertShown(
        Shop::order,
        """
        java.io.IOException: no route
        \tat dev.fermata.checks.company.Shop.broken(Shop.java:32)
        \tat dev.fermata.checks.company.Shop.lambda$charge$0$resume(Shop.java:38)
        \tat dev.fermata.checks.company.Shop.fermata$dispatch(Shop.java)
        \tSuppressed: awaited by
        \t\tat Task-1//dev.fermata.checks.company.Shop.order(Shop.java:43)
        """);
  }

  @Test
  void aFailureOfAStageNamesTheMethodThatAwaitsTheStage() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    assertShown(
        () -> {
          EventLoop.running().callSoon(() -> stage.completeExceptionally(Shop.broken()));
          return Shop.ofAStage(stage);
        },
        """
        java.io.IOException: no route
        \tat dev.fermata.checks.company.Shop.broken(Shop.java:32)
        \tSuppressed: awaited by
        \t\tat Task-1//dev.fermata.checks.company.Shop.ofAStage(Shop.java:48)
        """);
  }

  @Test
  void aFailureOfAFutureNamesTheMethodThatAwaitsTheFuture() {
    assertShown(
        Shop::ofAFuture,
        """
        java.io.IOException: no route
        \tat dev.fermata.checks.company.Shop.broken(Shop.java:32)
        \tat dev.fermata.checks.company.Shop.lambda$ofAFuture(Shop.java:54)
        \tSuppressed: awaited by
        \t\tat Task-1//dev.fermata.checks.company.Shop.ofAFuture(Shop.java:55)
        """);
  }

  @Test
  void aFailureThatIsThereAlreadyNamesTheMethodsThatAwaitItAtOnce() {
    assertShown(
        Shop::ofAFutureThatHasFailed,
        """
        java.io.IOException: no route
        \tat dev.fermata.checks.company.Shop.broken(Shop.java:32)
        \tat dev.fermata.checks.company.Shop.lambda$ofAFutureThatHasFailed$start(Shop.java:61)
        \tat dev.fermata.checks.company.Shop.lambda$ofAFutureThatHasFailed$4$resume(Shop.java)
        \tat dev.fermata.checks.company.Shop.fermata$dispatch(Shop.java)
        \tSuppressed: awaited by
        \t\tat Task-1//dev.fermata.checks.company.Shop.ofAFutureThatHasFailed(Shop.java:62)
        """);
  }

  @Test
  void aFailureInAnotherThreadNamesTheMethodThatAwaitsTheThread() {
    assertShown(
        Shop::ofAThread,
        """
        java.io.IOException: no route
        \tat dev.fermata.checks.company.Shop.broken(Shop.java:32)
        \tat dev.fermata.checks.company.Shop.lambda$ofAThread(Shop.java:71)
        \tSuppressed: awaited by
        \t\tat Task-1//dev.fermata.checks.company.Shop.ofAThread(Shop.java:68)
        """);
  }

  @Test
  void aTimeLimitTellsHowLongItWasAndWhereTheCodeStoodThatItStopped() {
    assertShown(
        Shop::limited,
        """
        dev.fermata.TimeoutException: timed out after 1 s
        \tSuppressed: awaited by
        \t\tat Task-1//dev.fermata.checks.company.Shop.limited(Shop.java:88)
        Caused by: dev.fermata.CancelledError
        \tSuppressed: awaited by
        \t\tat Task-1//dev.fermata.checks.company.Shop.slow(Shop.java:77)
        \t\tat Task-1//dev.fermata.checks.company.Shop.slowOrder(Shop.java:83)
        \t\tat Task-1//dev.fermata.checks.company.Shop.limited(Shop.java:88)
        """);
  }

  @Test
  void aTimeLimitOfAScopeDoesSoToo() {
    assertShown(
        Shop::limitedByScope,
        """
        dev.fermata.TimeoutException: timed out after 1500 ms
        \tSuppressed: awaited by
        \t\tat Task-1//dev.fermata.checks.company.Shop.limitedByScope(Shop.java:93)
        Caused by: dev.fermata.CancelledError
        \tSuppressed: awaited by
        \t\tat Task-1//dev.fermata.checks.company.Shop.slow(Shop.java:77)
        \t\tat Task-1//dev.fermata.checks.company.Shop.slowOrder(Shop.java:83)
        \t\tat Task-1//dev.fermata.checks.company.Shop.limitedByScope(Shop.java:93)
        """);
  }

  @Test
  void aTimeLimitOfAsCompletedHasACauseToo() {
    assertShown(
        Shop::limitedOnesAsCompleted,
        """
        dev.fermata.TimeoutException: timed out after 1 s
        \tSuppressed: awaited by
        \t\tat Task-1//dev.fermata.checks.company.Shop.limitedOnesAsCompleted(Shop.java:99)
        Caused by: dev.fermata.CancelledError
        """);
  }

  @Test
  void aCancellationTellsWhereTheCancelledTaskStood() {
    assertShown(
        Shop::cancelled,
        """
        dev.fermata.CancelledError: enough
        \tSuppressed: awaited by
        \t\tat order//dev.fermata.checks.company.Shop.slow(Shop.java:77)
        \t\tat order//dev.fermata.checks.company.Shop.slowOrder(Shop.java:83)
        \t\tat Task-1//dev.fermata.checks.company.Shop.cancelled(Shop.java:108)
        """);
  }

  @Test
  void aFailureOfATaskNamesTheMethodsOfTheTaskAndOfTheOneThatAwaitsIt() {
    assertShown(
        Shop::taskOfTask,
        """
        java.io.IOException: no route
        \tat dev.fermata.checks.company.Shop.broken(Shop.java:32)
        \tat dev.fermata.checks.company.Shop.lambda$charge$0$resume(Shop.java:38)
        \tat dev.fermata.checks.company.Shop.fermata$dispatch(Shop.java)
        \tSuppressed: awaited by
        \t\tat order//dev.fermata.checks.company.Shop.order(Shop.java:43)
        \t\tat Task-1//dev.fermata.checks.company.Shop.taskOfTask(Shop.java:113)
        """);
  }

  @Test
  void aFailureThatSeveralTasksAwaitHasThePathOfEach() {
    assertShown(
        Shop::shared,
        """
        java.io.IOException: no route
        \tat dev.fermata.checks.company.Shop.broken(Shop.java:32)
        \tat dev.fermata.checks.company.Shop.lambda$charge$0$resume(Shop.java:38)
        \tat dev.fermata.checks.company.Shop.fermata$dispatch(Shop.java)
        \tSuppressed: awaited by
        \t\tat order//dev.fermata.checks.company.Shop.order(Shop.java:43)
        \t\tat left//dev.fermata.checks.company.Shop.asks(Shop.java:118)
        \t\tat right//dev.fermata.checks.company.Shop.asks(Shop.java:118)
        \t\tat Task-1//dev.fermata.checks.company.Shop.shared(Shop.java:126)
        """);
  }

  @Test
  void aFailureInAGeneratorNamesItsBodyAndWhoReadsIt() {
    assertShown(
        Shop::generated,
        """
        java.io.IOException: no route
        \tat dev.fermata.checks.company.Shop.broken(Shop.java:32)
        \tat dev.fermata.checks.company.Shop.lambda$charge$0$resume(Shop.java:38)
        \tat dev.fermata.checks.company.Shop.fermata$dispatch(Shop.java)
        \tSuppressed: awaited by
        \t\tat Task-1//dev.fermata.checks.company.Shop.order(Shop.java:43)
        \t\tat Task-1//dev.fermata.checks.company.Shop.lambda$generated(Shop.java:134)
        \t\tat Task-1//dev.fermata.checks.company.Shop.generated(Shop.java:137)
        """);
  }

  @Test
  void aFailureNamesTheMethodsThatGiveCompletableFuturesOutsideOfALoop() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    CompletableFuture<String> third = Shop.third(stage);
    stage.completeExceptionally(Shop.broken());
    Throwable error = Assertions.assertThrows(CompletionException.class, third::join).getCause();
    assertShown(
        error,
        """
        java.io.IOException: no route
        \tat dev.fermata.checks.company.Shop.broken(Shop.java:32)
        \tSuppressed: awaited by
        \t\tat await//dev.fermata.checks.company.Shop.first(Shop.java:143)
        \t\tat await//dev.fermata.checks.company.Shop.second(Shop.java:148)
        \t\tat await//dev.fermata.checks.company.Shop.third(Shop.java:153)
        """);
  }

  @Test
  void aFailureOfADeepRecursionNamesAHundredMethods() {
    String text = readers(printed(failure(() -> Shop.deep(1_000))));
    assertEquals(100, text.lines().filter(line -> line.contains("Task-1//")).count());
  }

  @Test
  void aFailureThatAThousandTasksAwaitHasThePathsOfTheFirst() {
    String text = readers(printed(failure(() -> Shop.crowd(1_000))));
    assertEquals(
        8,
        text.lines()
            .map(line -> line.replaceAll("//.*", ""))
            .filter(l -> l.contains("at T"))
            .distinct()
            .count());
  }

  @Test
  void aTraceGoesWithAFailureIntoAnotherJvmWhichMayNotHaveThisLibrary() throws Exception {
    Throwable error = failure(Shop::order);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(error);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Throwable read = (Throwable) in.readObject();
      assertEquals(Exception.class, read.getSuppressed()[0].getClass());
      assertEquals(
          readers(printed(error)),
          readers(printed(read)).replace("Suppressed: java.lang.Exception: ", "Suppressed: "));
    }
  }

  @Test
  void anExceptionThatForbidsSuppressionIsLeftAlone() {
    assertShown(
        Shop::withoutSuppression,
        """
        dev.fermata.checks.company.Shop$Bare: bare
        """);
  }

  /** Its fields have not been set, so that it has no list of suppressed exceptions. */
  @Test
  void aMockOfAnExceptionArrivesAsItself() {
    IOException mock = Mockito.mock(IOException.class);
    assertNull(mock.getSuppressed());
    assertSame(mock, failure(() -> Shop.ofAStage(CompletableFuture.failedFuture(mock))));
    CompletableFuture<String> later = new CompletableFuture<>();
    assertSame(
        mock,
        failure(
            () -> {
              EventLoop.running().callSoon(() -> later.completeExceptionally(mock));
              return Shop.ofAStage(later);
            }));
  }

  @Async
  private static Coroutine<String> holding(List<WeakReference<Object>> values) throws IOException {
    Object value = new Object();
    values.add(new WeakReference<>(value));
    await(Shop.charge());
    return Coroutine.of("has " + value);
  }

  @Test
  void aTraceKeepsNothingAliveOfTheMethodsThatItNames() throws Exception {
    List<WeakReference<Object>> values = new ArrayList<>();
    Throwable error = failure(() -> holding(values));
    assertEquals(
        List.of("Task-1//dev.fermata.checks.company.TraceTest.holding"),
        Stream.of(error.getSuppressed()[0].getStackTrace())
            .map(element -> element.toString().replaceAll("\\(.*", ""))
            .toList());
    for (int i = 0; i < 200 && values.get(0).get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(values.get(0).get(), "what a method had that awaited the failure");
  }
}
