package dev.fermata.cli;

import static dev.fermata.cli.CommandFixture.assertUntouched;
import static dev.fermata.cli.CommandFixture.bytes;
import static dev.fermata.cli.CommandFixture.run;
import static dev.fermata.cli.CommandFixture.withVersion;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.cli.CommandFixture.Outcome;
import dev.fermata.cli.programs.Hello;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of bad input gives one line and an exit code, and changes no file. */
class BadInputTest {
  private static final int ERROR_IN_CLASS = 1;
  private static final int UNREADABLE = 2;

  @TempDir private Path directory;
  private CommandFixture files;

  @BeforeEach
  void makeFixture() {
    files = new CommandFixture(directory);
  }

  private static void assertRefused(int exitCode, String line, Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    assertEquals(new Outcome(exitCode, List.of(), List.of(line)), run("transform", file));
    assertUntouched(file, content);
  }

  @Test
  void noSuchPath() {
    Path path = directory.resolve("missing");
    assertEquals(
        new Outcome(
            UNREADABLE, List.of(), List.of("fermata: " + path + ": no such file or directory")),
        run("transform", path));
  }

  @Test
  void aMistypedWarning() {
    assertEquals(
        new Outcome(
            UNREADABLE,
            List.of(),
            List.of(
                "fermata transform: Invalid value for option '--no-warn': there is no warning"
                    + " FERMATA-201 (try 'fermata transform --help')")),
        run("transform", "--no-warn", "FERMATA-101,FERMATA-201", directory));
  }

  @Test
  void notAClassFile() throws IOException {
    Path file = files.file("Notes.class", "Only some notes, no class at all".getBytes(UTF_8));
    assertRefused(
        UNREADABLE,
        file
            + ": error[FERMATA-014]: this is not a sound class file: it does not begin as a class file does;"
            + " build or download the file again",
        file);
  }

  @Test
  void neitherClassNorJar() throws IOException {
    Path file = files.file("notes.txt", "notes".getBytes(UTF_8));
    assertRefused(UNREADABLE, "fermata: " + file + ": neither a class file nor a jar file", file);
  }

  @Test
  void truncatedClass() throws IOException {
    byte[] whole = bytes(Hello.class);
    Path file = files.file("Hello.class", Arrays.copyOf(whole, whole.length - 1));
    assertRefused(
        UNREADABLE,
        file
            + ": error[FERMATA-014]: this is not a sound class file: it ends too early or is inconsistent;"
            + " build or download the file again",
        file);
  }

  @Test
  void unreadableJar() throws IOException {
    Path file = files.file("a.jar", "PK, but that is all".getBytes(UTF_8));
    assertRefused(
        UNREADABLE,
        "fermata: " + file + ": not a readable zip or jar file: it has no end record",
        file);
  }

  @Test
  void truncatedClassInAJar() throws IOException {
    Path whole = files.jar("whole.jar", false, Hello.class);
    byte[] jar = Files.readAllBytes(whole);
    Path file = files.file("cut.jar", Arrays.copyOf(jar, jar.length / 2));
    assertRefused(
        UNREADABLE,
        "fermata: " + file + ": not a readable zip or jar file: it has no end record",
        file);
  }

  @Test
  void signedJar() throws IOException {
    Path file = files.jar("signed.jar", true, Hello.class);
    assertRefused(
        UNREADABLE,
        "fermata: "
            + file
            + ": signed, and transformed classes would not fit the signature;"
            + " --strip-signatures removes it",
        file);
  }

  @Test
  void tooOldClass() throws IOException {
    Path file = files.file("Hello.class", withVersion(51));
    assertRefused(
        ERROR_IN_CLASS,
        "Hello.java: error[FERMATA-009]: dev.fermata.cli.programs.Hello: the class file has"
            + " version 51, the oldest that can be transformed is 52; recompile it for Java 8 or"
            + " later",
        file);
  }

  @Test
  void i03_tooNewClass() throws IOException {
    Path file = files.file("Hello.class", withVersion(120));
    Outcome outcome = run("transform", file);
    assertEquals(ERROR_IN_CLASS, outcome.exitCode());
    assertEquals(1, outcome.err().size());
    assertEquals(
        file + ": error[FERMATA-010]: the class file has version 120",
        outcome.err().get(0).replaceFirst(", the newest.*", ""));
    assertUntouched(file, withVersion(120));
  }

  @Test
  void i03_tooNewClassInAJar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("Hello.class"));
      zip.write(withVersion(120));
    }
    Path file = files.file("new.jar", bytes.toByteArray());
    Outcome outcome = run("transform", file);
    assertEquals(ERROR_IN_CLASS, outcome.exitCode());
    assertEquals(1, outcome.err().size());
    String place = file + "!/Hello.class";
    assertEquals(
        place + ": error[FERMATA-010]: the class file has version 120",
        outcome.err().get(0).replaceFirst(", the newest.*", ""));
    assertUntouched(file, bytes.toByteArray());
  }

  @Test
  void readOnlyTarget() throws IOException {
    Path file = files.classFile(Hello.class);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assertRefused(UNREADABLE, "fermata: " + file + ": read-only", file);
  }

  @Test
  void wrongOption() {
    assertEquals(
        new Outcome(
            UNREADABLE,
            List.of(),
            List.of(
                "fermata transform: Unknown option: '--chek'"
                    + " (try 'fermata transform --help')")),
        run("transform", "--chek", directory));
  }

  @Test
  void noPathAtAll() {
    assertEquals(
        new Outcome(
            UNREADABLE,
            List.of(),
            List.of(
                "fermata transform: Missing required parameter: 'PATH'"
                    + " (try 'fermata transform --help')")),
        run("transform"));
  }

  @Test
  void emptyPath() {
    Outcome expected =
        new Outcome(
            UNREADABLE,
            List.of(),
            List.of("fermata transform: A path is empty (try 'fermata transform --help')"));
    assertEquals(expected, run("transform", ""));
    assertEquals(expected, run("transform", "--output=", directory));
  }

  @Test
  void outputAndCheckTogether() {
    assertEquals(
        new Outcome(
            UNREADABLE,
            List.of(),
            List.of(
                "fermata transform: --output=OUT, --check are mutually exclusive (specify only"
                    + " one) (try 'fermata transform --help')")),
        run("transform", "-o", directory, "--check", directory));
  }

  @Test
  void noCommandAndUnknownCommand() {
    assertEquals(
        new Outcome(
            UNREADABLE,
            List.of(),
            List.of("fermata: Missing required subcommand (try 'fermata --help')")),
        run());
    assertEquals(
        new Outcome(
            UNREADABLE,
            List.of(),
            List.of("fermata: Unmatched argument at index 0: 'convert' (try 'fermata --help')")),
        run("convert"));
  }
}
