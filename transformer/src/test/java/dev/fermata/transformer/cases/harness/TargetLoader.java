package dev.fermata.transformer.cases.harness;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The fresh loader of one run: defines the target's classes and the run's own copy of {@link
 * Steps}.
 */
final class TargetLoader extends ClassLoader {
  private static final String STEPS = Steps.class.getPackageName() + ".";

  private final Map<String, byte[]> classes;

  private TargetLoader(Map<String, byte[]> classes) {
    super(TargetLoader.class.getClassLoader());
    this.classes = classes;
  }

  /** A loader in which {@code classes} run on the replacement runtime. */
  static TargetLoader straight(Map<String, byte[]> classes) {
    Map<String, byte[]> all = new HashMap<>(Straight.CLASSES);
    all.putAll(classes);
    return new TargetLoader(all);
  }

  /** A loader in which {@code classes} run on the real runtime. */
  static TargetLoader real(Map<String, byte[]> classes) {
    return new TargetLoader(classes);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      byte[] bytes = classes.containsKey(name) ? classes.get(name) : stepsBytes(name);
      return bytes == null
          ? super.loadClass(name, resolve)
          : defineClass(name, bytes, 0, bytes.length);
    }
  }

  private static byte[] stepsBytes(String name) throws ClassNotFoundException {
    String simpleName = name.startsWith(STEPS) ? name.substring(STEPS.length()) : "";
    if (!simpleName.matches("(Steps|Journal|Later|Mode).*")) {
      return null;
    }
    try (InputStream in = TargetLoader.class.getResourceAsStream(simpleName + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** Makes the JVM verify every class that {@code classes} has, without initialising one. */
  void verifyAll() {
    for (String name : classes.keySet()) {
      try {
        // Asking for the methods links the class, and linking verifies it.
        Objects.requireNonNull(Class.forName(name, false, this).getDeclaredMethods());
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      } catch (NoClassDefFoundError e) {
        // Some class is missing on purpose, and the methods mention it; that shows only after
        // verification.
      }
    }
  }
}
