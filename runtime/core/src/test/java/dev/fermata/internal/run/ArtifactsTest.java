package dev.fermata.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.File;
import org.junit.jupiter.api.Test;

/** Jars of two versions on one class path are told of. */
class ArtifactsTest {
  private static String mismatch(String... entries) {
    return Artifacts.mismatch(
        String.join(File.pathSeparator, entries).replace('/', File.separatorChar));
  }

  @Test
  void jarsOfTwoVersionsAreNamed() {
    assertEquals(
        "the class path has fermata-runtime-1.2.0.jar and fermata-spring-1.3.0.jar, which are of"
            + " different versions; give all artifacts of Fermata one version, by importing"
            + " fermata-bom for example",
        mismatch(
            "lib/guava-33.jar",
            "lib/fermata-runtime-1.2.0.jar",
            "fermata-micrometer-1.2.0.jar",
            "other/fermata-spring-1.3.0.jar"));
  }

  @Test
  void otherFilesAreNoneOfOurBusiness() {
    assertNull(
        mismatch(
            "lib/fermata-runtime-1.2.0.jar",
            "lib/fermata-runtime.jar",
            "lib/fermata-game-7.jar",
            "runtime/core/target/classes",
            "lib/fermata-runtime-sources.jar",
            "",
            "lib/fermata-junit-1.2.0.jar"));
    assertNull(mismatch(""));
  }
}
