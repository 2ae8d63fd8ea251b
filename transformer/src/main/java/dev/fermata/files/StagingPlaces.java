package dev.fermata.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Chooses the directories in which files may wait for being moved to their targets: outside the
 * folder of classes, where a build that packs it would find them, and on the same file store, so
 * that to move a file is one step.
 */
final class StagingPlaces {
  private final Path temporary;
  private final BiPredicate<Path, Path> sameStore;
  private final Map<List<Path>, List<Path>> known = new HashMap<>();

  /**
   * Makes one.
   *
   * @param temporary the directory for temporary files
   * @param sameStore whether two directories are on the same file store
   */
  StagingPlaces(Path temporary, BiPredicate<Path, Path> sameStore) {
    this.temporary = temporary;
    this.sameStore = sameStore;
  }

  /** The places of this system. */
  static StagingPlaces ofThisSystem() {
    return new StagingPlaces(
        Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath(), StagingPlaces::onSameStore);
  }

  private static boolean onSameStore(Path one, Path other) {
    try {
      return Files.getFileStore(one).equals(Files.getFileStore(other));
    } catch (IOException e) {
      // In some containers the JDK does not find the mount point of a path.
      return false;
    }
  }

  /** The directories for a file whose target's directory exists, best first; at least that one. */
  List<Path> of(PendingFile file) {
    Path directory = file.target().getParent();
    return file.folder() == null
        ? List.of(directory)
        : known.computeIfAbsent(
            List.of(file.folder(), directory), key -> choose(file.folder(), directory));
  }

  private List<Path> choose(Path folder, Path directory) {
    List<Path> places = new ArrayList<>();
    if (folder.getParent() != null) {
      places.add(folder.getParent());
    }
    places.add(temporary);
    // Where the folder is a mount point, there is no other place than in it.
    places.add(folder);
    places.removeIf(place -> !isUsable(place, directory));
    places.add(directory);
    return places;
  }

  private boolean isUsable(Path place, Path directory) {
    return Files.isDirectory(place)
        && !FileReplacer.isReadOnly(place)
        && sameStore.test(place, directory);
  }

  /** Deletes what killed processes have left around folders of classes, and beside archives. */
  static void removeOld(Iterable<Path> folders) {
    for (Path folder : folders) {
      StagingFolder.removeOld(folder);
      if (folder.getParent() != null) {
        StagingFolder.removeOld(folder.getParent());
      }
    }
  }
}
