package dev.fermata.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.cli.programs.Hello;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes input files that were last changed long ago, and runs commands on them. */
final class CommandFixture {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  private final Path directory;

  CommandFixture(Path directory) {
    this.directory = directory;
  }

  /** What a command printed, by lines, and its exit code. */
  record Outcome(int exitCode, List<String> out, List<String> err) {}

  /** Runs a command. */
  static Outcome run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] strings = new String[arguments.length];
    for (int i = 0; i < strings.length; i++) {
      strings[i] = arguments[i].toString();
    }
    int exitCode = FermataCommand.run(new PrintWriter(out), new PrintWriter(err), strings);
    return new Outcome(exitCode, out.toString().lines().toList(), err.toString().lines().toList());
  }

  /** The bytes of an untransformed class. */
  static byte[] bytes(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return in.readAllBytes();
    }
  }

  /** The bytes of {@link Hello} with another class file version. */
  static byte[] withVersion(int version) throws IOException {
    byte[] bytes = bytes(Hello.class);
    bytes[7] = (byte) version;
    return bytes;
  }

  /** Writes a file. */
  Path file(String name, byte[] content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.setLastModifiedTime(file, LONG_AGO);
    return file;
  }

  /** Writes the class file of an untransformed class. */
  Path classFile(Class<?> type) throws IOException {
    return file("classes/" + type.getSimpleName() + ".class", bytes(type));
  }

  /** Writes a jar of untransformed classes and, if wanted, a signature. */
  Path jar(String name, boolean signed, Class<?>... types) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      if (signed) {
        zip.putNextEntry(new ZipEntry("META-INF/ME.SF"));
      }
      for (Class<?> type : types) {
        zip.putNextEntry(new ZipEntry(type.getName().replace('.', '/') + ".class"));
        zip.write(bytes(type));
      }
    }
    return file(name, bytes.toByteArray());
  }

  /** Checks that a file is as it was when it was written. */
  static void assertUntouched(Path file, byte[] content) throws IOException {
    assertEquals(LONG_AGO, Files.getLastModifiedTime(file));
    Path copy = Files.write(Files.createTempFile("expected", ""), content);
    assertEquals(-1, Files.mismatch(copy, file));
    Files.delete(copy);
  }
}
