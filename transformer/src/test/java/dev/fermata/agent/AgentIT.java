package dev.fermata.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Fermata;
import dev.fermata.agent.programs.Failing;
import dev.fermata.agent.programs.Hello;
import dev.fermata.agent.programs.Instruments;
import dev.fermata.agent.programs.Locked;
import dev.fermata.agent.programs.Nameless;
import dev.fermata.agent.programs.Parallel;
import dev.fermata.agent.programs.Reload;
import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs under the agent's jar as it is built for users, each in a JVM of its own. */
class AgentIT {
  private static final String CLASS_PATH =
      String.join(File.pathSeparator, Jvm.locationOf(Hello.class), Jvm.locationOf(Fermata.class));

  @TempDir private Path directory;

  private Jvm.Outcome run(List<String> options, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of("-cp", CLASS_PATH, program.getName()));
    command.addAll(List.of(arguments));
    return Jvm.run(directory, command);
  }

  @Test
  void j08_aProgramRunsThatNobodyTransformedBefore() throws Exception {
    assertEquals(
        new Jvm.Outcome(0, List.of("hello world", "hello you"), List.of()),
        run(List.of(Jvm.agent("")), Hello.class, "world", "you"));
  }

  @Test
  void aTraceNamesTheAwaitingMethodsUnlessThatIsTurnedOff() throws Exception {
    assertEquals(
        new Jvm.Outcome(0, List.of("told", "caller"), List.of()),
        run(List.of(Jvm.agent("")), Failing.class));
    assertEquals(
        new Jvm.Outcome(0, List.of("told"), List.of()),
        run(List.of(Jvm.agent(""), "-Dfermata.awaitTrace=false"), Failing.class));
  }

  @Test
  void k09_withoutTheAgentTheProgramSaysWhatIsMissing() throws Exception {
    Jvm.Outcome outcome = run(List.of(), Hello.class, "world");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.err().get(0).contains("-javaagent:fermata-transformer.jar"));
  }

  @Test
  void aWrongOptionEndsTheProcessBeforeTheProgramStarts() throws Exception {
    assertEquals(
        new Jvm.Outcome(
            2, List.of(), List.of("fermata agent: wrong option 'quiet=perhaps': it has no value")),
        run(List.of(Jvm.agent("quiet=perhaps")), Hello.class, "world"));
  }

  @Test
  void aMethodThatCannotBeTransformedIsToldWhenItsClassIsLoadedAndThrowsWhenCalled()
      throws Exception {
    Jvm.Outcome outcome = run(List.of(Jvm.agent("")), Locked.class);
    assertEquals(List.of("started"), outcome.out());
    String error = outcome.err().get(0);
    assertTrue(error.startsWith("Locked.java:17: error[FERMATA-003]: "), error);
    assertEquals(
        "Exception in thread \"main\" java.lang.IllegalStateException: " + error,
        outcome.err().get(1));
  }

  @Test
  void theDumpIsWhatTheTransformerWrites() throws Exception {
    run(List.of(Jvm.agent("dump=dump")), Hello.class, "world");
    String name = Hello.class.getName().replace('.', '/') + ".class";
    byte[] classFile = Files.readAllBytes(Path.of(Jvm.locationOf(Hello.class), name));
    Path expected = directory.resolve("expected.class");
    Files.write(expected, new Transformer(Options.defaults()).transform(classFile, name).bytes());
    assertEquals(-1, Files.mismatch(expected, directory.resolve("dump").resolve(name)));
  }

  @Test
  void j04_aClassCanBeTransformedAgainAndReplacedWhileItRuns() throws Exception {
    Path helper = directory.resolve("instruments.jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", Instruments.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    attributes.putValue("Can-Redefine-Classes", "true");
    try (OutputStream out = Files.newOutputStream(helper)) {
      new JarOutputStream(out, manifest).close();
    }
    assertEquals(
        new Jvm.Outcome(
            0,
            List.of(
                "hello first",
                "hello retransformed",
                "hello redefined",
                "hello redefined as it was loaded"),
            List.of()),
        run(List.of(Jvm.agent(""), "-javaagent:" + helper), Reload.class));
  }

  @Test
  void j07_classesAreLoadedInParallel() throws Exception {
    assertEquals(
        new Jvm.Outcome(0, Collections.nCopies(200, "hello you"), List.of()),
        run(List.of(Jvm.agent("")), Parallel.class));
  }

  @Test
  void j09_aClassDefinedWithoutItsNameIsTransformedAndAHiddenOneIsNot() throws Exception {
    assertEquals(
        new Jvm.Outcome(0, List.of("hello you", "hidden: IllegalStateException"), List.of()),
        run(List.of(Jvm.agent("")), Nameless.class, "you"));
  }

  @Test
  void j14_aNamedModuleNeedsNoOpens() throws Exception {
    Path sources = Files.createDirectories(directory.resolve("sources/app"));
    Files.writeString(
        sources.resolve("../module-info.java"), "module app { requires dev.fermata; }");
    String hello = "src/test/java/dev/fermata/agent/programs/Hello.java";
    Files.writeString(
        sources.resolve("Hello.java"),
        Files.readString(Path.of(hello))
            .replace("package dev.fermata.agent.programs", "package app"));
    String runtime = Jvm.locationOf(Fermata.class);
    Path classes = directory.resolve("classes");
    int compiled =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-Xplugin:Fermata skip",
                "-p",
                runtime,
                "-d",
                classes.toString(),
                sources.resolve("../module-info.java").toString(),
                sources.resolve("Hello.java").toString());
    assertEquals(0, compiled);
    assertEquals(
        new Jvm.Outcome(0, List.of("hello world"), List.of()),
        Jvm.run(
            directory,
            List.of(
                Jvm.agent(""),
                "-p",
                runtime + File.pathSeparator + classes,
                "-m",
                "app/app.Hello",
                "world")));
  }

  @Test
  void j10_theJarCannotBeAttachedToARunningJvm() throws Exception {
    try (JarFile jar = new JarFile(System.getProperty("fermata.agent"))) {
      Attributes attributes = jar.getManifest().getMainAttributes();
      assertTrue(attributes.containsKey(new Attributes.Name("Premain-Class")));
      assertFalse(attributes.containsKey(new Attributes.Name("Agent-Class")));
    }
  }

  @Test
  void j12_theJarHoldsNoCopyOfTheRuntime() throws Exception {
    String runtime = Fermata.class.getName().replace('.', '/') + ".class";
    try (JarFile jar = new JarFile(System.getProperty("fermata.agent"))) {
      assertNull(jar.getEntry(runtime));
      assertNull(jar.getEntry("dev/fermata/continuation/"));
    }
  }
}
