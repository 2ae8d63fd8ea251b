package dev.fermata.agent;

import dev.fermata.transformer.inspect.Versions;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The versions of the classes with asynchronous methods that are loaded, for as long as their class
 * loaders are there: when one of them is redefined, calls of it may be suspended.
 */
final class LoadedVersions {
  private final Map<ClassLoader, Map<String, Versions>> loaders = new WeakHashMap<>();

  /** What is known of a class. */
  synchronized Versions of(ClassLoader loader, String className) {
    Map<String, Versions> classes = loaders.get(loader);
    Versions known = classes == null ? null : classes.get(className);
    return known == null ? Versions.NONE : known;
  }

  /** From now on, this is known of a class. */
  synchronized void put(ClassLoader loader, String className, Versions versions) {
    Map<String, Versions> classes = loaders.get(loader);
    if (classes == null) {
      classes = new HashMap<>();
      loaders.put(loader, classes);
    }
    classes.put(className, versions);
  }
}
