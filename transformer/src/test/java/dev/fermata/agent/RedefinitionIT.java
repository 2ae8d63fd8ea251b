package dev.fermata.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.Fermata;
import dev.fermata.agent.programs.Instruments;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A class is redefined under the agent while a call of it is suspended: the call goes on in the new
 * code where its frame fits, and else says why it cannot.
 */
class RedefinitionIT {
  private static final String MAIN =
      """
      import dev.fermata.*;
      import dev.fermata.agent.programs.Instruments;
      import java.lang.instrument.ClassDefinition;
      import java.nio.file.*;
      import java.time.Duration;

      public final class Main {
        private static String[] versions;
        private static int next;

        public static void main(String[] arguments) {
          versions = arguments;
          VirtualEventLoop loop = EventLoop.createVirtual();
          loop.setExceptionHandler((where, context) -> {});
          Coroutine<String> unused = Swapped.work("unused");
          Task<String> task = loop.createTask(Swapped.work("task"));
          while (next < versions.length) {
            loop.advanceBy(Duration.ofSeconds(1));
            swap();
          }
          loop.advanceUntilIdle();
          print(task);
          Task<String> late = loop.createTask(unused);
          loop.advanceUntilIdle();
          print(late);
          loop.close();
        }

        private static void print(Task<String> task) {
          Throwable error = task.exception();
          System.out.println(error == null ? task.result() : error.getMessage());
        }

        static void swap() {
          if (next < versions.length) {
            try {
              byte[] bytes = Files.readAllBytes(Path.of(versions[next++], "Swapped.class"));
              Instruments.instrumentation.redefineClasses(
                  new ClassDefinition(Swapped.class, bytes));
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
        }
      }
      """;

  private static final String HEAD =
      """
      import static dev.fermata.Fermata.*;
      import dev.fermata.*;
      import java.time.Duration;

      public final class Swapped {
      """;

  private static final String WORK = "  @Async static Coroutine<String> work(String name) { %s }\n";

  private static final String INT_FIRST =
      """
        @Async static Coroutine<Integer> number(int n) { await(nap()); return Coroutine.of(n); }
        @Async static Coroutine<Long> number(long n) { await(nap()); return Coroutine.of(n * 10); }
      """;

  private static final String LONG_FIRST =
      """
        @Async static Coroutine<Long> number(long n) { await(nap()); return Coroutine.of(n * 10); }
        @Async static Coroutine<Integer> number(int n) { await(nap()); return Coroutine.of(n); }
      """;

  private static final String TAIL =
      """
        static <T> Coroutine<T> any(T value) { return sleep(Duration.ofSeconds(9), value); }
        static Coroutine<Void> nap() { return sleep(Duration.ofSeconds(9)); }
      }
      """;

  private static final String OLD = "int n = await(number(5)); return Coroutine.of(name + n);";
  private static final String HINT =
      "; replace the class while no call waits there, or leave the await and what is used behind it"
          + " as they are";

  @TempDir private Path directory;

  /** Runs the first version, in whose place the others come, a second later each. */
  private List<String> swap(String... versions) throws Exception {
    List<String> sources = new ArrayList<>();
    for (String work : versions) {
      sources.add(HEAD + WORK.formatted(work) + INT_FIRST + TAIL);
    }
    return swapSources(sources);
  }

