package dev.fermata.internal.run;

import dev.fermata.internal.core.Log;
import java.io.File;
import java.lang.System.Logger.Level;

/**
 * The jars of this library, which have to be of one version. The class path names them with their
 * versions, so that no jar is opened for this.
 */
final class Artifacts {
  private static final String[] NAMES = {
    "fermata-runtime-",
    "fermata-transformer-",
    "fermata-junit-",
    "fermata-micrometer-",
    "fermata-spring-",
    "fermata-cli-"
  };

  private Artifacts() {}

  /** Warns where the class path of this JVM has jars of two versions. */
  static void check() {
    String mismatch = mismatch(System.getProperty("java.class.path", ""));
    if (mismatch != null) {
      Log.write(Level.WARNING, mismatch, null);
    }
  }

  /** What is wrong with a class path; null for nothing. */
  static String mismatch(String classPath) {
    String known = null;
    int start = 0;
    while (start < classPath.length()) {
      int end = classPath.indexOf(File.pathSeparatorChar, start);
      end = end < 0 ? classPath.length() : end;
      int name = Math.max(start, classPath.lastIndexOf(File.separatorChar, end - 1) + 1);
      String jar = classPath.substring(name, end);
      String version = version(jar);
      if (version != null && known == null) {
        known = jar;
      } else if (version != null && !version.equals(version(known))) {
        return "the class path has "
            + known
            + " and "
            + jar
            + ", which are of different versions; give all artifacts of Fermata one version, by"
            + " importing fermata-bom for example";
      }
      start = end + 1;
    }
    return null;
  }

  /** The version in the name of a jar of this library; null for all other files. */
  private static String version(String jar) {
    for (String name : NAMES) {
      if (jar.startsWith(name) && jar.endsWith(".jar")) {
        String version = jar.substring(name.length(), jar.length() - ".jar".length());
        return version.isEmpty() || !Character.isDigit(version.charAt(0)) ? null : version;
      }
    }
    return null;
  }
}
