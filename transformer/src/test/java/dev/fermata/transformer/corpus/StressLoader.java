package dev.fermata.transformer.corpus;

import java.util.Map;
import java.util.Objects;

/**
 * Defines the classes of one source itself, some of them changed, before it asks its parent for the
 * others: so the classes that the verifier looks up are those that belong together.
 */
final class StressLoader extends ClassLoader {
  private final Map<String, ClassFile> classes;
  private final Map<String, ClassFile> changed;

  /**
   * A loader of its own.
   *
   * @param classes the classes by name
   * @param changed what is defined in the place of some of them
   */
  StressLoader(Map<String, ClassFile> classes, Map<String, ClassFile> changed) {
    super(StressLoader.class.getClassLoader());
    this.classes = classes;
    this.changed = changed;
  }

  /**
   * Whether a class can be defined by this loader: the JVM reserves some names for its own loader.
   */
  static boolean mayDefine(String name) {
    return !name.startsWith("java.");
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      ClassFile file = mayDefine(name) ? classes.get(name) : null;
      if (file == null) {
        return super.loadClass(name, resolve);
      }
      byte[] bytes = changed.getOrDefault(name, file).bytes();
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  /**
   * Links a class, for which the JVM verifies it.
   *
   * @return what went wrong; null where nothing did
   */
  LinkageError link(String name) {
    try {
      // Asking for the constructors links the class.
      Objects.requireNonNull(Class.forName(name, false, this).getDeclaredConstructors());
      return null;
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    } catch (LinkageError e) {
      return e;
    }
  }
}
