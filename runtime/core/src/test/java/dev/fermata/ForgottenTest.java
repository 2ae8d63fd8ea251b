package dev.fermata;

import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What nobody can reach any more is given back, also where it refers to itself. */
class ForgottenTest {
  // ---------------------------------------------------------------- the heap stays flat

  /** Programs for a small heap; each makes so many circles that a leak would fill it. */
  static final class Program {
    private static final int MANY = 1_000_000;

    /** A failure that is collected after the loop has been closed is told to the log. */
    private static final Logger LOG = Logger.getLogger("dev.fermata");

    private Program() {}

    public static void main(String[] arguments) {
      LOG.setLevel(Level.OFF);
      EventLoop loop = EventLoop.create();
      int[] reports = {0};
      loop.setExceptionHandler((where, context) -> reports[0]++);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      int[] made = {0};
      BooleanSupplier more = () -> made[0]++ < MANY && System.nanoTime() < end;
      switch (arguments[0]) {
        case "report" -> {
          report(loop);
          return;
        }
        case "generators" -> Fermata.run(forget(more, Program::openGenerator), loop);
        case "used" -> Fermata.run(forget(more, Program::usedGenerator), loop);
        case "failures" -> Fermata.run(forget(more, () -> unheardFailure(loop)), loop);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      System.out.println(made[0] > 20_000 ? "many" : made[0]);
    }

    private static void report(EventLoop loop) {
      boolean[] told = {false};
      loop.setExceptionHandler(
          (where, context) -> {
            told[0] = true;
            System.out.println(context.get("message"));
          });
      loop.runUntilComplete(openGenerator());
      for (int i = 0; i < 1_000 && !told[0]; i++) {
        System.gc();
        loop.runUntilComplete(sleep(Duration.ofMillis(5)));
      }
    }

    private static Coroutine<Void> forget(BooleanSupplier more, AsyncBody<Object> maker) {
      return Script.of(
          s -> {
            // Now and then the loop looks at what else there is.
            return s.await(yieldNow());
          },
          s -> more.getAsBoolean() ? s.awaitThen(Fermata.async(maker), 0) : null);
    }

    /** What an object holds that a body captures. */
    private static final class Holder {
      private AsyncGenerator<Object> generator;
      private int closed;

      private Coroutine<Void> body(AsyncGenerator.Emitter<Object> out) {
        return Script.of(
            s -> s.tryAwait(out.emit(this)),
            s -> {
              closed++;
              return s.rethrow();
            });
      }
    }

    private static Coroutine<Object> openGenerator() {
      Holder holder = new Holder();
      holder.generator = AsyncGenerator.of(holder::body);
      return Script.of(s -> s.await(holder.generator.advance()), s -> null);
    }

    private static Coroutine<Object> usedGenerator() {
      Holder holder = new Holder();
      holder.generator = AsyncGenerator.of(holder::body);
      return Script.of(
          s -> s.await(holder.generator.advance()),
          s -> s.await(holder.generator.close()),
          s -> null);
    }

    /** An error that refers to the future that failed with it. */
    private static final class Failure extends Exception {
      private static final long serialVersionUID = 1;

      private final transient Future<?> future;

      Failure(Future<?> future) {
        this.future = future;
      }

      @Override
      public String getMessage() {
        return future.isDone() ? "done" : "pending";
      }
    }

    private static Coroutine<Object> unheardFailure(EventLoop loop) {
      Future<Object> future = loop.createFuture();
      future.addDoneCallback(done -> {});
      future.setException(new Failure(future));
      return Coroutine.of(null);
    }
  }

  private static List<String> run(String kind, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    String classPath = ClassPath.ofTests();
    command.addAll(List.of("-Xmx64m", "-cp", classPath, Program.class.getName(), kind));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(60, TimeUnit.SECONDS);
    return out.lines().limit(20).toList();
  }

  @Test
  void aMillionForgottenGeneratorsWhoseBodiesReferToThemFitIntoASmallHeap() throws Exception {
    assertEquals(List.of("many"), run("generators"));
  }