  private List<String> swapSources(List<String> sources) throws Exception {
    List<String> later = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      Path classes = compile("v" + i, sources.get(i));
      if (i > 0) {
        later.add(classes.toString());
      }
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Jvm.agent(""), "-javaagent:" + instruments(), "-cp"));
    command.add(directory.resolve("v0") + File.pathSeparator + classPath());
    command.add("Main");
    command.addAll(later);
    Jvm.Outcome outcome = Jvm.run(directory, command);
    assertEquals(List.of(), outcome.err());
    return outcome.out();
  }

  private static String classPath() {
    return Jvm.locationOf(Instruments.class) + File.pathSeparator + Jvm.locationOf(Fermata.class);
  }

  private Path compile(String name, String source) throws IOException {
    Path classes = Files.createDirectories(directory.resolve(name));
    Path swapped = Files.writeString(classes.resolve("Swapped.java"), source);
    Path main = Files.writeString(classes.resolve("Main.java"), MAIN);
    int compiled =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-Xplugin:Fermata skip",
                "-g",
                "-cp",
                classPath(),
                "-d",
                classes.toString(),
                swapped.toString(),
                main.toString());
    assertEquals(0, compiled);
    return classes;
  }

  private Path instruments() throws IOException {
    Path jar = directory.resolve("instruments.jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", Instruments.class.getName());
    attributes.putValue("Can-Redefine-Classes", "true");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return jar;
  }

  private static String refused(String cause) {
    return "Swapped.work(Swapped.java:6) cannot go on: its class was redefined while it was"
        + " suspended, and "
        + cause
        + HINT;
  }

  @Test
  void otherCodeBetweenTheSameAwaitsIsGoneOnIn() throws Exception {
    assertEquals(
        List.of("new task5", "new unused5"),
        swap(OLD, "int n = await(number(5)); return Coroutine.of(\"new \" + name + n);"));
  }

  @Test
  void anAwaitAddedBeforeTheSavedOneIsNotTakenForIt() throws Exception {
    assertEquals(
        List.of("new task5", "new unused5"),
        swap(
            OLD,
            "await(any(name)); int n = await(number(5)); return Coroutine.of(\"new \" + name + n);"));
  }

  @Test
  void anAwaitAddedBehindTheSavedOneIsReached() throws Exception {
    assertEquals(
        List.of("task5 more", "unused5 more"),
        swap(
            OLD,
            "int n = await(number(5)); String s = await(any(name + n));"
                + " return Coroutine.of(s + \" more\");"));
  }

  @Test
  void anAwaitRemovedBeforeTheSavedOneIsNotMissed() throws Exception {
    assertEquals(
        List.of("new task5", "new unused5"),
        swap(
            "await(yieldNow()); " + OLD,
            "int n = await(number(5)); return Coroutine.of(\"new \" + name + n);"));
  }

  @Test
  void aRemovedAwaitIsNamed() throws Exception {
    assertEquals(
        List.of(refused("the new code does not await Swapped.number"), "unused"),
        swap(OLD, "await(yieldNow()); return Coroutine.of(name);"));
  }

  @Test
  void otherSavedValuesAreNamed() throws Exception {
    assertEquals(
        List.of(
            refused(
                "at the await of Swapped.number the new code needs name: java.lang.String, m: int,"
                    + " and the old code has saved name: java.lang.String"),
            "unused9"),
        swap(OLD, "int m = 4; int n = await(number(5)); return Coroutine.of(name + (m + n));"));
  }

  @Test
  void aSavedValueOfAnotherTypeIsNamed() throws Exception {
    assertEquals(
        List.of(
            refused(
                "at the await of Swapped.number the new code needs m: long,"
                    + " and the old code has saved m: int"),
            "14"),
        swap(
            "int m = 9; int n = await(number(5)); return Coroutine.of(\"\" + (m + n));",
            "long m = 9; int n = await(number(5)); return Coroutine.of(\"\" + (m + n));"));
  }

  @Test
  void anAwaitOfAnotherValueIsNamed() throws Exception {
    assertEquals(
        List.of(
            refused(
                "at the await of Swapped.any the new code takes a java.lang.Long from it, and the"
                    + " old code took a java.lang.Integer"),
            "unused2"),
        swap(
            "Integer n = await(any(1)); return Coroutine.of(name + n);",
            "Long n = await(any(2L)); return Coroutine.of(name + n);"));
  }

  /** One more of them stands before or behind: nobody knows. */
  @Test
  void ofSeveralAwaitsThatAreAlikeNoneIsGuessed() throws Exception {
    String nap = "await(nap()); ";
    assertEquals(
        List.of(
            refused("of several awaits of Swapped.nap it cannot be told which one it was"),
            "unused"),
        swap(nap + "return Coroutine.of(name);", nap + nap + "return Coroutine.of(name);"));
  }

  @Test
  void methodsThatChangedTheirOrderKeepTheirFrames() throws Exception {
    String work = WORK.formatted("long n = await(number(5L)); return Coroutine.of(name + n);");
    assertEquals(
        List.of("task50", "unused50"),
        swapSources(List.of(HEAD + work + INT_FIRST + TAIL, HEAD + work + LONG_FIRST + TAIL)));
  }

  /** The frame comes from the first version. */
  @Test
  void aFrameGoesOnInTheCodeOfALaterVersionThatFitsAgain() throws Exception {
    assertEquals(
        List.of("third task5", "third unused5"),
        swap(
            OLD,
            "await(yieldNow()); return Coroutine.of(name);",
            "int n = await(number(5)); return Coroutine.of(\"third \" + name + n);"));
  }

  /** It runs the old code to its next await, and saves its frame as that does. */
  @Test
  void aCallThatRunsWhileItsClassIsRedefinedIsGoneOnWithInTheNewCode() throws Exception {
    assertEquals(
        List.of("new task5", "new unused5"),
        swap(
            "Main.swap(); " + OLD,
            "await(any(1)); int n = await(number(5)); return Coroutine.of(\"new \" + name + n);"));
  }
}
