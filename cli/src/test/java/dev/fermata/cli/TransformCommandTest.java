package dev.fermata.cli;

import static dev.fermata.cli.CommandFixture.assertUntouched;
import static dev.fermata.cli.CommandFixture.bytes;
import static dev.fermata.cli.CommandFixture.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.fermata.cli.CommandFixture.Outcome;
import dev.fermata.cli.programs.Careless;
import dev.fermata.cli.programs.Hello;
import dev.fermata.cli.programs.Locked;
import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformCommandTest {
  private static final List<String> NOTHING = List.of();

  @TempDir private Path directory;
  private CommandFixture files;

  @BeforeEach
  void makeFixture() {
    files = new CommandFixture(directory);
  }

  private static byte[] transformed(Class<?> type) throws IOException {
    return new Transformer(Options.defaults()).transform(bytes(type), "").bytes();
  }

  @Test
  void aClassFileIsTransformedInPlace() throws IOException {
    Path file = files.classFile(Hello.class);
    assertEquals(
        new Outcome(0, List.of("1 of 1 classes transformed."), NOTHING), run("transform", file));
    assertArrayEquals(transformed(Hello.class), Files.readAllBytes(file));
  }

  @Test
  void aSecondRunTouchesNothing() throws IOException {
    byte[] done = transformed(Hello.class);
    Path file = files.file("Hello.class", done);
    assertEquals(
        new Outcome(0, List.of("0 of 1 classes transformed."), NOTHING),
        run("transform", directory));
    assertUntouched(file, done);
  }

  @Test
  void directoriesAndJarsCanBeGivenTogether() throws IOException {
    Path file = files.classFile(Hello.class);
    files.classFile(TransformCommandTest.class);
    Path jar = files.jar("a.jar", false, Hello.class);
    assertEquals(
        new Outcome(0, List.of("2 of 3 classes transformed."), NOTHING),
        run("transform", file.getParent(), jar));
    assertArrayEquals(transformed(Hello.class), Files.readAllBytes(file));
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertArrayEquals(
          transformed(Hello.class), zip.getInputStream(zip.entries().nextElement()).readAllBytes());
    }
  }

  @Test
  void withAnOutputTheInputStays() throws IOException {
    Path file = files.classFile(Hello.class);
    Path output = directory.resolve("out");
    assertEquals(0, run("transform", "-o", output, file.getParent()).exitCode());
    assertUntouched(file, bytes(Hello.class));
    assertArrayEquals(transformed(Hello.class), Files.readAllBytes(output.resolve("Hello.class")));
  }

  @Test
  void theSameClassBecomesTheSameBytesAloneInADirectoryAndInAJar() throws IOException {
    Path file = files.classFile(Hello.class);
    Path jar = files.jar("a.jar", false, Hello.class);
    run("transform", "-o", directory.resolve("1"), file);
    run("transform", "-o", directory.resolve("2"), file.getParent());
    run("transform", "--output=" + directory.resolve("3.jar"), jar);
    byte[] alone = Files.readAllBytes(directory.resolve("1/Hello.class"));
    assertArrayEquals(alone, Files.readAllBytes(directory.resolve("2/Hello.class")));
    try (ZipFile zip = new ZipFile(directory.resolve("3.jar").toFile())) {
      assertArrayEquals(alone, zip.getInputStream(zip.entries().nextElement()).readAllBytes());
    }
  }

  @Test
  void withAnErrorInAClassNothingIsWritten() throws IOException {
    Path good = files.classFile(Hello.class);
    Path bad = files.classFile(Locked.class);
    assertEquals(
        new Outcome(
            1,
            NOTHING,
            List.of(
                "Locked.java:17: error[FERMATA-003]: dev.fermata.cli.programs.Locked.underLock:"
                    + " await stands inside a synchronized block, whose monitor cannot be held"
                    + " while the method is suspended; use an AsyncLock, or leave the"
                    + " synchronized block before the await")),
        run("transform", good, bad));
    assertUntouched(good, bytes(Hello.class));
    assertUntouched(bad, bytes(Locked.class));
  }

  @Test
  void aWarningDoesNotHinderAndCanBeSwitchedOff() throws IOException {
    Path first = files.classFile(Careless.class);
    Outcome warned = run("transform", first);
    assertEquals(0, warned.exitCode());
    assertEquals(List.of("1 of 1 classes transformed."), warned.out());
    assertEquals(1, warned.err().size());
    String expected =
        "Careless.java:14: warning[FERMATA-101]: dev.fermata.cli.programs.Careless.forgetful: ";
    assertEquals(expected, warned.err().get(0).substring(0, expected.length()));
    files.classFile(Careless.class);
    assertEquals(
        new Outcome(0, List.of("1 of 1 classes transformed."), NOTHING),
        run("transform", "--no-warn=FERMATA-102,FERMATA-101", first));
  }

  @Test
  void k13_aCheckTellsWhatIsNotTransformedAndWritesNothing() throws IOException {
    Path file = files.classFile(Hello.class);
    assertEquals(
        new Outcome(
            1,
            List.of("1 of 1 classes must be transformed."),
            List.of("fermata: " + file + ": not transformed")),
        run("transform", "--check", directory));
    assertUntouched(file, bytes(Hello.class));
  }

  @Test
  void aCheckOfTransformedClassesSucceeds() throws IOException {
    files.file("Hello.class", transformed(Hello.class));
    files.classFile(TransformCommandTest.class);
    assertEquals(
        new Outcome(0, List.of("0 of 2 classes must be transformed."), NOTHING),
        run("transform", "--check", directory));
  }

  @Test
  void aSignedJarIsTransformedIfItMayLoseItsSignature() throws IOException {
    Path jar = files.jar("signed.jar", true, Hello.class);
    assertEquals(0, run("transform", "--strip-signatures", jar).exitCode());
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertEquals(
          List.of("dev/fermata/cli/programs/Hello.class"),
          zip.stream().map(Object::toString).toList());
    }
  }

  @Test
  void anOutputOfTheRightContentIsNotWrittenAgain() throws IOException {
    Path file = files.classFile(Hello.class);
    Path output = files.file("out/Hello.class", transformed(Hello.class));
    assertEquals(0, run("transform", "-o", output.getParent(), file).exitCode());
    assertUntouched(output, transformed(Hello.class));
    assertFalse(Files.exists(output.resolveSibling("classes")));
  }
}