  @Test
  void aMillionGeneratorsThatWereClosedFitIntoASmallHeap() throws Exception {
    assertEquals(List.of("many"), run("used"));
  }

  @Test
  void aMillionUnheardFailuresThatReferToTheirFuturesFitIntoASmallHeap() throws Exception {
    assertEquals(List.of("many"), run("failures"));
  }

  // ---------------------------------------------------------------- what was promised of them

  private final EventLoop loop = EventLoop.create();
  private final List<Object> reports = new ArrayList<>();

  private void runUntil(BooleanSupplier condition) {
    for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
      System.gc();
      loop.runUntilComplete(sleep(Duration.ofMillis(5)));
    }
    assertTrue(condition.getAsBoolean());
  }

  @Test
  void theFinallyOfAForgottenGeneratorRunsThoughItsBodyRefersToIt() {
    List<String> closed = new ArrayList<>();
    loop.runUntilComplete(circle(closed).advance());
    runUntil(() -> !closed.isEmpty());
    assertEquals(List.of("GeneratorExit"), closed);
    loop.close();
  }

  private static AsyncIterator<String> circle(List<String> closed) {
    List<Object> held = new ArrayList<>();
    AsyncIterator<String> generator =
        AsyncGenerator.of(
            out ->
                Script.of(
                    s -> s.tryAwait(out.emit("first of " + held.size())),
                    s -> {
                      closed.add(s.error().getClass().getSimpleName());
                      return s.rethrow();
                    }));
    held.add(generator);
    return generator;
  }

  /** The collector may have found it, and the end of the run come before it was closed. */
  @Test
  void aForgottenGeneratorIsClosedAtTheEndOfTheRunWhereverTheCollectorIs() {
    for (int collections = 0; collections < 3; collections++) {
      List<String> closed = new ArrayList<>();
      int times = collections;
      Fermata.run(
          Script.of(
              s -> s.await(circle(closed).advance()),
              s -> {
                for (int i = 0; i < times; i++) {
                  System.gc();
                }
                return null;
              }),
          EventLoop.create());
      assertEquals(List.of("GeneratorExit"), closed);
    }
  }

  /** The error cannot be kept: it may refer to the future whose end is waited for. */
  @Test
  void anUnheardFailureThatRefersToItsFutureIsReportedFromACopyOfItsText() {
    loop.setExceptionHandler((where, context) -> reports.add(context.get("exception")));
    loop.callSoon(() -> failing());
    runUntil(() -> !reports.isEmpty());
    assertEquals(1, reports.size());
    Throwable copy = (Throwable) reports.get(0);
    assertEquals(Program.Failure.class.getName() + ": done", copy.toString());
    assertEquals("done", copy.getMessage());
    assertEquals("failing", copy.getStackTrace()[0].getMethodName());
    assertEquals("java.io.IOException: inner", copy.getCause().toString());
    assertEquals("java.io.IOException: aside", copy.getSuppressed()[0].toString());
    loop.close();
  }

  private void failing() {
    Future<Object> future = loop.createFuture();
    Exception error = new Program.Failure(future);
    error.initCause(new IOException("inner"));
    error.addSuppressed(new IOException("aside"));
    future.addDoneCallback(done -> {});
    future.setException(error);
  }

  /** Without finalisation nothing gives the body back. */
  @Test
  void whereTheJvmFinalisesNothingAForgottenGeneratorIsReportedWithItsMethod() throws Exception {
    if (Runtime.version().feature() < 18) {
      return;
    }
    List<String> lines = run("report", "--finalization=disabled");
    assertEquals(
        List.of(
            "the asynchronous generator Script.script was forgotten before its end and"
                + " cannot be closed, for the JVM finalises nothing: use it by forEach or up to its"
                + " end, or close() it"),
        lines);
  }

  // ---------------------------------------------------------------- class loaders

  /** A program whose loader is let go of; what it leaves behind is in a static field. */
  public static final class Left implements Runnable {
    static AsyncIterator<String> open;
    static Object told;
    static Future<Object> failed;
    static EventLoop closed;

