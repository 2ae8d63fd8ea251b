package dev.fermata.junit.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that nobody has transformed are found in directories, and others are none. */
class ClassPathTest {
  private static final String NAME = "dev.fermata.junit.AwaitTest";
  private static final String FILE = NAME.replace('.', '/') + ".class";

  @TempDir private Path directory;

  private static byte[] classFile() throws IOException {
    try (InputStream in = ClassPathTest.class.getClassLoader().getResourceAsStream(FILE)) {
      return in.readAllBytes();
    }
  }

  private void write(byte[] classFile) throws IOException {
    Path file = directory.resolve(FILE);
    Files.createDirectories(file.getParent());
    Files.write(file, classFile);
  }

  private Optional<String> found() {
    return ClassPath.firstUntransformed(directory);
  }

  @Test
  void theDirectoriesOfClassLoadersBelongToIt() throws IOException {
    try (URLClassLoader parent = new URLClassLoader(new URL[] {directory.toUri().toURL()}, null);
        URLClassLoader loader = new URLClassLoader(new URL[0], parent)) {
      assertTrue(ClassPath.of(loader).directories.contains(directory));
    }
  }

  @Test
  void aClassThatIsToBeTransformedIsFound() throws IOException {
    write(classFile());
    assertEquals(Optional.of(NAME), found());
  }

  @Test
  void aTransformedClassIsNone() throws IOException {
    write(new Transformer(Options.defaults()).transform(classFile(), FILE).bytes());
    assertEquals(Optional.empty(), found());
  }

  @Test
  void whatIsNoClassFileIsNone() throws IOException {
    write(new byte[] {1, 2, 3});
    assertEquals(Optional.empty(), found());
  }
}
