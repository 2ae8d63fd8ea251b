package dev.fermata.files;

import static dev.fermata.files.FilesFixture.inPlace;
import static dev.fermata.files.FilesFixture.into;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTransformerTest {
  @TempDir private Path root;
  private FilesFixture files;

  @BeforeEach
  void makeFixture() {
    files = new FilesFixture(root);
  }

  @Test
  void aClassFileIsReplaced() throws Exception {
    Path file = files.classFile("A.class", "async A");
    Plan<TextTransform.Found> plan = inPlace(file);
    assertEquals(Map.of("A.class", "transformed A"), files.contents());
    assertEquals(List.of(file.toString()), plan.transformed());
    assertEquals(1, plan.classes());
  }

  @Test
  void inADirectoryOnlyWhatChangesIsWritten() throws Exception {
    files.classFile("a/b/A.class", "async A");
    files.classFile("a/B.class", "plain B");
    files.file("a/b/async.txt", "async text");
    Plan<TextTransform.Found> plan = inPlace(root);
    assertEquals(
        Map.of(
            "a/b/A.class",
            "transformed A",
            "a/B.class",
            "*plain B",
            "a/b/async.txt",
            "*async text"),
        files.contents());
    assertEquals(2, plan.classes());
  }

  @Test
  void k01_aSecondRunTouchesNothing() throws Exception {
    Path file = files.classFile("A.class", "async A");
    inPlace(root);
    var time = Files.getLastModifiedTime(file);
    Plan<TextTransform.Found> second = inPlace(root);
    assertEquals(List.of(), second.transformed());
    assertEquals(time, Files.getLastModifiedTime(file));
  }

  @Test
  void k07_withOneBadClassNothingIsWrittenAndAllErrorsAreTold() throws Exception {
    files.classFile("A.class", "async A");
    files.classFile("B.class", "bad B");
    files.classFile("c/C.class", "bad C");
    Plan<TextTransform.Found> plan = inPlace(root, root.resolve("missing"));
    assertEquals(
        Map.of("A.class", "*async A", "B.class", "*bad B", "c/C.class", "*bad C"),
        files.contents());
    assertEquals(
        List.of(root + "/B.class", root + "/c/C.class"),
        plan.findings().stream().map(TextTransform.Found::source).toList());
    assertEquals(List.of(root + "/missing: no such file or directory"), plan.problems());
    assertThrows(IllegalStateException.class, plan::write);
  }

  @Test
  void aFileThatIsNeitherClassNorJarIsRefusedWhenNamed() throws Exception {
    Path file = files.file("notes.txt", "async");
    assertEquals(List.of(file + ": neither a class file nor a jar file"), inPlace(file).problems());
  }

  @Test
  void aClassFileIsKnownByItsFirstBytesToo() throws Exception {
    Path file = files.classFile("A.clazz", "async A");
    inPlace(file);
    assertEquals(Map.of("A.clazz", "transformed A"), files.contents());
  }

  @Test
  void k10_namesMayHaveSpacesAndLettersOfAllScripts() throws Exception {
    Charset ofNames = Charset.forName(System.getProperty("sun.jnu.encoding"));
    assumeTrue(ofNames.newEncoder().canEncode("ö東"), "this system's locale has ASCII names only");
    files.classFile("ein Pfad/Größe 東京.class", "async A");
    inPlace(root.resolve("ein Pfad"));
    assertEquals(Map.of("ein Pfad/Größe 東京.class", "transformed A"), files.contents());
  }

  @Test
  void aLinkedFileIsReplacedAndTheLinkStays() throws Exception {
    files.classFile("real/A.class", "async A");
    Path link = root.resolve("classes/A.class");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of("../real/A.class"));
    inPlace(root.resolve("classes"));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("transformed A", files.contents().get("real/A.class"));
  }

  @Test
  void linkedDirectoriesAreFollowedOnceEvenInCircles() throws Exception {
    files.classFile("real/A.class", "async A");
    Path classes = Files.createDirectories(root.resolve("classes"));
    Files.createSymbolicLink(classes.resolve("one"), root.resolve("real"));
    Files.createSymbolicLink(classes.resolve("two"), root.resolve("real"));
    Files.createSymbolicLink(root.resolve("real/circle"), classes);
    Plan<TextTransform.Found> plan = inPlace(classes);
    assertEquals(1, plan.classes());
    assertEquals(List.of(), plan.problems());
  }

  @Test
  void theSameFileGivenTwiceIsTransformedOnce() throws Exception {
    Path file = files.classFile("A.class", "async A");
    assertEquals(1, inPlace(file, root, file).classes());
  }

  @Test
  void aLinkToNowhereIsNoSuchFile() throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("A.class"), root.resolve("gone"));
    assertEquals(List.of(link + ": no such file or directory"), inPlace(link).problems());
  }

  @Test
  void permissionsAreKept() throws Exception {
    Path file = files.classFile("A.class", "async A");
    var permissions = PosixFilePermissions.fromString("rwxr-x-w-");
    Files.setPosixFilePermissions(file, permissions);
    inPlace(file);
    assertEquals(permissions, Files.getPosixFilePermissions(file));
  }

  @Test
  void withOneReadOnlyFileNothingIsWritten() throws Exception {
    Path first = files.classFile("A.class", "async A");
    Path second = files.classFile("B.class", "async B");
    Files.setPosixFilePermissions(second, PosixFilePermissions.fromString("r--r--r--"));
    InputException thrown = assertThrows(InputException.class, () -> inPlace(first, second));
    assertEquals(List.of(second + ": read-only"), thrown.problems());
    assertEquals(Map.of("A.class", "*async A", "B.class", "*async B"), files.contents());
  }

  @Test
  void aReadOnlyFileThatDoesNotChangeIsNoProblem() throws Exception {
    Path file = files.classFile("A.class", "plain A");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assertFalse(inPlace(file).hasErrors());
  }

  @Test
  void inAReadOnlyDirectoryNothingIsWritten() throws Exception {
    Path file = files.classFile("locked/A.class", "async A");
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
    InputException thrown = assertThrows(InputException.class, () -> inPlace(file));
    assertEquals(List.of(file + ": in a read-only directory"), thrown.problems());
    assertEquals(Map.of("locked/A.class", "*async A"), files.contents());
    Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aDirectoryIsWrittenElsewhereAsAWhole() throws Exception {
    files.classFile("in/a/A.class", "async A");
    files.classFile("in/B.class", "plain B");
    files.file("in/res/x.txt", "x");
    into(root.resolve("out/deep"), root.resolve("in"));
    assertEquals(
        Map.of(
            "in/a/A.class", "*async A",
            "in/B.class", "*plain B",
            "in/res/x.txt", "*x",
            "out/deep/a/A.class", "transformed A",
            "out/deep/B.class", "*plain B",
            "out/deep/res/x.txt", "*x"),
        files.contents());
  }

  @Test
  void anOutputThatIsRightAlreadyIsNotTouched() throws Exception {
    files.classFile("in/A.class", "async A");
    files.classFile("out/A.class", "transformed A");
    into(root.resolve("out"), root.resolve("in"));
    assertEquals("*transformed A", files.contents().get("out/A.class"));
  }

  @Test
  void aSingleFileIsWrittenToAFileOrIntoADirectory() throws Exception {
    Path file = files.classFile("A.class", "async A");
    into(root.resolve("B.class"), file);
    into(root.resolve("newdir"), file);
    into(Files.createDirectory(root.resolve("dir.class")), file);
    assertEquals(
        Map.of(
            "A.class", "*async A",
            "B.class", "transformed A",
            "newdir/A.class", "transformed A",
            "dir.class/A.class", "transformed A"),
        files.contents());
  }

  @Test
  void anOutputThatIsTheInputMeansInPlace() throws Exception {
    files.classFile("A.class", "async A");
    files.classFile("B.class", "plain B");
    into(root, root);
    assertEquals(Map.of("A.class", "transformed A", "B.class", "*plain B"), files.contents());
  }

  @Test
  void anOutputWithinTheInputIsRefused() throws Exception {
    files.classFile("A.class", "async A");
    Path output = root.resolve("sub/out");
    assertEquals(
        List.of(output + ": lies inside the input " + root), into(output, root).problems());
    assertEquals(Map.of("A.class", "*async A"), files.contents());
  }

  @Test
  void twoInputsForOneOutputAreRefused() throws Exception {
    Path first = files.classFile("1/A.class", "async A");
    Path second = files.classFile("2/A.class", "plain A");
    Path output = root.resolve("out");
    assertEquals(
        List.of(output + "/A.class: both " + first + " and " + second + " would go there"),
        into(output, first.getParent(), second.getParent()).problems());
  }

  @Test
  void aDirectoryCannotGoIntoAFile() throws Exception {
    Path input = files.classFile("in/A.class", "async A").getParent();
    Path output = files.file("out", "o");
    assertEquals(
        List.of(output + ": a file cannot take the results of the directory " + input),
        into(output, input).problems());
    Path jar = root.resolve("out.jar");
    assertEquals(
        List.of(jar + ": a file cannot take the results of the directory " + input),
        into(jar, input).problems());
    assertEquals(Map.of("in/A.class", "*async A", "out", "*o"), files.contents());
  }

  @Test
  void k08_whenADirectoryIsInTheWayNothingIsLeftBehind() throws Exception {
    files.classFile("in/A.class", "async A");
    files.classFile("in/B.class", "async B");
    files.classFile("out/B.class/inner", "x");
    InputException thrown =
        assertThrows(InputException.class, () -> into(root.resolve("out"), root.resolve("in")));
    assertEquals(List.of(root + "/out/B.class: is a directory"), thrown.problems());
    assertEquals(
        List.of("in/A.class", "in/B.class", "out/B.class/inner"),
        List.copyOf(files.contents().keySet()));
  }

  @Test
  void whenAFileIsInTheWayOfADirectoryNothingIsLeftBehind() throws Exception {
    files.classFile("in/a/A.class", "async A");
    files.classFile("in/b/B.class", "async B");
    files.file("out/b", "x");
    InputException thrown =
        assertThrows(InputException.class, () -> into(root.resolve("out"), root.resolve("in")));
    assertEquals(
        List.of(root + "/out/b: is not a directory, and has to become one"), thrown.problems());
    assertEquals(
        List.of("in/a/A.class", "in/b/B.class", "out/b"), List.copyOf(files.contents().keySet()));
    assertFalse(Files.exists(root.resolve("out/a")));
  }

  @Test
  void theOrderOfWhatIsToldDoesNotDependOnTheFileSystem() throws Exception {
    for (String name : List.of("z", "b", "y", "a", "x")) {
      files.classFile(name + "/A.class", "bad");
    }
    assertEquals(
        List.of("a", "b", "x", "y", "z"),
        inPlace(root).findings().stream()
            .map(d -> root.relativize(Path.of(d.source())).getName(0).toString())
            .toList());
  }

  @Test
  void aFileWithANameThatNoLoaderAsksForAndNoClassFilesBytesIsLeftAloneWithAWarning()
      throws Exception {
    files.classFile("in/a/A.class", "async A");
    Path odd = files.file("in/a/._A.class", "attributes");
    String warning =
        odd + ": is no class file, and no class loader asks for that name; left as it is";
    Plan<TextTransform.Found> plan = into(root.resolve("out"), root.resolve("in"));
    assertEquals(List.of(warning), plan.warnings());
    assertEquals(1, plan.classes());
    assertEquals("*attributes", files.contents().get("out/a/._A.class"));
    assertEquals(List.of(warning), inPlace(root.resolve("in")).warnings());
    assertEquals("*attributes", files.contents().get("in/a/._A.class"));
  }

  @Test
  void aFileThatTheUserNamesIsAnErrorWhateverItsName() throws Exception {
    Path odd = files.file("._A.class", "attributes");
    assertEquals(1, inPlace(odd).findings().size());
  }
}
