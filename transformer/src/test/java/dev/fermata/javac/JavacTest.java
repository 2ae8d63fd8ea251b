package dev.fermata.javac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.util.JavacTask;
import dev.fermata.javac.Compile.Outcome;
import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Javac with Fermata in it writes what the other ways write, and says what they say. */
class JavacTest {
  private static final String CHAT =
      """
      package a.b;

      import static dev.fermata.Fermata.*;
      import dev.fermata.*;

      public class Chat {
        @Async
        static Coroutine<Integer> one() {
          await(yieldNow());
          return Coroutine.of(1);
        }

        static class Room {
          @Async
          Coroutine<Integer> two() {
            return Coroutine.of(await(one()) + 1);
          }

          Coroutine<Integer> three() {
            return async(() -> Coroutine.of(await(two()) + 1));
          }
        }
      }
      """;

  private static final Map<String, String> CHATS = Map.of("a/b/Chat.java", CHAT);

  /** Two errors in two classes, and two warnings. */
  private static final Map<String, String> WRONG =
      Map.of(
          "a/Bad.java",
          """
          package a;
          import static dev.fermata.Fermata.*;
          import dev.fermata.*;
          class Bad {
            int plain() throws Exception { return 1 + await(Good.one()); }
          }
          """,
          "a/Good.java",
          """
          package a;
          import static dev.fermata.Fermata.*;
          import dev.fermata.*;
          class Good {
            @Async static Coroutine<Integer> one() throws Exception {
              yieldNow();
              Thread.sleep(1); await(yieldNow());
              return Coroutine.of(1);
            }
          }
          """,
          "a/Worse.java",
          """
          package a;
          import dev.fermata.*;
          class Worse {
            @Async native Coroutine<Integer> far();
          }
          """);

  private static final List<String> FOUND =
      List.of(
          "ERROR Bad.java:5:50 [FERMATA-001] a.Bad.plain: await stands in a method that is not"
              + " asynchronous; annotate the method with @Async and let it return Coroutine<T>, or"
              + " wrap the code in Fermata.async(() -> { … })",
          "WARNING Good.java:6:13 [FERMATA-101] a.Good.one: the coroutine that yieldNow returns is"
              + " dropped, so it never runs; await it, or make a task of it with createTask",
          "WARNING Good.java:7:17 [FERMATA-103] a.Good.one: Thread.sleep blocks the thread and with"
              + " it all tasks of the loop; await the asynchronous counterpart, or run the call"
              + " with toThread",
          "ERROR Worse.java:4:36 [FERMATA-006] a.Worse.far: a native method cannot be @Async;"
              + " remove @Async and call the native method from an @Async one");

  @TempDir Path folder;

  /** What javac alone writes, transformed. */
  private Map<String, byte[]> transformed(Map<String, String> sources, String... options)
      throws IOException {
    Map<String, byte[]> expected = new TreeMap<>();
    Transformer transformer = new Transformer(Options.defaults());
    Compile.of(folder.resolve("plain"), sources)
        .with("-cp", Compile.RUNTIME, "-proc:none")
        .with(options)
        .here()
        .classes()
        .forEach((name, bytes) -> expected.put(name, transformer.transform(bytes, name).bytes()));
    return expected;
  }

