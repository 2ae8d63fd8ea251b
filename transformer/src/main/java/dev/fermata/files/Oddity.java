package dev.fermata.files;

import java.util.regex.Pattern;

/**
 * What has the name of a class file and is none: the files in which macOS keeps attributes of
 * others, {@code __MACOSX/._App.class}, say.
 */
final class Oddity {
  private static final int MAGIC = 0xCAFEBABE;

  /** A loader makes slashes of the dots in a class's name, and that name has no empty parts. */
  private static final Pattern CLASS_FILE = Pattern.compile("[^/.;\\[]+(/[^/.;\\[]+)*\\.class");

  private Oddity() {}

  /** Whether a class loader may ask for a class file of this name, with slashes. */
  static boolean isAskedFor(String name) {
    return CLASS_FILE.matcher(name).matches();
  }

  /** Whether these are the first bytes of a class file. */
  static boolean isClassFile(byte[] bytes) {
    return bytes.length >= 4 && Integer.reverseBytes(Zip.buffer(bytes).getInt(0)) == MAGIC;
  }

  /** The warning about one. */
  static String warning(String name) {
    return name.replaceAll("\\p{Cntrl}", "?")
        + ": is no class file, and no class loader asks for that name; left as it is";
  }
}
