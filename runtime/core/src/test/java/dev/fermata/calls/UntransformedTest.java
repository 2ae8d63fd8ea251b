package dev.fermata.calls;

import static dev.fermata.Fermata.allTasks;
import static dev.fermata.Fermata.asCompleted;
import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.currentTask;
import static dev.fermata.Fermata.ensureFuture;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.gatherSettled;
import static dev.fermata.Fermata.shield;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.wrap;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import java.io.File;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an asynchronous method calls first that nobody transformed, the error names it. */
class UntransformedTest {
  private static final String WAYS =
      " Transform its class inside of javac, with fermata-transformer on the processor path; or by"
          + " the goal fermata:transform of the Maven plugin, by -javaagent:fermata-transformer.jar"
          + " when the program starts, or by the command line's fermata transform";

  /** An asynchronous method, which javac alone has compiled. */
  static final class Plain {
    @Async
    static Coroutine<Object> first(Callable<Object> call) throws Exception {
      return Coroutine.of(call.call());
    }

    @Async
    static Coroutine<Void> waiting() {
      await(yieldNow());
      return Coroutine.done();
    }

    @Async
    static Coroutine<Void> inLambda() throws Exception {
      Callable<Coroutine<Void>> body =
          () -> {
            createTask(yieldNow());
            return Coroutine.done();
          };
      return body.call();
    }

    static Object unmarked() {
      return createTask(yieldNow());
    }

    static CompletableFuture<Object> unmarkedStage() {
      return CompletableFuture.completedFuture(createTask(yieldNow()));
    }
  }

  static List<Callable<Object>> callsThatNeedALoop() {
    return List.of(
        () -> gather(sleep(Duration.ofMillis(1))),
        () -> gather(List.of(yieldNow())),
        () -> gatherSettled(yieldNow()),
        () -> createTask(yieldNow()),
        () -> createTask(yieldNow(), "name"),
        () -> ensureFuture(yieldNow()),
        () -> shield(yieldNow()),
        () -> wrap(new CompletableFuture<>()),
        () -> asCompleted(List.of(yieldNow())),
        () -> currentTask(),
        () -> allTasks(),
        () -> EventLoop.running());
  }

  @ParameterizedTest
  @MethodSource("callsThatNeedALoop")
  void theErrorOfWhateverNeedsALoopNamesTheMethodAndTheWays(Callable<Object> call) {
    Throwable error = assertThrows(IllegalStateException.class, () -> Plain.first(call));
    String place = "no running event loop: " + Plain.class.getName() + ".first(UntransformedTest";
    String message = withoutModule(error.getMessage());
    assertTrue(message.startsWith(place), message);
    assertTrue(message.endsWith(", for it has not been transformed." + WAYS), message);
  }

  /** The place of a method begins with its class loader and module, where they have names. */
  private static String withoutModule(String message) {
    return message.replaceAll("(: |by )[^ ]*/", "$1");
  }

  @Test
  void theErrorOfALambdaInAMethodNamesTheLambda() {
    Throwable error = assertThrows(IllegalStateException.class, Plain::inLambda);
    assertTrue(error.getMessage().contains("Plain.lambda$inLambda$"), error.getMessage());
  }

  @Test
  void theErrorOfAwaitNamesTheMethod() {
    Throwable error = assertThrows(IllegalStateException.class, Plain::waiting);
    String message = withoutModule(error.getMessage());
    String place = "await was called by " + Plain.class.getName() + ".waiting(UntransformedTest";
    assertTrue(message.startsWith(place), message);
    assertTrue(message.endsWith(", which has not been transformed." + WAYS), message);
  }

  /** Of plain code it is not said that it had to be transformed. */
  @Test
  void theErrorOfPlainCodeOutsideOfALoopSaysHowToRunItInOne() {
    for (Callable<Object> code :
        List.<Callable<Object>>of(
            Plain::unmarked, () -> Plain.unmarkedStage().join(), EventLoop::running)) {
      Throwable error = assertThrows(IllegalStateException.class, code::call);
      assertEquals(
          "no running event loop in the thread "
              + Thread.currentThread().getName()
              + ". Call this in a coroutine, an @Async method that returns a Coroutine or the lambda"
              + " of Fermata.async, and run that by Fermata.run or a Runner where the thread is the"
              + " program's own, and by LoopThread.submit where it is a server's or a pool's",
          error.getMessage());
    }
  }

  /** The JVM leaves the methods of hidden classes out of traces. */
  @Test
  void theErrorNamesTheMethodOfAHiddenClass() throws Exception {
    String file = "UntransformedTest$Hidden.class";
    Class<?> hidden;
    try (InputStream in = UntransformedTest.class.getResourceAsStream(file)) {
      hidden = MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), true).lookupClass();
    }
    Supplier<?> methods = (Supplier<?>) hidden.getDeclaredConstructor().newInstance();
    assertTrue(hidden.isHidden());
    List<String> messages = ((Stream<?>) methods.get()).map(String.class::cast).toList();
    assertTrue(messages.get(0).contains("Hidden/"), messages.get(0));
    assertTrue(messages.get(0).contains(".waiting(UntransformedTest"), messages.get(0));
    assertTrue(messages.get(1).contains(".starting(UntransformedTest"), messages.get(1));
    messages.forEach(message -> assertTrue(message.contains("hidden class"), message));
    assertFalse(messages.get(0).contains("theErrorNames"), messages.get(0));
  }

  /** Is defined as a hidden class, in which JDK 17 knows no lambdas; gives two messages. */
  static final class Hidden implements Supplier<Stream<String>> {
    @Override
    public Stream<String> get() {
      return Stream.of(message(true), message(false));
    }

    private static String message(boolean waits) {
      try {
        Coroutine<Void> none = waits ? waiting() : starting();
        return none.toString();
      } catch (IllegalStateException e) {
        return e.getMessage();
      }
    }

    @Async
    private static Coroutine<Void> waiting() {
      await(yieldNow());
      return Coroutine.done();
    }

    @Async
    private static Coroutine<Void> starting() {
      createTask(yieldNow());
      return Coroutine.done();
    }
  }

  @Test
  void theAgentsOptionNamesItsJarWhereThatIsOnTheClassPath() {
    String before = System.getProperty("java.class.path");
    System.setProperty(
        "java.class.path", before + File.pathSeparator + "lib/fermata-transformer-1.2.jar");
    try {
      String message =
          assertThrows(IllegalStateException.class, () -> await(yieldNow())).getMessage();
      String jar = new File("lib/fermata-transformer-1.2.jar").getAbsolutePath();
      assertTrue(message.contains(" by -javaagent:" + jar + " when the program starts"), message);
    } finally {
      System.setProperty("java.class.path", before);
    }
  }
}
