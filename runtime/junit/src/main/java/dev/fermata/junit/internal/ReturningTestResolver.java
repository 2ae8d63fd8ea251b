package dev.fermata.junit.internal;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/** Finds the tests that Jupiter does not run among what is selected. */
final class ReturningTestResolver implements SelectorResolver {
  private static final String CLASS = "class";

  private final Predicate<String> classNames;

  ReturningTestResolver(Predicate<String> classNames) {
    this.classNames = classNames;
  }

  /** A class with such tests. */
  private static final class TestClass extends AbstractTestDescriptor {
    TestClass(TestDescriptor parent, Class<?> type) {
      super(
          parent.getUniqueId().append(CLASS, type.getName()),
          type.getSimpleName(),
          ClassSource.from(type));
    }

    @Override
    public Type getType() {
      return Type.CONTAINER;
    }
  }

  @Override
  public Resolution resolve(ClassSelector selector, Context context) {
    if (!classNames.test(selector.getClassName())) {
      return Resolution.unresolved();
    }
    try {
      Class<?> type = selector.getJavaClass();
      return ReturningTests.hasSome(type)
          ? container(type, context)
              .map(found -> Resolution.match(Match.exact(found, () -> inside(type))))
              .orElse(Resolution.unresolved())
          : Resolution.unresolved();
    } catch (JUnitException notJavas) {
      // What other engines call a class.
      return Resolution.unresolved();
    }
  }

  private static Optional<TestClass> container(Class<?> type, Context context) {
    return context.addToParent(parent -> Optional.of(new TestClass(parent, type)));
  }

  private static Set<? extends DiscoverySelector> inside(Class<?> type) {
    return Stream.concat(
            ReturningTests.methodsOf(type).stream()
                .map(method -> DiscoverySelectors.selectMethod(type, method)),
            ReturningTests.nestedIn(type).stream().map(DiscoverySelectors::selectClass))
        .collect(Collectors.toSet());
  }

  @Override
  public Resolution resolve(MethodSelector selector, Context context) {
    try {
      Class<?> type = selector.getJavaClass();
      Method method = selector.getJavaMethod();
      return ReturningTests.isOne(method)
          ? context
              .addToParent(
                  () -> selectClass(type),
                  parent -> Optional.of(new ReturningTest(parent.getUniqueId(), type, method)))
              .map(test -> Resolution.match(Match.exact(test)))
              .orElse(Resolution.unresolved())
          : Resolution.unresolved();
    } catch (JUnitException notJavas) {
      // What other engines call a method, as one of Spock's with spaces in its name.
      return Resolution.unresolved();
    }
  }

  @Override
  public Resolution resolve(UniqueIdSelector selector, Context context) {
    UniqueId.Segment last = selector.getUniqueId().getLastSegment();
    return last.getType().equals(CLASS)
        ? Resolution.selectors(Set.of(selectClass(last.getValue())))
        : Resolution.unresolved();
  }
}
