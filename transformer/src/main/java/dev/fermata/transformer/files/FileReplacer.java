package dev.fermata.transformer.files;

import java.io.IOException;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes files beside their targets and then moves them, so that at every moment each target has
 * its old or its new content as a whole.
 */
final class FileReplacer {
  private static final Set<PosixFilePermission> WRITING =
      EnumSet.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  /**
   * By the target, what was written beside it; also read by the thread that cleans up after Ctrl-C.
   */
  private final Map<Path, Path> staged = new ConcurrentHashMap<>();

  private final Deque<Path> madeDirectories = new ArrayDeque<>();

  private FileReplacer() {}

  /** Writes all files, or none if one of them cannot be written. */
  static void replace(List<PendingFile> files) throws InputException {
    new FileReplacer().replaceAll(files);
  }

  private void replaceAll(List<PendingFile> files) throws InputException {
    Thread cleaner = new Thread(this::deleteStaged, "fermata-cleaner");
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
      deleteStaged();
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
      } else if (Files.isDirectory(target.getParent()) && isReadOnly(target.getParent())) {
        problems.add(Problems.of(target, "in a read-only directory"));
      }
    }
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
  }

  /** A superuser may write everywhere, but should not where nobody is meant to write. */
  private static boolean isReadOnly(Path path) {
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
      String name = "." + target.getFileName() + "." + UUID.randomUUID() + ".fermata";
      Path beside = target.resolveSibling(name);
      staged.put(target, beside);
      Files.createFile(beside);
      file.content().writeTo(beside);
      if (Files.exists(target) && Files.mismatch(beside, target) < 0) {
        delete(beside);
        staged.remove(target);
      } else {
        copyPermissions(Files.exists(target) ? target : file.source(), beside);
      }
    } catch (InputException e) {
      throw new InputException(Problems.of(file.source(), e.getMessage()));
    } catch (IOException e) {
      throw new InputException(Problems.of(target, e));
    }
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
      Path beside = staged.get(file.target());
      if (beside == null) {
        continue;
      }
      try {
        Files.move(beside, file.target(), StandardCopyOption.ATOMIC_MOVE);
        staged.remove(file.target());
      } catch (IOException e) {
        throw new InputException(Problems.of(file.target(), e));
      }
    }
  }

  private void deleteStaged() {
    staged.values().forEach(FileReplacer::delete);
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
