package dev.fermata.files;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes files elsewhere and then moves them to their targets, so that at every moment each target
 * has its old or its new content as a whole.
 */
final class FileReplacer {
  private static final Set<PosixFilePermission> WRITING =
      EnumSet.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  private final StagingPlaces places;

  /**
   * By the directory, the folder in it for files that wait; also read by the thread that cleans up
   * after Ctrl-C.
   */
  private final Map<Path, StagingFolder> folders = new ConcurrentHashMap<>();

  /** By the target, what was written for it. */
  private final Map<Path, Path> staged = new HashMap<>();

  private final Deque<Path> madeDirectories = new ArrayDeque<>();

  private FileReplacer(StagingPlaces places) {
    this.places = places;
  }

  /** Writes all files, or none if one of them cannot be written. */
  static void replace(List<PendingFile> files) throws InputException {
    replace(files, StagingPlaces.ofThisSystem());
  }

  /** Writes all files, which wait in such places until the last is written. */
  static void replace(List<PendingFile> files, StagingPlaces places) throws InputException {
    new FileReplacer(places).replaceAll(files);
  }

  private void replaceAll(List<PendingFile> files) throws InputException {
    Thread cleaner = new Thread(this::closeFolders, "fermata-cleaner");
    Runtime.getRuntime().addShutdownHook(cleaner);
    boolean committed = false;
    try {
      checkWritable(files);
      for (PendingFile file : files) {
        stage(file);
      }
      commit(files);
      committed = true;
    } finally {
      closeFolders();
      if (!committed) {
        madeDirectories.forEach(FileReplacer::delete);
      }
      removeHook(cleaner);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook runs or has run.
      return;
    }
  }

  private static void checkWritable(List<PendingFile> files) throws InputException {
    List<String> problems = new ArrayList<>();
    for (PendingFile file : files) {
      Path target = file.target();
      if (Files.isDirectory(target)) {
        problems.add(Problems.of(target, "is a directory"));
      } else if (Files.exists(target) && isReadOnly(target)) {
        problems.add(Problems.of(target, "read-only"));
      } else {
        checkDirectory(target, problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
  }

  /** Looks at the directory that is there, of those that the target is to be in. */
  private static void checkDirectory(Path target, List<String> problems) {
    Path existing = target.getParent();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      problems.add(Problems.of(existing, "is not a directory, and has to become one"));
    } else if (isReadOnly(existing)) {
      problems.add(Problems.of(target, "in a read-only directory"));
    }
  }

  /** A superuser may write everywhere, but should not where nobody is meant to write. */
  static boolean isReadOnly(Path path) {
    if (!Files.isWritable(path)) {
      return true;
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      return permissions.stream().noneMatch(WRITING::contains);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private void stage(PendingFile file) throws InputException {
    Path target = file.target();
    try {
      makeDirectories(target.getParent());
      Path waiting = newFile(places.of(file));
      file.content().writeTo(waiting);
      if (Files.exists(target) && Files.mismatch(waiting, target) < 0) {
        delete(waiting);
      } else {
        copyPermissions(Files.exists(target) ? target : file.source(), waiting);
        staged.put(target, waiting);
      }
    } catch (InputException e) {
      throw new InputException(Problems.of(file.source(), e.getMessage()));
    } catch (IOException e) {
      throw new InputException(Problems.of(target, e));
    }
  }

  /** Makes a file in the first directory that takes it. */
  private Path newFile(List<Path> directories) throws IOException {
    IOException failure = null;
    for (Path directory : directories) {
      try {
        return folderIn(directory).newFile();
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private StagingFolder folderIn(Path directory) throws IOException {
    StagingFolder folder = folders.get(directory);
    if (folder == null) {
      StagingFolder.removeOld(directory);
      folder = StagingFolder.make(directory);
      folders.put(directory, folder);
    }
    return folder;
  }

  private void makeDirectories(Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path at = directory; at != null && !Files.exists(at); at = at.getParent()) {
      missing.push(at);
    }
    for (Path next : missing) {
      Files.createDirectory(next);
      madeDirectories.push(next);
    }
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributes now = view.readAttributes();
    try {
      if (!old.owner().equals(now.owner())) {
        view.setOwner(old.owner());
      }
      if (!old.group().equals(now.group())) {
        view.setGroup(old.group());
      }
    } catch (IOException e) {
      // Only a superuser may give files away; for others the writer owns what he writes, as with
      // any editor.
      view.setPermissions(old.permissions());
      return;
    }
    view.setPermissions(old.permissions());
  }

  private void commit(List<PendingFile> files) throws InputException {
    for (PendingFile file : files) {
      Path waiting = staged.get(file.target());
      if (waiting == null) {
        continue;
      }
      try {
        move(waiting, file.target());
      } catch (IOException e) {
        throw new InputException(Problems.of(file.target(), e));
      }
    }
  }

  private void move(Path waiting, Path target) throws IOException {
    try {
      Files.move(waiting, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      // Directories that are mounted twice look like one file store, and are two for a move.
      Path beside = folderIn(target.getParent()).newFile();
      Files.copy(
          waiting, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void closeFolders() {
    folders.values().forEach(FileReplacer::close);
  }

  private static void close(StagingFolder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      // A later run removes it; the failure that led here is the one to report.
      return;
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // What cannot be deleted stays; the failure that led here is the one to report.
      return;
    }
  }
}
