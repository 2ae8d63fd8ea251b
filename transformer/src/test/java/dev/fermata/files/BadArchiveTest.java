package dev.fermata.files;

import static dev.fermata.files.FilesFixture.inPlace;
import static dev.fermata.files.TextTransform.classFile;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadArchiveTest {
  private static final RawZip.Entry ASYNC = RawZip.Entry.of("A.class", classFile("async"));

  @TempDir private Path root;
  private FilesFixture files;

  @BeforeEach
  void makeFixture() {
    files = new FilesFixture(root);
  }

  /** Checks that a file is refused in one line and not touched, nor a good one beside it. */
  private void assertRefused(String problem, byte[] content) throws IOException, InputException {
    Path jar = files.file("a.jar", content);
    Path good = files.file("good.jar", Jars.mixed());
    Plan<TextTransform.Found> plan = inPlace(good, jar);
    assertEquals(List.of(jar + ": " + problem), plan.problems());
    assertEquals(
        Map.of(
            "a.jar", "*" + FilesFixture.text(content),
            "good.jar", "*" + FilesFixture.text(Jars.mixed())),
        files.contents());
  }

  @Test
  void textIsNoArchive() throws Exception {
    byte[] text = "not a jar at all, although its name says so".getBytes(UTF_8);
    assertRefused("not a readable zip or jar file: it has no end record", text);
  }

  @Test
  void anEmptyFileIsNoArchive() throws Exception {
    assertRefused("not a readable zip or jar file: it has no end record", new byte[0]);
  }

  @Test
  void aTruncatedArchiveIsRefused() throws Exception {
    byte[] jar = Jars.mixed();
    assertRefused(
        "not a readable zip or jar file: it has no end record", Arrays.copyOf(jar, jar.length - 1));
  }

  @Test
  void anArchiveWithoutItsBeginningIsRefused() throws Exception {
    byte[] jar = Jars.mixed();
    assertRefused(
        "not a readable zip or jar file: its central directory is not where it says",
        Arrays.copyOfRange(jar, 10, jar.length));
  }

  @Test
  void anEntryWhoseChecksumIsWrongIsRefused() throws Exception {
    byte[] jar = RawZip.of(ASYNC);
    jar[30 + "A.class".length() + 5] ^= 1;
    assertRefused("not a readable zip or jar file: the entry A.class is damaged", jar);
  }

  @Test
  void anEntryWhoseSizeIsWrongIsRefused() throws Exception {
    assertRefused(
        "not a readable zip or jar file: the entry A.class is damaged",
        RawZip.of(ASYNC.withSize(5)));
  }

  @Test
  void anEncryptedClassIsRefused() throws Exception {
    assertRefused("the entry A.class is encrypted", RawZip.of(ASYNC.withFlags(1)));
  }

  @Test
  void anUnknownWayToPackAClassIsRefused() throws Exception {
    assertRefused(
        "the entry A.class is packed by the unknown method 93", RawZip.of(ASYNC.withMethod(93)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "/etc/passwd", "a/../../x", "..\\x", "C:\\x", "a/..", "..", "\\\\host\\x"})
  void aNameThatLeadsOutOfTheArchiveIsRefused(String name) throws Exception {
    assertRefused(
        "refused, for its entry '" + name + "' leads out of it",
        RawZip.of(ASYNC, RawZip.Entry.of(name, new byte[1])));
  }

  @Test
  void dotsWithinANameAreFine() throws Exception {
    Path jar = files.file("a.jar", RawZip.of(ASYNC, RawZip.Entry.of("a/..b/c..", new byte[1])));
    assertEquals(List.of(), inPlace(jar).problems());
  }

  @Test
  void aMessageStaysOneLineWhateverTheNames() throws Exception {
    assertRefused(
        "refused, for its entry '../x?y?' leads out of it",
        RawZip.of(ASYNC, RawZip.Entry.of("../x\ny\u001b", new byte[1])));
  }

  @Test
  void aClassThatUnpacksToAHundredTimesItsSizeIsRefused() throws Exception {
    RawZip.Entry large = RawZip.Entry.of("B.class", new byte[9]).withMethod(8).withSize(4 << 20);
    assertRefused(
        "refused as a zip bomb: the 9 bytes of its entry B.class unpack to 4194304",
        RawZip.of(ASYNC, large));
  }

  @Test
  void aClassThatUnpacksToMoreThanItSaysIsRefused() throws Exception {
    byte[] packed = new byte[10_000];
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(new byte[8 << 20]);
    deflater.finish();
    packed = Arrays.copyOf(packed, deflater.deflate(packed));
    deflater.end();
    assertRefused(
        "not a readable zip or jar file: the entry B.class is damaged",
        RawZip.of(ASYNC, RawZip.Entry.of("B.class", packed).withMethod(8).withSize(1000)));
  }

  @Test
  void anArchiveThatWouldUnpackToAnUnreasonableSizeIsRefused() throws Exception {
    RawZip.Entry large = RawZip.Entry.of("zeros", new byte[9]).withMethod(8).withSize(1L << 31);
    byte[] jar = RawZip.of(ASYNC, large, large);
    assertRefused(
        "refused as a zip bomb: its %d bytes would unpack to more than 100 times as many"
            .formatted(jar.length),
        jar);
  }

  @Test
  void entriesThatShareTheirBytesAreRefused() throws Exception {
    assertRefused(
        "not a readable zip or jar file: entries overlap",
        RawZip.of(ASYNC, RawZip.Entry.of("B.class", classFile("async")).at(0)));
  }

  @Test
  void anEntryBeyondTheEndIsRefused() throws Exception {
    assertRefused(
        "not a readable zip or jar file: a part of it lies beyond its end",
        RawZip.of(ASYNC.at(1 << 20)));
  }

  @Test
  void aBadClassInAnArchiveIsNamedWithTheArchive() throws Exception {
    Path jar = files.file("a.jar", RawZip.of(ASYNC, RawZip.Entry.of("b/B.class", new byte[4])));
    assertEquals(jar + "!/b/B.class", inPlace(jar).findings().get(0).source());
  }
}
