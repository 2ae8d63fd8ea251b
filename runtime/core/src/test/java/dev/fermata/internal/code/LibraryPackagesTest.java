package dev.fermata.internal.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.fermata.Fermata;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The library knows all of its packages, and takes no program's package for its own. */
class LibraryPackagesTest {
  @Test
  void everyPackageWithAClassIsKnown() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Fermata.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes.resolve("dev"))) {
      List<String> unknown =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .map(file -> classes.relativize(file.getParent()).toString())
              .map(folder -> folder.replace(classes.getFileSystem().getSeparator(), "."))
              .distinct()
              .filter(name -> !LibraryPackages.contains(name))
              .toList();
      assertEquals(List.of(), unknown);
    }
  }

  @Test
  void aProgramBelowTheSamePrefixIsNoPartOfTheLibrary() {
    assertFalse(LibraryPackages.contains("dev.fermata.samples.tour"));
    assertFalse(LibraryPackages.contains("dev.fermata.continuation.user"));
  }
}