  private static void assertSame(Map<String, byte[]> expected, Map<String, byte[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
  }

  private void assertTransforms(Outcome outcome) throws IOException {
    assertEquals(List.of(), outcome.messages());
    assertEquals(0, outcome.code());
    assertSame(transformed(CHATS), outcome.classes());
  }

  // ---------------------------------------------------------------- how it is started

  @Test
  void startsByTheProcessorPath() throws Exception {
    assertTransforms(Compile.of(folder, CHATS).onProcessorPath().here());
  }

  @Test
  void startsInJavacsOwnJvmByTheClassPathAlsoWithoutAnnotationProcessing() throws Exception {
    assertTransforms(Compile.of(folder, CHATS).onClassPath().with("-proc:none").inItsOwnJvm());
  }

  @Test
  void aFolderOfJavacsOwnJvmMayHaveASpaceInItsName() throws Exception {
    Path spaced = Files.createDirectories(folder.resolve("my own"));
    assertTransforms(Compile.of(spaced, CHATS).onClassPath().with("-proc:none").inItsOwnJvm());
  }

  @Test
  void startsBehindAProcessorThatClaimsEveryAnnotation() throws Exception {
    Path services = Files.createDirectories(folder.resolve("first/META-INF/services"));
    Files.writeString(
        services.resolve("javax.annotation.processing.Processor"), Greedy.class.getName());
    Path tests = Path.of(Greedy.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String path =
        String.join(
            java.io.File.pathSeparator,
            services.getParent().getParent().toString(),
            tests.toString(),
            Compile.FERMATA);
    assertTransforms(
        Compile.of(folder.resolve("greedy"), CHATS)
            .with("-cp", Compile.RUNTIME, "-processorpath", path)
            .inItsOwnJvm());
  }

  @Test
  void aWarningOfJavacsThatIsFatalIsNotCausedByIt() throws Exception {
    assertTransforms(
        Compile.of(folder, CHATS).onProcessorPath().with("-Xlint:all", "-Werror").here());
  }

  @Test
  void anOptionSwitchesItOff() throws Exception {
    Map<String, byte[]> plain =
        Compile.of(folder.resolve("plain"), CHATS)
            .with("-cp", Compile.RUNTIME, "-proc:none")
            .here()
            .classes();
    for (List<String> option :
        List.of(List.of("-Afermata.skip=true"), List.of("-Xplugin:Fermata skip"))) {
      Outcome outcome =
          Compile.of(folder.resolve("skipped"), CHATS)
              .onProcessorPath()
              .with(option.toArray(String[]::new))
              .here();
      assertSame(plain, outcome.classes());
    }
  }

  @Test
  void aWrongOptionIsAnError() throws Exception {
    Outcome outcome =
        Compile.of(folder, CHATS)
            .onProcessorPath()
            .with("-Afermata.noWarn=FERMATA-001", "-Xplugin:Fermata fast")
            .here();
    assertEquals(
        List.of(
            "ERROR Chat.java:1:1 wrong option 'fast' for Fermata: there are skip and noWarn=IDS",
            "ERROR Chat.java:1:1 wrong option '-Afermata.noWarn=FERMATA-001' for Fermata: there is"
                + " no warning FERMATA-001"),
        outcome.messages());
    assertEquals(1, outcome.code());
  }

  // ---------------------------------------------------------------- what it says

  @Test
  void errorsAndWarningsAreJavacsOwnAndNoneHidesAnother() throws Exception {
    Outcome outcome = Compile.of(folder, WRONG).onProcessorPath().here();
    assertEquals(FOUND, outcome.messages().stream().sorted(this::byFile).toList());
    assertEquals(1, outcome.code());
    assertEquals(3, outcome.classes().size());
  }

  private int byFile(String one, String other) {
    return one.substring(one.indexOf(' ')).compareTo(other.substring(other.indexOf(' ')));
  }

  @Test
  void withoutLineNumbersInTheClassAMessageStandsAtItsMethod() throws Exception {
    Outcome outcome = Compile.of(folder, WRONG).onProcessorPath().with("-g:none").here();
    assertTrue(
        outcome.messages().stream().anyMatch(text -> text.startsWith("ERROR Bad.java:5:7 ")),
        outcome.messages().toString());
  }

  @Test
  void warningsAreSilencedByAnnotationsAndOptionsAndErrorsAreNot() throws Exception {
    Map<String, String> silent = new TreeMap<>(WRONG);
    silent.replaceAll(
        (path, text) ->
            text.replace("class Bad", "@SuppressWarnings(\"fermata\") class Bad")
                .replace("@Async static", "@SuppressWarnings({\"FERMATA-103\"}) @Async static"));
    Outcome outcome = Compile.of(folder.resolve("1"), silent).onProcessorPath().here();
    assertEquals(
        List.of("ERROR Bad.java", "WARNING Good.java", "ERROR Worse.java"), places(outcome));
    silent.replaceAll(
        (path, text) -> text.replace("@SuppressWarnings(\"fermata\")", "@SilenceFermata"));
    silent.replaceAll(
        (path, text) ->
            text.replace(
                "@SuppressWarnings({\"FERMATA-103\"})", "@SilenceFermata(\"FERMATA-101\")"));
    outcome = Compile.of(folder.resolve("2"), silent).onProcessorPath().here();
    assertEquals(
        List.of("ERROR Bad.java", "WARNING Good.java", "ERROR Worse.java"), places(outcome));
    outcome =
        Compile.of(folder.resolve("3"), WRONG)
            .onProcessorPath()
            .with("-Afermata.noWarn=all")
            .here();
    assertEquals(List.of("ERROR Bad.java", "ERROR Worse.java"), places(outcome));
  }

  private List<String> places(Outcome outcome) {
    return outcome.messages().stream()
        .sorted(this::byFile)
        .map(text -> text.substring(0, text.indexOf(':')))
        .toList();
  }

  @Test
  void aProgramThatCallsJavacsStepsOneByOneIsToldAtOnce() throws Exception {
    Compile compile = Compile.of(folder, WRONG);
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    Files.createDirectories(compile.output());
    List<String> options =
        List.of(
            "-cp",
            Compile.RUNTIME,
            "-processorpath",
            Compile.FERMATA,
            "-d",
            compile.output().toString());
    try (StandardJavaFileManager files = Compile.files()) {
      JavacTask task =
          (JavacTask)
              ToolProvider.getSystemJavaCompiler()
                  .getTask(new StringWriter(), files, found, options, null, compile.units());
      task.analyze();
      task.generate();
    }
    assertTrue(
        Compile.texts(found).stream().anyMatch(text -> text.contains("[FERMATA-0")),
        Compile.texts(found).toString());
  }

  // ---------------------------------------------------------------- where classes are

  @Test
  void withoutAnOutputFolderClassesLieBesideTheirSources() throws Exception {
    Outcome outcome = Compile.of(folder, CHATS).onProcessorPath().withoutOutput().here();
    assertSame(transformed(CHATS), outcome.classes());
    outcome =
        Compile.of(folder.resolve("own"), CHATS)
            .onClassPath()
            .with("-proc:none")
            .withoutOutput()
            .inItsOwnJvm();
    assertSame(transformed(CHATS), outcome.classes());
  }

  @Test
  void aClassMayHaveNoPackage() throws Exception {
    Map<String, String> bare = Map.of("Chat.java", CHAT.replace("package a.b;", ""));
    assertSame(
        transformed(bare),
        Compile.of(folder.resolve("1"), bare).onProcessorPath().here().classes());
    assertSame(
        transformed(bare),
        Compile.of(folder.resolve("2"), bare).onProcessorPath().withoutOutput().here().classes());
  }

  @Test
  void aClassMayBelongToAModule() throws Exception {
    Map<String, String> module =
        Map.of(
            "module-info.java",
            "module m { requires dev.fermata; }",
            "a/b/package-info.java",
            "/** Doc. */\n@Deprecated\npackage a.b;\n",
            "a/b/Chat.java",
            CHAT);
    Outcome outcome =
        Compile.of(folder.resolve("1"), module)
            .with("-p", Compile.RUNTIME, "-processorpath", Compile.FERMATA)
            .here();
    assertEquals(List.of(), outcome.messages());
    assertTransformed(outcome.classes().get("a/b/Chat.class"));

    Path root = folder.resolve("2");
    Map<String, String> modules = new TreeMap<>();
    module.forEach((path, text) -> modules.put("m/" + path, text));
    outcome =
        Compile.of(root, modules)
            .with("-p", Compile.RUNTIME, "-processorpath", Compile.FERMATA)
            .with("--module-source-path", root.resolve("src").toString())
            .here();
    assertEquals(List.of(), outcome.messages());
    assertTransformed(outcome.classes().get("m/a/b/Chat.class"));
  }

  private static void assertTransformed(byte[] classFile) {
    assertFalse(
        new Transformer(Options.defaults()).transform(classFile, "class").changed(),
        "is transformed already");
    assertTrue(
        new String(classFile, java.nio.charset.StandardCharsets.ISO_8859_1)
            .contains("dev.fermata.Transformed"));
  }

  /** Writes classes into memory. */
  private static class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    final Map<String, ByteArrayOutputStream> classes = new TreeMap<>();

    Memory(JavaFileManager parent) {
      super(parent);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(className, name -> new ByteArrayOutputStream());
        }
      };
    }
  }

  @Test
  void aStaleFileIsNotTakenForAClassThatGoesElsewhere() throws Exception {
    Compile compile = Compile.of(folder, CHATS);
    compile.with("-cp", Compile.RUNTIME, "-proc:none").here();
    Map<String, byte[]> before = compile.classes();
    try (Memory memory = new Memory(Compile.files())) {
      Outcome outcome = Compile.of(folder, CHATS).onProcessorPath().here(memory);
      assertEquals(0, outcome.code());
      assertEquals(1, outcome.messages().size(), outcome.messages().toString());
      assertTrue(outcome.messages().get(0).contains("Fermata cannot write to where"));
    }
    assertSame(before, compile.classes());
  }

  @Test
  void aCompilerThatWritesToMemoryIsWarnedOnce() throws Exception {
    try (Memory memory =
        new Memory(Compile.files()) {
          @Override
          public FileObject getFileForOutput(
              Location location, String inPackage, String name, FileObject sibling) {
            return new SimpleJavaFileObject(
                URI.create("memory:///" + name), JavaFileObject.Kind.OTHER) {};
          }
        }) {
      Outcome outcome = Compile.of(folder, CHATS).onProcessorPath().here(memory);
      assertEquals(1, outcome.messages().size(), outcome.messages().toString());
      assertTrue(
          outcome
              .messages()
              .get(0)
              .startsWith(
                  "WARNING Chat.java:1:1 Fermata cannot write to where this compiler writes its"
                      + " classes, which is no file system: asynchronous methods stay as they"
                      + " are."),
          outcome.messages().toString());
    }
  }

  @Test
  void aBuildToolWithoutAnnotationProcessingIsWarnedOnceAndWhoeverDoesNotUseFermataIsNot()
      throws Exception {
    Outcome outcome =
        Compile.of(folder.resolve("1"), CHATS).onClassPath().with("-proc:none").here();
    assertEquals(1, outcome.messages().size(), outcome.messages().toString());
    assertTrue(
        outcome
            .messages()
            .get(0)
            .startsWith(
                "WARNING Chat.java:1:1 Fermata cannot see where this compiler writes its classes"),
        outcome.messages().toString());
    outcome =
        Compile.of(folder.resolve("2"), Map.of("A.java", "class A {}"))
            .onClassPath()
            .with("-proc:none")
            .here();
    assertEquals(List.of(), outcome.messages());
  }

  // ---------------------------------------------------------------- in company

  @Test
  void eightCompilersRunInOneJvm() throws Exception {
    Map<String, byte[]> expected = transformed(CHATS);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Outcome>> runs = new ArrayList<>();
      IntStream.range(0, 8)
          .forEach(
              i ->
                  runs.add(
                      () -> Compile.of(folder.resolve("run" + i), CHATS).onProcessorPath().here()));
      for (Future<Outcome> run : threads.invokeAll(runs)) {
        assertEquals(List.of(), run.get().messages());
        assertSame(expected, run.get().classes());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void nothingIsLeftInTheJvm() throws Exception {
    Compile.of(folder, CHATS).onProcessorPath().here();
    assertEquals(
        List.of(),
        System.getProperties().stringPropertyNames().stream()
            .filter(name -> name.startsWith("fermata.javac."))
            .toList());
  }

  @Test
  void eclipsesCompilerIsToldThatItIsNotJavac() throws Exception {
    StringWriter out = new StringWriter();
    Compile compile = Compile.of(folder, CHATS).onProcessorPath();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    Files.createDirectories(compile.output());
    boolean done =
        new org.eclipse.jdt.internal.compiler.tool.EclipseCompiler()
            .getTask(
                out,
                Compile.files(),
                found,
                List.of(
                    "-17",
                    "-cp",
                    Compile.RUNTIME,
                    "-processorpath",
                    Compile.FERMATA,
                    "-d",
                    compile.output().toString()),
                null,
                compile.units())
            .call();
    assertTrue(done, out.toString());
    String all = out + Compile.texts(found).toString();
    assertTrue(
        all.contains("Fermata can transform classes inside of javac only, and this compiler is"),
        all);
  }
}
