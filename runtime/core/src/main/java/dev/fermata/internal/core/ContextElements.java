package dev.fermata.internal.core;

import dev.fermata.ContextElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The context elements of a loop, or of code outside of any; there is at least one. */
final class ContextElements {
  private final ContextElement<Object>[] elements;

  private ContextElements(ContextElement<Object>[] elements) {
    this.elements = elements;
  }

  /** The elements of all loops. They are looked for when they are first needed. */
  private static final class Installed {
    static final List<Throwable> BROKEN = new ArrayList<>();
    static final ContextElements ELEMENTS = find();

    @SuppressWarnings("rawtypes")
    private static ContextElements find() {
      List<ContextElement<?>> found = new ArrayList<>();
      try {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Iterator<ContextElement> providers =
            ServiceLoader.load(ContextElement.class, loader).iterator();
        while (hasNext(providers)) {
          addNext(providers, found);
        }
      } catch (Throwable broken) {
        BROKEN.add(broken);
      }
      return of(found);
    }

    /** A line that names no class is skipped by the next call. */
    private static boolean hasNext(Iterator<?> providers) {
      while (true) {
        try {
          return providers.hasNext();
        } catch (ServiceConfigurationError broken) {
          BROKEN.add(broken);
        }
      }
    }

    @SuppressWarnings("rawtypes")
    private static void addNext(Iterator<ContextElement> providers, List<ContextElement<?>> found) {
      try {
        found.add(providers.next());
      } catch (ServiceConfigurationError broken) {
        BROKEN.add(broken);
      }
    }
  }

  /**
   * The elements of all loops; null when there are none.
   *
   * @param failed is told, once, which elements cannot be loaded and are left out
   */
  static ContextElements installed(CapturedContext.Failed failed) {
    ContextElements elements = Installed.ELEMENTS;
    synchronized (Installed.BROKEN) {
      for (Throwable broken : Installed.BROKEN) {
        failed.report("a context element cannot be loaded, and is left out", broken);
      }
      Installed.BROKEN.clear();
    }
    return elements;
  }

  @SuppressWarnings("unchecked")
  private static ContextElements of(List<ContextElement<?>> elements) {
    return elements.isEmpty()
        ? null
        : new ContextElements(
            (ContextElement<Object>[]) elements.toArray(new ContextElement<?>[0]));
  }

  /** The given elements (none when null), and one more behind them. */
  static ContextElements with(ContextElements known, ContextElement<?> added) {
    if (added == null) {
      throw new NullPointerException("element");
    }
    List<ContextElement<?>> all = new ArrayList<>();
    if (known != null) {
      all.addAll(Arrays.asList(known.elements));
    }
    all.add(added);
    return of(all);
  }

  /**
   * The given variables with the states of the calling thread.
   *
   * @param failed is told what elements throw, now and later
   */
  static Variables capture(
      ContextElements elements, Variables variables, CapturedContext.Failed failed) {
    CapturedContext captured = new CapturedContext(failed, elements.elements);
    return Variables.capturing(variables, captured);
  }
}
