package dev.fermata.internal.code;

import java.util.Set;

/** Tells this library's own packages from those of programs, of which some have the same prefix. */
public final class LibraryPackages {
  private static final Set<String> EXPORTED =
      Set.of("dev.fermata", "dev.fermata.continuation", "dev.fermata.net", "dev.fermata.sync");

  private static final String INTERNAL = "dev.fermata.internal.";

  private LibraryPackages() {}

  /** Whether a class of this name, as {@link Class#getName} gives it, is one of the library. */
  public static boolean containsClass(String name) {
    return contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
  }

  /** Whether a package of this name is one of the library. */
  public static boolean contains(String name) {
    return EXPORTED.contains(name) || name.startsWith(INTERNAL);
  }
}
