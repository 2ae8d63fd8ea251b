package dev.fermata.files;

import static dev.fermata.files.FilesFixture.inPlace;
import static dev.fermata.files.FilesFixture.into;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where files wait until all are written, and what becomes of those that a killed process left. */
class StagingTest {
  @TempDir private Path root;
  private FilesFixture files;
  private Path classes;

  /** Where the files were while they were written. */
  private final List<Path> waited = new ArrayList<>();

  @BeforeEach
  void makeFixture() throws IOException {
    root = root.toRealPath();
    files = new FilesFixture(root.resolve("target"));
    classes = Files.createDirectories(root.resolve("target/classes"));
  }

  /** A file whose content tells where it waits. */
  private PendingFile pending(Path target, Path folder) {
    return new PendingFile(
        target,
        target,
        folder,
        file -> {
          waited.add(file);
          Files.writeString(file, "new");
        });
  }

  private static List<Path> hidden(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(StagingFolder::isNamedSo).toList();
    }
  }

  private static void setPermissions(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void filesWaitOutsideTheFolderOfClassesUnderShortNames() throws Exception {
    Path file = files.classFile("classes/a/" + "x".repeat(240) + ".class", "async");
    FileReplacer.replace(List.of(pending(file, classes)));
    Path waitedIn = waited.get(0).getParent();
    assertEquals(classes.getParent(), waitedIn.getParent());
    assertTrue(waitedIn.getFileName().toString().length() < 40, waitedIn.toString());
    assertEquals("0", waited.get(0).getFileName().toString());
    assertEquals("new", Files.readString(file));
    assertEquals(List.of(), hidden(root));
  }

  /** No name that a file system takes is too long, in place or elsewhere. */
  @Test
  void aClassFileOfTheLongestNameIsWritten() throws Exception {
    String name = "x".repeat(249) + ".class";
    files.classFile("classes/" + name, "async");
    into(root.resolve("target/out"), classes);
    inPlace(classes);
    assertEquals(
        Map.of("classes/" + name, "transformed", "out/" + name, "transformed"), files.contents());
  }

  /** The folder of classes is known by the name of a class where the user names less than it. */
  @Test
  void aSingleClassFileWaitsOutsideTheFolderOfItsPackages() throws Exception {
    Path file = files.classFile("classes/a/b/C.class", "async \1\0\5a/b/C");
    assertEquals(List.of(classes), foldersOf(file));
    assertEquals(List.of(classes), foldersOf(file.getParent()));
  }

  @Test
  void whereALinkLeadsOutOfTheFolderTheFileWaitsOnTheOtherSide() throws Exception {
    files.classFile("real/A.class", "async A");
    Files.createSymbolicLink(classes.resolve("A.class"), Path.of("../real/A.class"));
    assertEquals(List.of(root.resolve("target/real")), foldersOf(classes));
  }

  /** The folder of each file that would be written. */
  private static List<Path> foldersOf(Path input) {
    FilePlanner<TextTransform.Found> planner = new FilePlanner<>(new TextTransform(), false);
    planner.add(input, input, source -> source);
    return planner.files().stream().map(PendingFile::folder).toList();
  }

  @Test
  void archivesWaitBesideTheirPlace() throws Exception {
    Path jar = files.file("lib/a.jar", "old");
    FileReplacer.replace(List.of(pending(jar, null)));
    assertEquals(jar.getParent(), waited.get(0).getParent().getParent());
    assertEquals(List.of(), hidden(root));
  }

  @Test
  void whereTheParentIsReadOnlyFilesWaitAmongTheTemporaryFiles() throws Exception {
    Path file = files.classFile("classes/A.class", "async");
    Path temporary = Files.createDirectories(root.resolve("tmp"));
    setPermissions(classes.getParent(), "r-xr-xr-x");
    FileReplacer.replace(
        List.of(pending(file, classes)), new StagingPlaces(temporary, (one, other) -> true));
    setPermissions(classes.getParent(), "rwxr-xr-x");
    assertEquals(temporary, waited.get(0).getParent().getParent());
    assertEquals("new", Files.readString(file));
  }

  /** A folder of classes that is a mount point has no other place than in it. */
  @Test
  void whereNothingElseIsOnTheFileStoreFilesWaitInTheFolderAndNothingStays() throws Exception {
    Path file = files.classFile("classes/a/A.class", "async");
    StagingPlaces places =
        new StagingPlaces(
            root, (one, other) -> one.startsWith(classes) && other.startsWith(classes));
    FileReplacer.replace(List.of(pending(file, classes)), places);
    assertEquals(classes, waited.get(0).getParent().getParent());
    assertEquals("new", Files.readString(file));
    assertEquals(List.of(), hidden(root));
  }

  /** A directory that is mounted at two places looks like one file store. */
  @Test
  void aFileThatCannotBeMovedInOneStepIsCopiedBesideItsPlaceFirst() throws Exception {
    Path shared = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(shared), "no second file system here");
    FileStore own = Files.getFileStore(root);
    assumeTrue(!own.equals(Files.getFileStore(shared)), "no second file system here");
    Path file = files.classFile("classes/A.class", "async");
    setPermissions(file, "rwxr-x---");
    Path temporary = Files.createTempDirectory(shared, "fermata");
    setPermissions(classes.getParent(), "r-xr-xr-x");
    try {
      FileReplacer.replace(
          List.of(pending(file, classes)), new StagingPlaces(temporary, (one, other) -> true));
      assertEquals(temporary, waited.get(0).getParent().getParent());
    } finally {
      setPermissions(classes.getParent(), "rwxr-xr-x");
      Files.delete(temporary);
    }
    assertEquals("new", Files.readString(file));
    assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(List.of(), hidden(root));
  }

  @Test
  void whatAKilledProcessLeftIsRemovedByTheNextRun() throws Exception {
    Path file = files.classFile("classes/A.class", "plain");
    Path jar = files.file("lib/a.jar", Jars.mixed());
    kill(Writer.start(classes, file));
    kill(Writer.start(jar.getParent().resolve("x"), jar));
    assertEquals(2, hidden(root).size());
    inPlace(classes, jar);
    assertEquals(List.of(), hidden(root));
  }

  @Test
  void whatAnotherProcessUsesStays() throws Exception {
    Path file = files.classFile("classes/A.class", "async");
    Process other = Writer.start(classes, file);
    inPlace(classes);
    assertEquals(1, hidden(root).size());
    other.getOutputStream().close();
    assertEquals(0, other.waitFor());
    assertEquals(List.of(), hidden(root));
    assertEquals("", Files.readString(file), "the last one wins");
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Where files had to wait in the folder itself, they are none of its files. */
  @Test
  void whatWasLeftInTheFolderIsNotTakenForItsFiles() throws Exception {
    files.classFile("classes/A.class", "async");
    files.file("classes/.fermata-1-1-0/0", "left");
    files.file("classes/.fermata-1-1-0/lock", "");
    into(root.resolve("target/out"), classes);
    assertEquals("transformed", files.contents().get("out/A.class"));
    inPlace(classes);
    assertEquals(
        Map.of("classes/A.class", "transformed", "out/A.class", "transformed"), files.contents());
  }
}
