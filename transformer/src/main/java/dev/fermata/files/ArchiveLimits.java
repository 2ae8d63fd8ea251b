package dev.fermata.files;

import java.io.IOException;

/**
 * What is not accepted of an archive: names that lead out of it, and contents that would fill
 * memory or disk.
 */
final class ArchiveLimits {
  /** No class file is larger, in bytes. */
  static final int MAX_CLASS = 64 << 20;

  /** Archives that unpack to less than this, in bytes, are never refused. */
  private static final long HARMLESS_TOTAL = 256L << 20;

  /** Class files that unpack to less than this, in bytes, are never refused. */
  private static final long HARMLESS_CLASS = 1L << 20;

  /**
   * How many times larger than packed something may be; text and class files come to 20 at most.
   */
  private static final long MAX_RATIO = 100;

  private ArchiveLimits() {}

  /** Refuses an archive that nobody can have made with good intentions. */
  static void check(Archive archive) throws IOException, InputException {
    long total = 0;
    for (ArchiveEntry entry : archive.entries()) {
      checkName(entry);
      if (entry.isClass()) {
        checkClass(entry);
      }
      total += entry.size();
      if (total < 0 || (total > HARMLESS_TOTAL && total / MAX_RATIO > archive.length())) {
        throw new InputException(
            "refused as a zip bomb: its %d bytes would unpack to more than %d times as many"
                .formatted(archive.length(), MAX_RATIO));
      }
    }
  }

  /** Refuses an entry that is too large to be a class file, or anything else that is read here. */
  static void checkClass(ArchiveEntry entry) throws InputException {
    if (entry.size() > MAX_CLASS
        || (entry.size() > HARMLESS_CLASS && entry.size() / MAX_RATIO > entry.packedSize())) {
      throw new InputException(
          "refused as a zip bomb: the %d bytes of its entry %s unpack to %d"
              .formatted(entry.packedSize(), entry.shownName(), entry.size()));
    }
  }

  private static void checkName(ArchiveEntry entry) throws InputException {
    String path = entry.name().replace('\\', '/');
    boolean absolute = path.startsWith("/") || path.matches("(?s)[A-Za-z]:.*");
    if (absolute || ("/" + path + "/").contains("/../") || path.indexOf('\0') >= 0) {
      throw new InputException(
          "refused, for its entry '" + entry.shownName() + "' leads out of it");
    }
  }
}