    @Override
    public void run() {
      VirtualEventLoop loop = EventLoop.createVirtual();
      loop.setDebug(true);
      loop.setSlowCallbackDuration(Duration.ofHours(1));
      loop.setExceptionHandler((where, context) -> told = open);
      open = AsyncGenerator.of(out -> out.emit("first"));
      loop.runUntilComplete(open.advance());
      failed = loop.createFuture();
      failed.addDoneCallback(done -> {});
      failed.setException(new IllegalStateException("unheard"));
      loop.runCurrent();
      loop.close();
      closed = loop;
    }
  }

  /** Only forgotten, not closed. */
  public static final class Forgotten implements Runnable {
    static AsyncIterator<String> open;
    static Object told;
    static VirtualEventLoop loop;

    @Override
    public void run() {
      loop = EventLoop.createVirtual();
      loop.setExceptionHandler((where, context) -> told = open);
      open = AsyncGenerator.of(out -> out.emit("first"));
      loop.runUntilComplete(open.advance());
      Future<Object> failed = loop.createFuture();
      failed.addDoneCallback(done -> {});
      failed.setException(new IllegalStateException("unheard"));
      loop.runCurrent();
    }
  }

  /** Registers the bean, and withdraws it. */
  public static final class Registered implements Runnable {
    @Override
    public void run() {
      EventLoops.register();
      EventLoops.unregister();
    }
  }

  /** Loads the programs once more, and the library too, or takes that from where it is. */
  private static final class Isolated extends URLClassLoader {
    private final boolean libraryToo;

    Isolated(boolean libraryToo) throws MalformedURLException {
      super(urls(), libraryToo ? null : ForgottenTest.class.getClassLoader());
      this.libraryToo = libraryToo;
    }

    private static URL[] urls() throws MalformedURLException {
      List<URL> urls = new ArrayList<>();
      for (String path : ClassPath.ofTests().split(File.pathSeparator, -1)) {
        urls.add(new File(path).toURI().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (libraryToo && !name.startsWith("dev.fermata.")) {
        return ClassLoader.getPlatformClassLoader().loadClass(name);
      }
      boolean own = libraryToo || name.startsWith(ForgottenTest.class.getName());
      Class<?> loaded = own ? findLoadedClass(name) : null;
      return own && loaded == null
          ? findClass(name)
          : own ? loaded : super.loadClass(name, resolve);
    }
  }

  private static WeakReference<ClassLoader> runIsolated(Class<?> program, boolean libraryToo)
      throws Exception {
    ClassLoader loader = new Isolated(libraryToo);
    Object instance =
        Class.forName(program.getName(), true, loader).getDeclaredConstructor().newInstance();
    ((Runnable) instance).run();
    return new WeakReference<>(loader);
  }

  private static void assertCollected(WeakReference<ClassLoader> loader) {
    for (int i = 0; i < 200 && loader.get() != null; i++) {
      System.gc();
      Thread.onSpinWait();
    }
    assertNull(loader.get());
  }

  @Test
  void aClosedLoopLetsGoOfTheClassLoaderWhateverWasLeftOpen() throws Exception {
    assertCollected(runIsolated(Left.class, false));
    assertCollected(runIsolated(Left.class, true));
  }

  @Test
  void aForgottenLoopLetsGoOfTheClassLoader() throws Exception {
    // Its failure is reported: to the log, for no handler is left.
    try (Logs logs = new Logs()) {
      assertCollected(runIsolated(Forgotten.class, false));
      assertTrue(logs.firstLines().size() <= 1);
    }
  }

  @Test
  void aBeanThatIsWithdrawnLetsGoOfTheClassLoader() throws Exception {
    assertCollected(runIsolated(Registered.class, true));
  }

  @Test
  void onlyTheBeanOfThisClassLoaderIsWithdrawn() throws Exception {
    ObjectName name = new ObjectName(EventLoops.NAME);
    var server = ManagementFactory.getPlatformMBeanServer();
    EventLoops.unregister();
    server.registerMBean(new javax.management.timer.Timer(), name);
    EventLoops.unregister();
    assertTrue(server.isRegistered(name));
    server.unregisterMBean(name);
    EventLoops.register();
    EventLoops.unregister();
    assertEquals(false, server.isRegistered(name));
  }
}
