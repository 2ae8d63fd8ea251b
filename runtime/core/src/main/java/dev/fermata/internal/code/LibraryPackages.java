package dev.fermata.internal.code;

import java.util.Set;

/**
 * Distinguishes this library's own packages from those of programs, some of which have the same
 * prefix.
 */
public final class LibraryPackages {
  private static final Set<String> EXPORTED =
      Set.of(
          "dev.fermata",
          "dev.fermata.continuation",
          "dev.fermata.net",
          "dev.fermata.process",
          "dev.fermata.sync");

  private static final String INTERNAL = "dev.fermata.internal.";

  private LibraryPackages() {}

  /** Whether a class of this name, as {@link Class#getName} returns it, belongs to the library. */
  public static boolean containsClass(String name) {
    return contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
  }

  /** Whether a package of this name belongs to the library. */
  public static boolean contains(String name) {
    return EXPORTED.contains(name) || name.startsWith(INTERNAL);
  }
}
