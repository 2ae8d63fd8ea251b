package dev.fermata.files;

import static dev.fermata.files.FilesFixture.inPlace;
import static dev.fermata.files.FilesFixture.into;
import static dev.fermata.files.TextTransform.classFile;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTransformTest {
  @TempDir private Path root;
  private FilesFixture files;

  @BeforeEach
  void makeFixture() {
    files = new FilesFixture(root);
  }

  @Test
  void onlyClassesThatChangeAreDifferentAfterwards() throws Exception {
    Path jar = files.file("a.jar", Jars.mixed());
    List<String> expected =
        Jars.description(jar).stream()
            .map(line -> line.contains(".class") ? line.replace("async", "transformed") : line)
            .toList();
    inPlace(jar);
    assertEquals(expected, Jars.description(jar));
  }

  @Test
  void i16_everyVersionInAMultiReleaseJarIsTransformedForItself() throws Exception {
    Path jar = files.file("a.jar", Jars.mixed());
    assertEquals(
        List.of(
            jar + "!/z/Stored.class",
            jar + "!/z/Deflated.class",
            jar + "!/META-INF/versions/11/z/Deflated.class"),
        inPlace(jar).transformed());
  }

  @Test
  void aReaderThatStreamsFindsTheSameAsOneThatUsesTheDirectory() throws Exception {
    Path jar = files.file("a.jar", Jars.mixed());
    List<String> expected =
        Jars.streamed(Files.readAllBytes(jar)).stream()
            .map(line -> line.contains(".class:") ? line.replace("async", "transformed") : line)
            .toList();
    inPlace(jar);
    assertEquals(expected, Jars.streamed(Files.readAllBytes(jar)));
  }

  @Test
  void anArchiveWithoutChangesIsNotTouched() throws Exception {
    byte[] content = new Jars().deflated("A.class", classFile("plain")).jar();
    Path jar = files.file("a.jar", content);
    inPlace(jar);
    assertEquals("*" + FilesFixture.text(content), files.contents().get("a.jar"));
  }

  @Test
  void aSecondRunTouchesNothing() throws Exception {
    Path jar = files.file("a.jar", Jars.mixed());
    inPlace(jar);
    byte[] first = Files.readAllBytes(jar);
    files.file("a.jar", first);
    assertEquals(List.of(), inPlace(jar).transformed());
    assertEquals("*" + FilesFixture.text(first), files.contents().get("a.jar"));
  }

  @Test
  void theResultDoesNotDependOnTimeOrPlace() throws Exception {
    Path first = files.file("1/a.jar", Jars.mixed());
    Path second = files.file("2/b.zip", Jars.mixed());
    inPlace(first);
    inPlace(second);
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  @Test
  void withoutChangesAnOutputIsACopy() throws Exception {
    byte[] content = new Jars().deflated("A.class", classFile("plain")).jar();
    into(root.resolve("b.jar"), files.file("a.jar", content));
    assertArrayEquals(content, Files.readAllBytes(root.resolve("b.jar")));
  }

  @Test
  void archivesInADirectoryAreLeftAlone() throws Exception {
    files.file("lib/a.jar", Jars.mixed());
    assertEquals(0, inPlace(root).classes());
    assertEquals("*" + FilesFixture.text(Jars.mixed()), files.contents().get("lib/a.jar"));
  }

  @Test
  void permissionsOfAnArchiveAreKept() throws Exception {
    Path jar = files.file("a.jar", Jars.mixed());
    var permissions = PosixFilePermissions.fromString("rwxr-x---");
    Files.setPosixFilePermissions(jar, permissions);
    inPlace(jar);
    assertEquals(permissions, Files.getPosixFilePermissions(jar));
  }

  @Test
  void aLauncherScriptBeforeTheArchiveStays() throws Exception {
    ByteArrayOutputStream executable = new ByteArrayOutputStream();
    executable.writeBytes("#!/bin/sh\nexec java -jar \"$0\"\n".getBytes(UTF_8));
    executable.writeBytes(Jars.mixed());
    Path jar = files.file("run.jar", executable.toByteArray());
    Path plain = files.file("plain.jar", Jars.mixed());
    inPlace(jar, plain);
    assertEquals(Jars.description(plain), Jars.description(jar));
    String text = Files.readString(jar, ISO_8859_1);
    assertEquals(30, text.indexOf("PK"));
    assertEquals(Files.readString(plain, ISO_8859_1), text.substring(30));
  }

  @Test
  void sizesOf64BitsStayIn64Bits() throws Exception {
    RawZip.Entry before = RawZip.Entry.of("r", new byte[100]).withZip64();
    RawZip.Entry after = RawZip.Entry.of("s", new byte[10]).withZip64();
    Path jar =
        files.file(
            "a.jar",
            RawZip.of(before, RawZip.Entry.of("A.class", classFile("async")).withZip64(), after));
    inPlace(jar);
    assertArrayEquals(
        RawZip.of(before, RawZip.Entry.of("A.class", classFile("transformed")).withZip64(), after),
        Files.readAllBytes(jar));
  }

  @Test
  void anArchiveWithMoreThan65535EntriesKeepsThemAll() throws Exception {
    Jars jars = new Jars();
    for (int i = 0; i < 0x10000; i++) {
      jars.stored(Integer.toString(i), new byte[0]);
    }
    Path jar = files.file("a.jar", jars.deflated("A.class", classFile("async")).jar());
    inPlace(jar);
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertEquals(0x10001, zip.size());
      byte[] data = zip.getInputStream(zip.getEntry("A.class")).readAllBytes();
      assertEquals("transformed", FilesFixture.text(data));
    }
  }

  @Test
  void entriesOfOneNameAndNamesInOldEncodingsStay() throws Exception {
    RawZip.Entry old = RawZip.Entry.of("gr\u00f6\u00dfe.txt", new byte[3]);
    RawZip.Entry plain = RawZip.Entry.of("A.class", classFile("plain"));
    Path jar =
        files.file("a.jar", RawZip.of(old, plain, RawZip.Entry.of("A.class", classFile("async"))));
    inPlace(jar);
    assertArrayEquals(
        RawZip.of(old, plain, RawZip.Entry.of("A.class", classFile("transformed"))),
        Files.readAllBytes(jar));
  }

  @Test
  void anEmptyArchiveIsFine() throws Exception {
    Path jar = files.file("a.jar", RawZip.of());
    assertEquals(List.of(), inPlace(jar).problems());
  }

  /** Of macOS's archives: no loader asks for that name, and the bytes are no class file's. */
  @Test
  void anEntryWithANameThatNoLoaderAsksForAndNoClassFilesBytesIsLeftAloneWithAWarning()
      throws Exception {
    byte[] attributes = {0, 5, 22, 7, 0};
    Path jar =
        files.file(
            "a.jar",
            new Jars()
                .deflated("A.class", classFile("async A"))
                .deflated("__MACOSX/._A.class", attributes)
                .deflated("a//B.class", attributes)
                .deflated("empty/.class", new byte[0])
                .deflated("other.dir/C.class", classFile("async C"))
                .jar());
    Plan<TextTransform.Found> plan = inPlace(jar);
    assertEquals(List.of(), plan.problems());
    assertEquals(List.of(), plan.findings());
    String how = ": is no class file, and no class loader asks for that name; left as it is";
    assertEquals(
        List.of(
            jar + "!/__MACOSX/._A.class" + how,
            jar + "!/a//B.class" + how,
            jar + "!/empty/.class" + how),
        plan.warnings());
    assertEquals(List.of(jar + "!/A.class", jar + "!/other.dir/C.class"), plan.transformed());
    assertEquals(2, plan.classes());
    assertEquals(
        FilesFixture.text(attributes),
        Jars.streamed(Files.readAllBytes(jar)).get(1).substring("__MACOSX/._A.class: ".length()));
  }

  @Test
  void anEntryThatALoaderMayAskForIsAnErrorWhereItIsNoClassFile() throws Exception {
    byte[] jar = new Jars().deflated("a-b/C$1.class", new byte[] {0, 5, 22, 7}).jar();
    Plan<TextTransform.Found> plan = inPlace(files.file("a.jar", jar));
    assertEquals(1, plan.findings().size());
    assertEquals(List.of(), plan.warnings());
  }
}
