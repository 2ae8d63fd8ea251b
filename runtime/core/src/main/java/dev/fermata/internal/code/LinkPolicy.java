package dev.fermata.internal.code;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Decides whether awaited calls may go to the start code of a method of another class without
 * calling the method itself.
 *
 * <p>They must not if something replaces the method in the running program, as a library for mock
 * objects gives loaded methods new code. The property {@code fermata.link} decides, with {@code
 * true} or {@code false}. Without it, calls are linked unless the calling class can see such a
 * library.
 */
public final class LinkPolicy {
  private static final String PROPERTY = System.getProperty("fermata.link");

  /** A class of each library that gives new code to loaded methods. */
  private static final List<String> REWRITERS =
      List.of("org/mockito/Mockito.class", "io/mockk/MockK.class", "mockit/Mocked.class");

  private static final Map<ClassLoader, Boolean> ALLOWED =
      Collections.synchronizedMap(new WeakHashMap<>());

  private LinkPolicy() {}

  /** Whether calls in a class may be linked. */
  public static boolean isAllowedIn(Class<?> caller) {
    if (PROPERTY != null) {
      return Boolean.parseBoolean(PROPERTY);
    }
    ClassLoader loader = caller.getClassLoader();
    try {
      return loader == null || ALLOWED.computeIfAbsent(loader, LinkPolicy::seesNoRewriter);
    } catch (Throwable unknown) {
      // The loader is of a user's class. Calls that are not linked are always correct.
      return false;
    }
  }

  private static boolean seesNoRewriter(ClassLoader loader) {
    return REWRITERS.stream().allMatch(name -> loader.getResource(name) == null);
  }
}
