package dev.fermata.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A hidden folder in which files wait for being moved to their targets.
 *
 * <p>Its process holds a lock in it as long as it lives, however it ends. So {@link #removeOld} can
 * tell what a killed process left from what another one uses.
 */
final class StagingFolder implements Closeable {
  private static final Pattern NAME = Pattern.compile("\\.fermata-[0-9a-z]+-[0-9a-z]+-[0-9a-z]+");
  private static final String LOCK = "lock";

  /** What the names of all folders of this process begin with. */
  private static final String OURS = ".fermata-" + process() + "-";

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final int MAX_ATTEMPTS = 1000;

  private final Path folder;
  private final FileChannel lock;
  private int files;

  private StagingFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Ids of processes are used again, and are not unique where containers share a directory. */
  private static String process() {
    ProcessHandle process = ProcessHandle.current();
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return Long.toString(process.pid(), 36) + "-" + Long.toString(start, 36);
  }

  /** Whether a path has the name of such a folder. */
  static boolean isNamedSo(Path path) {
    return path.getFileName() != null && NAME.matcher(path.getFileName().toString()).matches();
  }

  /** Makes a folder in a directory. */
  static StagingFolder make(Path place) throws IOException {
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Path folder = place.resolve(OURS + Integer.toString(COUNTER.getAndIncrement(), 36));
      FileChannel lock = create(folder) ? lock(folder) : null;
      if (lock != null) {
        return new StagingFolder(folder, lock);
      }
    }
    throw new FileAlreadyExistsException(place.resolve(OURS).toString());
  }

  private static boolean create(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, ownersOnly(folder));
      return true;
    } catch (FileAlreadyExistsException e) {
      // Of another class loader's copy of this class.
      return false;
    }
  }

  private static FileAttribute<?>[] ownersOnly(Path place) {
    return place.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Locks a new folder. Gives null if another process has removed it, since it found it before it
   * was locked.
   */
  private static FileChannel lock(Path folder) throws IOException {
    Path file = folder.resolve(LOCK);
    FileChannel lock;
    try {
      lock = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return null;
    }
    boolean locked;
    try {
      locked = lock.tryLock() != null;
    } catch (IOException e) {
      // A file system without locks: nobody can remove the folder, then.
      locked = true;
    }
    if (locked && Files.exists(file)) {
      return lock;
    }
    lock.close();
    return null;
  }

  /** Makes an empty file. */
  Path newFile() throws IOException {
    return Files.createFile(folder.resolve(Integer.toString(files++)));
  }

  /** Deletes the folder with all that is in it. */
  @Override
  public void close() throws IOException {
    try {
      delete(folder);
    } finally {
      lock.close();
    }
  }

  /** Deletes the folders that killed processes have left in a directory. */
  static void removeOld(Path place) {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(place, StagingFolder::mayBeLeftBehind)) {
      for (Path folder : found) {
        removeUnlessUsed(folder);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What cannot be listed or deleted stays, and is in nobody's way.
      return;
    }
  }

  /**
   * A folder of this process is not even looked into: closing a file would give up the process's
   * lock on it.
   */
  private static boolean mayBeLeftBehind(Path path) {
    return isNamedSo(path)
        && !path.getFileName().toString().startsWith(OURS)
        && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void removeUnlessUsed(Path folder) throws IOException {
    try (FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
      if (lock.tryLock() != null) {
        delete(folder);
      }
    } catch (NoSuchFileException e) {
      // Its process ended before it made the lock, or is about to make it, and then makes another.
      Files.deleteIfExists(folder);
    } catch (IOException | OverlappingFileLockException e) {
      // Another user's, or on a file system without locks.
      return;
    }
  }

  /** The lock goes last, so that what is left if this fails can be found again. */
  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, file -> !file.endsWith(LOCK))) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder.resolve(LOCK));
    Files.deleteIfExists(folder);
  }
}
