package dev.fermata.files;

import static dev.fermata.files.FilesFixture.inPlace;
import static dev.fermata.files.TextTransform.classFile;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedArchiveTest {
  @TempDir private Path root;
  private FilesFixture files;

  @BeforeEach
  void makeFixture() {
    files = new FilesFixture(root);
  }

  /** Signs a jar with a new key, by the JDK's own tools. */
  private Path sign(byte[] content) throws Exception {
    Path jar = files.file("signed.jar", content);
    run("keytool", "-genkeypair", "-keyalg", "EC", "-alias", "me", "-dname", "CN=Me");
    run("jarsigner", jar.toString(), "me");
    return files.file("signed.jar", Files.readAllBytes(jar));
  }

  private void run(String tool, String... arguments) throws Exception {
    String home = System.getProperty("java.home");
    ProcessBuilder builder = new ProcessBuilder(Path.of(home, "bin", tool).toString());
    builder.command().addAll(List.of("-keystore", root.resolve("keys").toString()));
    builder.command().addAll(List.of("-storepass", "secret", "-keypass", "secret"));
    builder.command().addAll(List.of(arguments));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    assertEquals(0, builder.start().waitFor());
  }

  private static Plan<TextTransform.Found> stripping(Path jar) throws InputException {
    Plan<TextTransform.Found> plan =
        new FileTransformer<>(new TextTransform(), true).planInPlace(List.of(jar));
    plan.write();
    return plan;
  }

  @Test
  void i17_aSignedArchiveOfWhichAClassWouldChangeIsRefused() throws Exception {
    Path jar = sign(Jars.mixed());
    byte[] content = Files.readAllBytes(jar);
    assertEquals(
        List.of(
            jar
                + ": signed, and transformed classes would not fit the signature;"
                + " --strip-signatures removes it"),
        inPlace(jar).problems());
    assertEquals("*" + FilesFixture.text(content), files.contents().get("signed.jar"));
  }

  @Test
  void aSignedArchiveWithoutChangesStaysSigned() throws Exception {
    Path jar = sign(new Jars().deflated("A.class", classFile("plain")).jar());
    byte[] content = Files.readAllBytes(jar);
    stripping(jar);
    assertEquals(List.of(), inPlace(jar).problems());
    assertEquals("*" + FilesFixture.text(content), files.contents().get("signed.jar"));
  }

  @Test
  void withoutItsSignaturesAnArchiveIsWhatItWasBeforeSigning() throws Exception {
    Path plain = files.file("plain.jar", Jars.mixed());
    Path jar = sign(Jars.mixed());
    stripping(plain);
    stripping(jar);
    try (JarFile verified = new JarFile(jar.toFile(), true);
        JarFile unsigned = new JarFile(plain.toFile(), true)) {
      assertEquals(
          unsigned.stream().map(JarEntry::getName).sorted().toList(),
          verified.stream().map(JarEntry::getName).sorted().toList());
      assertEquals(
          unsigned.getManifest().getMainAttributes().getValue("Multi-Release"),
          verified.getManifest().getMainAttributes().getValue("Multi-Release"));
      assertEquals(Map.of(), verified.getManifest().getEntries());
      JarEntry entry = verified.getJarEntry("z/Stored.class");
      assertEquals(
          "transformed stored", FilesFixture.text(verified.getInputStream(entry).readAllBytes()));
      assertNull(entry.getCodeSigners());
    }
  }

  @Test
  void onlyDigestsAreTakenFromAManifest() {
    String manifest =
        """
        Manifest-Version: 1.0
        Class-Path: a.jar b-digest: c
         .jar
        SHA-256-Digest-Manifest: x

        Name: a/A.class
        SHA-256-Digest: abc
         def
        Java-Bean: true

        Name: a/very-long-name-that-needs-a-second-line/and/then/so
         me.class
        SHA1-Digest-de: abc
        SHA-256-Digest: abc

        Name: a/sealed/
        Sealed: true

        """;
    String expected =
        """
        Manifest-Version: 1.0
        Class-Path: a.jar b-digest: c
         .jar

        Name: a/A.class
        Java-Bean: true

        Name: a/sealed/
        Sealed: true

        """;
    for (String end : List.of("\n", "\r\n", "\r")) {
      byte[] filtered = Signatures.withoutDigests(manifest.replace("\n", end).getBytes(ISO_8859_1));
      assertEquals(expected.replace("\n", end), new String(filtered, ISO_8859_1));
    }
  }
}
