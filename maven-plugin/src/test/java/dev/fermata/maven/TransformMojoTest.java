package dev.fermata.maven;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.maven.programs.Careless;
import dev.fermata.maven.programs.Hello;
import dev.fermata.maven.programs.Locked;
import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformMojoTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);
  private static final String LOCKED_MESSAGE =
      "error[FERMATA-003]: dev.fermata.maven.programs.Locked.underLock: await stands inside a"
          + " synchronized block, whose monitor cannot be held while the method is suspended; use"
          + " an AsyncLock, or leave the synchronized block before the await";

  @TempDir private Path directory;
  private final LogRecorder log = new LogRecorder();
  private final TransformMojo mojo = new TransformMojo();

  @BeforeEach
  void configure() {
    mojo.setLog(log);
    mojo.classes = directory.resolve("classes").toFile();
    mojo.sourceRoots = List.of(directory.resolve("none").toString(), directory + "/src");
  }

  private static String pathOf(Class<?> type, String ending) {
    return type.getName().replace('.', '/') + ending;
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in.readAllBytes();
    }
  }

  private Path classFile(Class<?> type, byte[] content) throws IOException {
    Path file = directory.resolve("classes").resolve(pathOf(type, ".class"));
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return Files.setLastModifiedTime(file, LONG_AGO);
  }

  @Test
  void classesAreTransformedOnce() throws Exception {
    Path hello = classFile(Hello.class, bytes(Hello.class));
    mojo.execute();
    byte[] expected = new Transformer(Options.defaults()).transform(bytes(Hello.class), "").bytes();
    assertArrayEquals(expected, Files.readAllBytes(hello));
    Files.setLastModifiedTime(hello, LONG_AGO);
    mojo.execute();
    assertEquals(LONG_AGO, Files.getLastModifiedTime(hello));
    assertEquals(
        List.of("info: 1 of 1 classes transformed", "info: 0 of 1 classes transformed"),
        log.lines());
  }

  @Test
  void anErrorNamesTheSourceFileAndFailsTheBuildAndNothingIsWritten() throws Exception {
    Path hello = classFile(Hello.class, bytes(Hello.class));
    Path locked = classFile(Locked.class, bytes(Locked.class));
    Path source = directory.resolve("src").resolve(pathOf(Locked.class, ".java"));
    Files.createDirectories(source.getParent());
    Files.createFile(source);
    MojoFailureException failure = assertThrows(MojoFailureException.class, mojo::execute);
    assertEquals(
        "asynchronous methods could not be transformed, see above; no class was changed",
        failure.getMessage());
    assertEquals(List.of("error: " + source + ":[17,1] " + LOCKED_MESSAGE), log.lines());
    assertEquals(LONG_AGO, Files.getLastModifiedTime(hello));
    assertEquals(LONG_AGO, Files.getLastModifiedTime(locked));
  }

  @Test
  void aWarningDoesNotFailTheBuildAndCanBeSwitchedOff() throws Exception {
    classFile(Careless.class, bytes(Careless.class));
    mojo.execute();
    assertTrue(log.lines().get(0).startsWith("warn: Careless.java:14: warning[FERMATA-101]: "));
    assertEquals("info: 1 of 1 classes transformed", log.lines().get(1));
    classFile(Careless.class, bytes(Careless.class));
    mojo.noWarn = Set.of("FERMATA-101");
    mojo.execute();
    assertEquals(List.of(log.lines().get(1)), log.lines().subList(2, log.lines().size()));
  }

  @Test
  void aWarningFailsTheBuildWhereThatIsAskedForAndNothingIsWritten() throws Exception {
    Path careless = classFile(Careless.class, bytes(Careless.class));
    mojo.failOnWarning = true;
    String message = assertThrows(MojoFailureException.class, mojo::execute).getMessage();
    assertEquals(
        "there are warnings, see above, and failOnWarning is set; no class was changed", message);
    assertTrue(log.lines().get(0).startsWith("warn: Careless.java:14: warning[FERMATA-101]: "));
    assertEquals(LONG_AGO, Files.getLastModifiedTime(careless));
    mojo.noWarn = Set.of("FERMATA-101");
    mojo.execute();
    assertEquals("info: 1 of 1 classes transformed", log.lines().get(1));
  }

  @Test
  void aMistypedWarningFailsTheBuild() throws Exception {
    classFile(Careless.class, bytes(Careless.class));
    mojo.noWarn = Set.of("101");
    String message = assertThrows(MojoFailureException.class, mojo::execute).getMessage();
    assertEquals("wrong value of noWarn: there is no warning 101", message);
  }

  @Test
  void withoutTheSourceFileAnErrorNamesTheFileOnly() throws Exception {
    classFile(Locked.class, bytes(Locked.class));
    assertThrows(MojoFailureException.class, mojo::execute);
    assertEquals(List.of("error: Locked.java:17: " + LOCKED_MESSAGE), log.lines());
  }

  @Test
  void aClassThatCannotBeWrittenFailsTheBuild() throws Exception {
    Path hello = classFile(Hello.class, bytes(Hello.class));
    Files.setPosixFilePermissions(hello, PosixFilePermissions.fromString("r--r--r--"));
    assertThrows(MojoFailureException.class, mojo::execute);
    assertEquals(List.of("error: " + hello + ": read-only"), log.lines());
  }

  @Test
  void aProjectWithoutClassesIsFine() throws Exception {
    mojo.execute();
    assertEquals(List.of("info: No classes to transform."), log.lines());
  }

  @Test
  void whenSkippedClassesStayAsTheyAre() throws Exception {
    Path hello = classFile(Hello.class, bytes(Hello.class));
    mojo.skip = true;
    mojo.execute();
    assertEquals(LONG_AGO, Files.getLastModifiedTime(hello));
    assertEquals(List.of("info: Skipped."), log.lines());
  }

  @Test
  void k06_testClassesAreTransformedToo() throws Exception {
    Path hello = classFile(Hello.class, bytes(Hello.class));
    TestTransformMojo tests = new TestTransformMojo();
    tests.setLog(log);
    tests.classes = mojo.classes;
    tests.execute();
    byte[] expected = new Transformer(Options.defaults()).transform(bytes(Hello.class), "").bytes();
    assertArrayEquals(expected, Files.readAllBytes(hello));
  }
}
